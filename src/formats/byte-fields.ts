import { skipSpaces, skipSpacesBack } from './ascii-range.ts';

/** The fields of the line that a scanner read last: where the one that was looked at begins and ends, without spaces around it. */
export class ByteFields {
  from = 0;
  to = 0;
  readonly #edges: Int32Array;

  /** Position of the byte before field n at n, of the one behind it at n + 1. */
  constructor(edges: Int32Array) {
    this.#edges = edges;
  }

  /** False where it is empty. */
  look(bytes: Uint8Array, field: number): boolean {
    const end = this.#edges[field + 1] ?? 0;
    this.from = skipSpaces(bytes, (this.#edges[field] ?? 0) + 1, end);
    this.to = skipSpacesBack(bytes, this.from, end);
    return this.from < this.to;
  }

  /** The field as a text; it is ASCII. */
  text(bytes: Uint8Array, field: number): string {
    return this.look(bytes, field) ? asciiText(bytes, this.from, this.to) : '';
  }
}

export function asciiText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
