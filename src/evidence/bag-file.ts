/** A file of a bag; its content comes in pieces. */
export interface BagFile {
  /** From the top of the bag, with `/`. */
  readonly path: string;
  readonly content: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;
}
