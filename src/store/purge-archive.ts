import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { lineEndsOf } from '../ingest/encoding.ts';
import type { LineEnds, LogEncoding } from '../ingest/encoding.ts';
import type { Connection } from './open.ts';
import { eventsOfRun } from './run-events.ts';
import type { RunColumns } from './run-events.ts';

interface Block {
  readonly offset: number;
  readonly length: number;
  readonly data: Buffer;
}

/** A source of which some lines go: nothing stays of what lies before `end` but header lines and those that are listed. */
export interface CutSource {
  readonly id: number;
  /** Byte offset. */
  readonly end: number;
}

const UNITS: Readonly<Record<LogEncoding, { readonly blank: Buffer; readonly hash: Buffer }>> = {
  'utf-8': { blank: Buffer.from(' '), hash: Buffer.from('#') },
  'utf-16le': { blank: Buffer.from([0x20, 0]), hash: Buffer.from([0x23, 0]) },
  'utf-16be': { blank: Buffer.from([0, 0x20]), hash: Buffer.from([0, 0x23]) },
};

/**
 * Overwrites lines that are gone with spaces in what is kept of the bytes of their sources. Line ends and offsets stay as they are. To be called when the
 * events and rejects are removed.
 */
export function blankLines(db: Connection, sources: readonly CutSource[]): void {
  listKeptLines(db, sources);
  const page = db.prepare<[number, number, number], Block>(
    `select offset, length, data from archive_block
     where source_id = ? and offset > ? and offset < ? order by offset limit 1`,
  );
  const update = db.prepare<[Buffer, number, number]>(
    'update archive_block set data = ? where source_id = ? and offset = ?',
  );
  const encodingOf = db
    .prepare<[number], LogEncoding>('select encoding from source where id = ?')
    .pluck();
  // Of those that begin before the block only the last one can reach into it.
  const kept = db.prepare<{ id: number; from: number; to: number }, Range>(
    `select offset, length from kept_line
     where source_id = @id and offset < @to and offset >= coalesce(
       (select max(offset) from kept_line where source_id = @id and offset <= @from), @from)
     order by offset`,
  );
  for (const { id, end } of sources) {
    const blanker = createBlanker(encodingOf.get(id) ?? 'utf-8', end);
    for (let last = -1; ;) {
      const block = page.get(id, last, end);
      if (block === undefined) break;
      last = block.offset;
      const bytes = brotliDecompressSync(block.data);
      const lines = kept.all({ id, from: block.offset, to: block.offset + block.length });
      if (blanker(bytes, block.offset, lines)) update.run(compress(bytes), id, block.offset);
    }
  }
  db.exec('drop table kept_line');
}

/** In the temporary table `kept_line`: where lines of these sources lie that stay, or records of several lines. */
function listKeptLines(db: Connection, sources: readonly CutSource[]): void {
  db.exec(`
    drop table if exists temp.kept_line;
    create temp table kept_line (
      source_id integer not null, offset integer not null, length integer not null, primary key (source_id, offset)
    ) without rowid`);
  const ids = JSON.stringify(sources.map(({ id }) => id));
  db.prepare(
    `insert or ignore into kept_line
     select source_id, offset, length from reject where source_id in (select value from json_each(?))`,
  ).run(ids);
  const ends = new Map(sources.map(({ id, end }) => [id, end]));
  const page = db.prepare<[number, string], RunColumns & { id: number; source: number }>(
    `select id, source_id as source, first_line, first_offset, first_at, events from event_run
     where id > ? and source_id in (select value from json_each(?)) order by id limit 2000`,
  );
  const put = db.prepare(
    'insert or ignore into kept_line (source_id, offset, length) values (?, ?, ?)',
  );
  for (let last = 0; ;) {
    const runs = page.all(last, ids);
    if (runs.length === 0) return;
    last = runs.at(-1)?.id ?? 0;
    for (const run of runs)
      for (const { offset, length } of eventsOfRun(run))
        if (offset < (ends.get(run.source) ?? 0)) put.run(run.source, offset, length);
  }
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

/**
 * Takes blocks of a source in order, as a line may go on in the next one, with the ranges that stay and begin or go on in it; says whether it
 * changed any byte.
 */
function createBlanker(
  encoding: LogEncoding,
  end: number,
): (bytes: Buffer, offset: number, kept: readonly Range[]) => boolean {
  const ends = lineEndsOf(encoding);
  const { blank, hash } = UNITS[encoding];
  let goesOn = false;
  let stays = false;

  return (bytes, offset, kept) => {
    const before = Buffer.from(bytes);
    let place = 0;
    const isKept = (at: number): boolean => {
      for (let range = kept[place]; range !== undefined; range = kept[++place])
        if (at < range.offset + range.length) return at >= range.offset;
      return false;
    };
    for (let from = 0; from < bytes.length && offset + from < end;) {
      const next = ends.next(bytes, from);
      const to = next === 0 ? bytes.length : next;
      const text = offset + from === 0 ? markLength(bytes) : from;
      if (!goesOn)
        stays = isKept(offset + from) || hash.equals(bytes.subarray(text, text + hash.length));
      if (!stays) bytes.fill(blank, text, contentEnd(bytes, text, to, ends));
      goesOn = next === 0;
      from = to;
    }
    return !before.equals(bytes);
  };
}

/** Where the content of a line ends, before its line end. */
function contentEnd(bytes: Buffer, from: number, to: number, { unit }: LineEnds): number {
  let end = to;
  for (let at = to - unit; at >= from; at -= unit) {
    const code = unit === 1 ? bytes[at] : (bytes[at] ?? 0) + (bytes[at + 1] ?? 0);
    const isEnd = code === 0x0a || code === 0x0d;
    if (!isEnd || (unit === 2 && bytes[at] !== 0 && bytes[at + 1] !== 0)) break;
    end = at;
  }
  return end;
}

/** Bytes of a byte order mark. */
function markLength(bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  const isMark16 = bytes.length > 1 && (bytes[0] ?? 0) + (bytes[1] ?? 0) === 0xfe + 0xff;
  return isMark16 && (bytes[0] ?? 0) >= 0xfe ? 2 : 0;
}

function compress(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 1,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
