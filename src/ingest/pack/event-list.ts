import type { Arena } from './arena.ts';
import type { EventColumns } from './packed-batch.ts';

/** One event's numbers; -1: none. */
export interface EventRow {
  line: number;
  offset: number;
  length: number;
  at: number;
  code: number;
  message: number;
  recipient: number;
  server: number;
  partner: number;
  client: number;
}

/** Enough for a batch of usual lines. */
const FIRST_EVENTS = 32_768;
const INTS = 9;
/** The part that holds the group. */
const GROUP = 8;
const DOUBLES = 2;

/** Events of one batch as they come; gives them ordered by message. */
export class EventList {
  #ints = new Int32Array(FIRST_EVENTS * INTS);
  #doubles = new Float64Array(FIRST_EVENTS * DOUBLES);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `group` counts messages of the batch from 0, in order of their first event; -1 for an event without one. */
  add(row: EventRow, group: number): void {
    if ((this.#count + 1) * INTS > this.#ints.length) this.#grow();
    const ints = this.#ints;
    const i = this.#count * INTS;
    ints[i] = row.line;
    ints[i + 1] = row.length;
    ints[i + 2] = row.code;
    ints[i + 3] = row.message;
    ints[i + 4] = row.recipient;
    ints[i + 5] = row.server;
    ints[i + 6] = row.partner;
    ints[i + 7] = row.client;
    ints[i + GROUP] = group;
    this.#doubles[this.#count * DOUBLES] = row.offset;
    this.#doubles[this.#count * DOUBLES + 1] = row.at;
    this.#count += 1;
  }

  /** What its columns need. */
  bytes(): number {
    return this.#count * COLUMN_BYTES + 11 * 8;
  }

  /** `groups` is how many messages there are. Empties the list. */
  take(groups: number, arena: Arena): EventColumns {
    const columns = emptyColumns(this.#count, arena);
    const places = this.#placesByGroup(groups);
    const { line, length, code, message, recipient, server, partner, client } = columns;
    const ints = [line, length, code, message, recipient, server, partner, client];
    for (const [part, column] of ints.entries()) this.#copyInts(column, part, places);
    for (const [part, column] of [columns.offset, columns.at].entries())
      this.#copyDoubles(column, part, places);
    this.#count = 0;
    return columns;
  }

  /** Where each event goes: counted by message, so that those of one keep their order. */
  #placesByGroup(groups: number): Int32Array {
    const starts = new Int32Array(groups + 2);
    for (let i = 0; i < this.#count; i++) {
      const group = (this.#ints[i * INTS + GROUP] ?? 0) + 2;
      starts[group] = (starts[group] ?? 0) + 1;
    }
    for (let group = 1; group < starts.length; group++)
      starts[group] = (starts[group] ?? 0) + (starts[group - 1] ?? 0);
    const places = new Int32Array(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const group = (this.#ints[i * INTS + GROUP] ?? 0) + 1;
      const place = starts[group] ?? 0;
      starts[group] = place + 1;
      places[i] = place;
    }
    return places;
  }

  #copyInts(to: Int32Array, part: number, places: Int32Array): void {
    for (let i = 0; i < this.#count; i++) to[places[i] ?? 0] = this.#ints[i * INTS + part] ?? 0;
  }

  #copyDoubles(to: Float64Array, part: number, places: Int32Array): void {
    for (let i = 0; i < this.#count; i++)
      to[places[i] ?? 0] = this.#doubles[i * DOUBLES + part] ?? 0;
  }

  #grow(): void {
    const ints = new Int32Array(this.#ints.length * 2);
    const doubles = new Float64Array(this.#doubles.length * 2);
    ints.set(this.#ints);
    doubles.set(this.#doubles);
    this.#ints = ints;
    this.#doubles = doubles;
  }
}

/** Eight numbers of 32 bits and two of 64. */
const COLUMN_BYTES = 8 * 4 + 2 * 8;

function emptyColumns(count: number, arena: Arena): EventColumns {
  return {
    count,
    line: arena.ints(count),
    offset: arena.doubles(count),
    length: arena.ints(count),
    at: arena.doubles(count),
    code: arena.ints(count),
    message: arena.ints(count),
    recipient: arena.ints(count),
    server: arena.ints(count),
    partner: arena.ints(count),
    client: arena.ints(count),
  };
}
