import type { EventColumns } from '../ingest/pack/packed-batch.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

/** A run's columns that tell its events. */
export interface RunColumns {
  readonly first_line: number;
  readonly first_offset: number;
  readonly first_at: number;
  /**
   * JSON, so that SQL and people can read it: a list for each event of what its line, offset and time are above those of the first
   * one, and its numbers: `[line, offset, length, at, code, recipient, partner, client]`. 0: none; zeros at the end are left out.
   */
  readonly events: string;
}

/** Names are numbers in their tables; 0: none. */
export interface RunEvent {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly at: number;
  readonly code: number;
  readonly recipient: number;
  readonly partner: number;
  readonly client: number;
}

export function eventsOfRun(run: RunColumns): RunEvent[] {
  const { first_line: firstLine, first_offset: firstOffset, first_at: firstAt } = run;
  return listsOf(run.events).map(
    ([line, offset, length, at, code, recipient = 0, partner = 0, client = 0]) => ({
      line: firstLine + line,
      offset: firstOffset + offset,
      length,
      at: firstAt + at,
      code,
      recipient,
      partner,
      client,
    }),
  );
}

/** The columns of a run that holds these events, one at least: what `eventsOfRun` reads. */
export function runOf(events: readonly RunEvent[]): RunColumns {
  const { line, offset, at } = events[0] ?? { line: 0, offset: 0, at: 0 };
  const lists = events.map((event) => {
    const names = [event.recipient, event.partner, event.client];
    const named = names.findLastIndex((name) => name !== 0) + 1;
    return [
      event.line - line,
      event.offset - offset,
      event.length,
      event.at - at,
      event.code,
      ...names.slice(0, named),
    ];
  });
  return { first_line: line, first_offset: offset, first_at: at, events: JSON.stringify(lists) };
}

/** The times of a run's events. */
export function timesOfRun(run: Pick<RunColumns, 'first_at' | 'events'>): number[] {
  return listsOf(run.events).map(([, , , at]) => run.first_at + at);
}

/** An event of a run as it is stored: zeros at the end may be left out. */
type EventNumbers = readonly [
  line: number,
  offset: number,
  length: number,
  at: number,
  code: number,
  recipient?: number,
  partner?: number,
  client?: number,
];

/** The numbers of a run's events as `RunColumns` has them, for who needs few of them. */
export function listsOf(events: string): readonly EventNumbers[] {
  const lists: EventNumbers[] = JSON.parse(events);
  return lists;
}

/**
 * The same as a table in SQL, a row for each event. The events need their run first anyway; a cross join would keep SQLite from beginning with
 * what a query joins them to.
 */
export const RUN_EVENTS = `(
  select event_run.id as run_id, event_run.message_id, event_run.source_id, event_run.server_id,
    event_run.first_line + (one.value ->> 0) as line, event_run.first_offset + (one.value ->> 1) as offset,
    one.value ->> 2 as length, event_run.first_at + (one.value ->> 3) as at, one.value ->> 4 as code,
    nullif(one.value ->> 5, 0) as recipient_id, nullif(one.value ->> 6, 0) as partner_id,
    nullif(one.value ->> 7, 0) as client_id
  from event_run join json_each(event_run.events) as one)`;

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const ZERO = 0x30;

/** More than eight numbers of any size and their brackets. */
const MAX_EVENT = 256;

/** The number of the last run that is stored; 0: none. */
export function lastRunOf(db: Connection): number {
  return db.prepare<[], number | null>('select max(id) from event_run').pluck().get() ?? 0;
}

/** Writes events of a batch as JSON of a run. Digits go straight into bytes: a text for each number would take as long as all other writing. */
export class RunEncoder {
  #bytes: Buffer = Buffer.alloc(65_536);
  readonly #numbers: BatchNumbers;

  constructor(numbers: BatchNumbers) {
    this.#numbers = numbers;
  }

  /** Those from `from` up to `to`. */
  encode(events: EventColumns, from: number, to: number): string {
    const firstLine = int(events.line, from);
    const firstOffset = double(events.offset, from);
    const firstAt = double(events.at, from);
    let bytes = this.#bytes;
    let end = 0;
    for (let i = from; i < to; i++) {
      if (end + MAX_EVENT > bytes.length) bytes = this.#grow();
      bytes[end] = i === from ? OPEN : COMMA;
      bytes[end + 1] = OPEN;
      end = putNumber(bytes, end + 2, int(events.line, i) - firstLine);
      end = putNext(bytes, end, double(events.offset, i) - firstOffset);
      end = putNext(bytes, end, int(events.length, i));
      end = putNext(bytes, end, double(events.at, i) - firstAt);
      end = putNext(bytes, end, int(events.code, i));
      end = this.#putNames(bytes, end, events, i);
      bytes[end] = CLOSE;
      end += 1;
    }
    bytes[end] = CLOSE;
    return bytes.toString('latin1', 0, end + 1);
  }

  #putNames(bytes: Buffer, at: number, events: EventColumns, i: number): number {
    const numbers = this.#numbers;
    const recipient = int(events.recipient, i);
    const partner = int(events.partner, i);
    const client = int(events.client, i);
    let end = at;
    if (recipient < 0 && partner < 0 && client < 0) return end;
    end = putNext(bytes, end, recipient < 0 ? 0 : numbers.recipient(recipient));
    if (partner < 0 && client < 0) return end;
    end = putNext(bytes, end, partner < 0 ? 0 : numbers.host(partner));
    return client < 0 ? end : putNext(bytes, end, numbers.host(client));
  }

  #grow(): Buffer {
    const larger = Buffer.alloc(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
    return larger;
  }
}

function int(column: Int32Array, i: number): number {
  return column[i] ?? 0;
}

function double(column: Float64Array, i: number): number {
  return column[i] ?? 0;
}

function putNext(bytes: Buffer, at: number, value: number): number {
  bytes[at] = COMMA;
  return putNumber(bytes, at + 1, value);
}

function putNumber(bytes: Buffer, at: number, value: number): number {
  const rest = value | 0;
  if (rest !== value || rest < 0) return at + bytes.write(String(value), at, 'latin1');
  if (rest < 10) {
    bytes[at] = ZERO + rest;
    return at + 1;
  }
  return putDigits(bytes, at + widthOf(rest), rest);
}

/** Up to `end`, from the last digit on. */
function putDigits(bytes: Buffer, end: number, value: number): number {
  let rest = value;
  for (let at = end - 1; rest > 0; at--) {
    const tens = (rest / 10) | 0;
    bytes[at] = ZERO + rest - tens * 10;
    rest = tens;
  }
  return end;
}

function widthOf(value: number): number {
  if (value < 10_000) return value < 100 ? 2 : value < 1000 ? 3 : 4;
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  if (value < 100_000_000) return value < 10_000_000 ? 7 : 8;
  return value < 1_000_000_000 ? 9 : 10;
}
