import type { ProvenanceRow } from './provenance-row.ts';

/** A line by its place in a log. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

const EVENT = 1;
const SEEN = 2;

/** The rows of provenance.jsonl by place, in little memory: events of a bag may be millions. */
export class LineIndex {
  readonly #files = new Map<string, number>();
  readonly #marks = new Map<string, number>();
  readonly #hashes = new Set<string>();

  add(row: ProvenanceRow): void {
    const key = this.#key(row, true);
    this.#marks.set(key, (this.#marks.get(key) ?? 0) | (row.kind === 'event' ? EVENT : 0));
    if (row.bytes !== null) this.#hashes.add(`${key}:${shortHash(row.bytes.lineSha256)}`);
  }

  /** Whether an event lies there; it is then seen. */
  hasEvent(place: LinePlace): boolean {
    const key = this.#key(place, false);
    const marks = this.#marks.get(key) ?? 0;
    if ((marks & EVENT) === 0) return false;
    if ((marks & SEEN) === 0) this.#marks.set(key, marks | SEEN);
    return true;
  }

  /** Whether the line there has this hash. */
  hasHash(place: LinePlace, sha256: string): boolean {
    return this.#hashes.has(`${this.#key(place, false)}:${shortHash(sha256)}`);
  }

  /** Places of events that nobody asked for, as `line, offset` and file. */
  *unseenEvents(): Generator<LinePlace> {
    const files = [...this.#files.keys()];
    for (const [key, marks] of this.#marks) {
      if (marks !== EVENT) continue;
      const [file = -1, line = 0, offset = 0, length = 0] = key.split(':').map(Number);
      yield { file: files[file] ?? '', line, offset, length };
    }
  }

  #key({ file, line, offset, length }: LinePlace, isNew: boolean): string {
    let number = this.#files.get(file);
    if (number === undefined) {
      number = isNew ? this.#files.size : -1;
      if (isNew) this.#files.set(file, number);
    }
    return `${number}:${line}:${offset}:${length}`;
  }
}

/** 96 bits tell lines apart. */
function shortHash(sha256: string): string {
  return sha256.slice(0, 24);
}
