import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventColumns } from '../../src/ingest/pack/packed-batch.ts';
import { eventsOfRun, RUN_EVENTS, RunEncoder, timesOfRun } from '../../src/store/run-events.ts';
import type { RunColumns, RunEvent } from '../../src/store/run-events.ts';
import { memoryDb } from '../support/ingest.ts';

/** Ids in the database lie beside the numbers of the batch, which begin at 0. */
const BEYOND = 2 ** 33;

const encoder = new RunEncoder({
  message: (number) => number,
  server: (number) => number,
  recipient: (number) => number + BEYOND,
  host: (number) => number + 1,
});

const int = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const number = fc.oneof(fc.constant(-1), fc.nat(20), fc.integer({ min: 0, max: 2 ** 31 - 2 }));
const at = fc.oneof(
  fc.nat(100).map((seconds) => Date.UTC(2004, 1, 18) + seconds * 1000),
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
);

const packedEvent = fc.record({
  line: int,
  offset: fc.oneof(fc.nat(), fc.integer({ min: 0, max: 2 ** 50 })),
  length: int,
  at,
  code: fc.oneof(fc.integer({ min: 1010, max: 1042 }), fc.integer()),
  recipient: number,
  partner: number,
  client: number,
});

type PackedEvent = typeof packedEvent extends fc.Arbitrary<infer T> ? T : never;

function columnsOf(events: readonly PackedEvent[]): EventColumns {
  const ints = (key: keyof PackedEvent) => Int32Array.from(events, (event) => event[key]);
  const doubles = (key: keyof PackedEvent) => Float64Array.from(events, (event) => event[key]);
  return {
    count: events.length,
    line: ints('line'),
    offset: doubles('offset'),
    length: ints('length'),
    at: doubles('at'),
    code: ints('code'),
    message: new Int32Array(events.length),
    recipient: ints('recipient'),
    server: new Int32Array(events.length),
    partner: ints('partner'),
    client: ints('client'),
  };
}

function runOf(events: readonly PackedEvent[]): RunColumns {
  const [first] = events;
  return {
    first_line: first?.line ?? 0,
    first_offset: first?.offset ?? 0,
    first_at: first?.at ?? 0,
    events: encoder.encode(columnsOf(events), 0, events.length),
  };
}

const storedEvent = (event: PackedEvent): RunEvent => ({
  ...event,
  recipient: event.recipient < 0 ? 0 : event.recipient + BEYOND,
  partner: event.partner + 1,
  client: event.client + 1,
});

const packedRun = fc.array(packedEvent, { minLength: 1, maxLength: 20 });

test('a run gives back the events that were written to it', () => {
  fc.assert(
    fc.property(packedRun, (events) => {
      const run = runOf(events);
      expect(eventsOfRun(run)).toEqual(events.map(storedEvent));
      expect(timesOfRun(run)).toEqual(events.map((event) => event.at));
    }),
  );
});

test('SQL reads the same events', async () => {
  const db = await memoryDb();
  const put = db.prepare(`
    insert into event_run (message_id, source_id, server_id, first_line, first_offset, first_at, events)
    values (1, 2, 3, @first_line, @first_offset, @first_at, @events)`);
  const read = db.prepare<[], RunEvent>(`
    select line, offset, length, at, code, coalesce(recipient_id, 0) as recipient,
      coalesce(partner_id, 0) as partner, coalesce(client_id, 0) as client
    from ${RUN_EVENTS}`);
  fc.assert(
    fc.property(packedRun, (events) => {
      db.exec('delete from event_run');
      put.run(runOf(events));
      expect(read.all()).toEqual(events.map(storedEvent));
    }),
  );
});

test('a run is short, and longer than any buffer where it has to be', () => {
  const event = { line: 5120, offset: 1_489_220, length: 291, at: 0, code: 1019 };
  const short = { ...event, recipient: -1, partner: 3, client: -1 };
  expect(runOf([short, { ...short, line: 5121, partner: -1, at: -1000 }]).events).toBe(
    '[[0,0,291,0,1019,0,4],[1,0,291,-1000,1019]]',
  );
  const long = Array.from({ length: 20_000 }, (_, line) => ({ ...short, line }));
  expect(eventsOfRun(runOf(long))).toEqual(long.map(storedEvent));
});
