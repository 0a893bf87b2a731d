import { createHash } from 'node:crypto';
import { errorMessage } from '../../model/errors.ts';
import type { VerifyProgress } from '../../model/verify-report.ts';
import type { Bag } from './bag.ts';
import { unreadable } from './bag.ts';
import { jsonRow } from './json-row.ts';
import { LineIndex } from './line-index.ts';
import { parseProvenanceRow } from './provenance-row.ts';
import type { ProvenanceRow, RowBytes } from './provenance-row.ts';
import { ForwardReader, linesOf } from './read-bytes.ts';
import { SourceList } from './source-list.ts';

export const PROVENANCE = 'data/provenance.jsonl';
const RAW = 'data/raw/';

/** What provenance.jsonl tells. */
export interface Provenance {
  /** Rows that could be read. */
  lines: number;
  /** Rows whose bytes were read under raw/. */
  linesInRaw: number;
  /** Rows whose bytes nobody has any more. */
  linesWithoutBytes: number;
  readonly sources: SourceList;
  readonly index: LineIndex;
}

/** A part under raw/ while its rows are read, in order. */
interface OpenPart {
  readonly path: string;
  /** Null where the part is not there or cannot be read. */
  reader: ForwardReader | null;
  readonly size: number;
  /** Where the next row has to begin. */
  next: number;
  /** The row before, of the same log. */
  last: ProvenanceRow | null;
}

/** Compares each row of provenance.jsonl with its bytes under raw/, and tells bytes there that no row covers. */
export async function checkProvenance(
  bag: Bag,
  isRedacted: boolean,
  onProgress: (progress: VerifyProgress) => void,
): Promise<Provenance> {
  const provenance: Provenance = {
    lines: 0,
    linesInRaw: 0,
    linesWithoutBytes: 0,
    sources: new SourceList(),
    index: new LineIndex(),
  };
  const check = new PartCheck(bag, isRedacted, provenance);
  await eachRow(bag, async (row, line, at, total) => {
    provenance.lines += 1;
    provenance.sources.add(row);
    provenance.index.add(row);
    if (row.bytes === null) provenance.linesWithoutBytes += 1;
    else await check.row(row, row.bytes, line);
    onProgress({ bytes: at, totalBytes: total, what: PROVENANCE });
  });
  await check.finish();
  return provenance;
}

/** Hands each readable row on; the others are told. */
async function eachRow(
  { reader, findings }: Bag,
  take: (row: ProvenanceRow, line: number, at: number, total: number) => Promise<void>,
): Promise<void> {
  const total = reader.files.get(PROVENANCE);
  if (total === undefined) return;
  let at = 0;
  try {
    for await (const { number, bytes, isEnded, isTooLong } of linesOf(
      await reader.open(PROVENANCE),
    )) {
      at += bytes.length + 1;
      const json = jsonRow(bytes);
      const row = json === null ? rowFault(isTooLong) : parseProvenanceRow(json);
      if (typeof row === 'string') findings.fail('provenance-bad-row', PROVENANCE, row, number);
      else await take(row, number, at, total);
      if (!isEnded)
        findings.fail('provenance-bad-row', PROVENANCE, 'the last line has no line end', number);
    }
  } catch (error) {
    findings.fail(unreadable(reader), PROVENANCE, errorMessage(error));
  }
}

function rowFault(isTooLong: boolean): string {
  return isTooLong ? 'the line is too long' : 'the line is not a JSON object';
}

/** Rows for `verify --logs`, read once more; what is wrong with them was told. */
export async function* rowsAgain(bag: Bag): AsyncGenerator<{ row: ProvenanceRow; line: number }> {
  for await (const { number, bytes } of linesOf(await bag.reader.open(PROVENANCE))) {
    const json = jsonRow(bytes);
    const row = json === null ? '' : parseProvenanceRow(json);
    if (typeof row !== 'string') yield { row, line: number };
  }
}

class PartCheck {
  readonly #bag: Bag;
  readonly #isRedacted: boolean;
  readonly #provenance: Provenance;
  readonly #seen = new Set<string>();
  #part: OpenPart | null = null;

  constructor(bag: Bag, isRedacted: boolean, provenance: Provenance) {
    this.#bag = bag;
    this.#isRedacted = isRedacted;
    this.#provenance = provenance;
  }

  async row(row: ProvenanceRow, bytes: RowBytes, line: number): Promise<void> {
    const part = await this.#partOf(bytes.raw, line);
    this.#checkPlace(part, row, bytes, line);
    this.#checkSource(part, row, line);
    part.last = row;
    if (part.reader === null) return;
    if (bytes.rawOffset < part.next) return;
    // What was told as out of range must not make all later rows wrong too.
    if (bytes.rawOffset + bytes.rawLength > part.size) return;
    if (bytes.rawOffset > part.next) this.#tellUncovered(part, bytes.rawOffset);
    part.next = bytes.rawOffset + bytes.rawLength;
    await this.#compare(part, part.reader, bytes, line);
  }

