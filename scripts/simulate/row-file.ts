import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const CHUNK = 1 << 18;

/** A file of JSON rows, one a line. */
export class RowFile {
  rows = 0;
  private readonly fd: number | null;
  private chunk = '';

  /** Without a file it only counts. */
  constructor(file: string | null) {
    this.fd = file === null ? null : openSync(file, 'w');
  }

  put(row: object): void {
    this.rows++;
    if (this.fd === null) return;
    this.chunk += `${JSON.stringify(row)}\n`;
    if (this.chunk.length < CHUNK) return;
    writeSync(this.fd, this.chunk);
    this.chunk = '';
  }

  close(): void {
    if (this.fd === null) return;
    writeSync(this.fd, this.chunk);
    closeSync(this.fd);
  }
}

/** The rows of such a file; throws where one is not `is`. */
export function* readRows<T>(file: string, is: (value: unknown) => value is T): Generator<T> {
  const text = readFileSync(file, 'utf8');
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    if (to > from) {
      const row: unknown = JSON.parse(text.slice(from, to));
      if (!is(row)) throw new Error(`${file}: not such a record: ${text.slice(from, to)}`);
      yield row;
    }
    from = to + 1;
  }
}
