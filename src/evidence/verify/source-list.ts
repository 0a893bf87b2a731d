import type { ProvenanceRow } from './provenance-row.ts';

/** A log file that rows of a bag are of. */
export interface BagSource {
  /** As it was given to `ingest`. */
  readonly file: string;
  readonly sha256: string;
  /** Its first bytes are the log as it was read; it may have grown since. */
  readonly size: number;
}

/** The different logs of a bag. */
export class SourceList {
  readonly #sources = new Map<string, BagSource>();

  add({ file, sourceSha256, sourceSize }: ProvenanceRow): void {
    const key = sourceKey({ file, sha256: sourceSha256, size: sourceSize });
    if (!this.#sources.has(key))
      this.#sources.set(key, { file, sha256: sourceSha256, size: sourceSize });
  }

  get all(): readonly BagSource[] {
    return [...this.#sources.values()];
  }
}

export function sourceKey({ file, sha256, size }: BagSource): string {
  return `${sha256}:${size}:${file}`;
}