  /** Ends the last part, and tells parts that no row names. */
  async finish(): Promise<void> {
    await this.#close();
    for (const [path, size] of this.#bag.reader.files)
      if (path.startsWith(RAW) && !this.#seen.has(path))
        this.#bag.findings.fail('provenance-not-covered', path, `no row is of its ${size} bytes`);
  }

  async #partOf(raw: string, line: number): Promise<OpenPart> {
    if (this.#part?.path === raw) return this.#part;
    const last = this.#part?.path;
    await this.#close();
    if (last !== undefined && raw < last)
      this.#fail('provenance-order', `a row of ${raw} stands after rows of ${last}`, line);
    // Of a part that comes again only the places are checked: its bytes cannot be read backwards.
    const again = this.#seen.has(raw);
    this.#seen.add(raw);
    const part: OpenPart = {
      path: raw,
      reader: null,
      size: this.#bag.reader.files.get(raw) ?? 0,
      next: 0,
      last: null,
    };
    if (!this.#bag.reader.files.has(raw)) {
      if (!again)
        this.#fail(
          'provenance-no-part',
          `${raw} is not in the bag: its rows cannot be compared`,
          line,
        );
    } else if (!again) part.reader = await this.#open(raw);
    this.#part = part;
    return part;
  }

  async #open(raw: string): Promise<ForwardReader | null> {
    try {
      return new ForwardReader(await this.#bag.reader.open(raw));
    } catch {
      // That it cannot be read was told with the checksums.
      return null;
    }
  }

  async #close(): Promise<void> {
    const part = this.#part;
    this.#part = null;
    if (part?.reader == null) return;
    await part.reader.close();
    if (part.next < part.size) this.#tellUncovered(part, part.size);
  }

  #tellUncovered(part: OpenPart, until: number): void {
    this.#bag.findings.fail(
      'provenance-not-covered',
      part.path,
      `no row is of its bytes ${part.next} to ${until - 1}`,
    );
  }

  #checkPlace(part: OpenPart, row: ProvenanceRow, bytes: RowBytes, line: number): void {
    if (bytes.rawOffset < part.next)
      this.#fail(
        'provenance-order',
        `the row begins at ${bytes.rawOffset} of ${part.path}, the rows before it go up to ${part.next}`,
        line,
      );
    if (!this.#isRedacted && bytes.rawLength !== row.length)
      this.#fail(
        'provenance-bad-row',
        `rawLength is ${bytes.rawLength}, length ${row.length}`,
        line,
      );
    if (row.offset + row.length > row.sourceSize)
      this.#fail(
        'provenance-out-of-range',
        `the line ends at ${row.offset + row.length}, its log had ${row.sourceSize} bytes`,
        line,
      );
    if (part.reader !== null && bytes.rawOffset + bytes.rawLength > part.size)
      this.#fail(
        'provenance-out-of-range',
        `the row ends at ${bytes.rawOffset + bytes.rawLength}, ${part.path} has ${part.size} bytes`,
        line,
      );
  }

  #checkSource(part: OpenPart, row: ProvenanceRow, line: number): void {
    const { last } = part;
    if (last === null) return;
    const keys = ['file', 'server', 'sourceSha256', 'sourceSize', 'encoding'] as const;
    const other = keys.find((key) => row[key] !== last[key]);
    if (other !== undefined)
      this.#fail('provenance-mixed-sources', `rows of ${part.path} have another ${other}`, line);
    else if (row.offset < last.offset + last.length || row.line <= last.line)
      this.#fail(
        'provenance-order',
        `line ${row.line} of the log at ${row.offset} stands after line ${last.line}, which ends at ${last.offset + last.length}`,
        line,
      );
  }

  async #compare(
    part: OpenPart,
    reader: ForwardReader,
    bytes: RowBytes,
    line: number,
  ): Promise<void> {
    const hash = createHash('sha256');
    let read: number;
    try {
      read = await reader.read(bytes.rawOffset, bytes.rawLength, (piece) => hash.update(piece));
    } catch {
      part.reader = null;
      return;
    }
    if (read < bytes.rawLength) return;
    this.#provenance.linesInRaw += 1;
    const actual = hash.digest('hex');
    if (actual !== bytes.lineSha256)
      this.#fail(
        'provenance-bytes-differ',
        `bytes ${bytes.rawOffset} to ${bytes.rawOffset + bytes.rawLength - 1} of ${part.path} have SHA-256 ${actual}, the row says ${bytes.lineSha256}`,
        line,
      );
  }

  #fail(code: Parameters<Bag['findings']['fail']>[0], detail: string, line: number): void {
    this.#bag.findings.fail(code, PROVENANCE, detail, line);
  }
}
