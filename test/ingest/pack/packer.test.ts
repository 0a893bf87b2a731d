import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange2003 } from '../../../src/formats/exchange2003.ts';
import type { LogFormat } from '../../../src/formats/format.ts';
import { msgtrk } from '../../../src/formats/msgtrk.ts';
import { createArenaPool } from '../../../src/ingest/pack/arena.ts';
import type { ArenaPool } from '../../../src/ingest/pack/arena.ts';
import type { PackedLines } from '../../../src/ingest/pack/packed-batch.ts';
import { Packer } from '../../../src/ingest/pack/packer.ts';
import type { PackerSource } from '../../../src/ingest/pack/packer.ts';
import { bufferOn } from '../../../src/ingest/raw-pool.ts';
import { foldHop } from '../../../src/lifecycle/hop.ts';
import type { HopEvent } from '../../../src/lifecycle/hop.ts';
import { foldAddress, plainAddress } from '../../../src/model/fold-names.ts';
import type { LineAddress, LogEvent } from '../../../src/model/log-event.ts';
import { eventOfBytes, eventsOfBytes } from '../../support/byte-line.ts';
import { eventWith } from '../../support/events.ts';
import { inKernel, kernelHere } from '../../support/kernel-bytes.ts';
import { SLOTS } from '../../support/life.ts';
import { oddLogs } from '../../support/odd-lines.ts';
import { oddMsgtrkLogs } from '../../support/odd-msgtrk-lines.ts';
import type { OddLog } from '../../support/odd-lines.ts';
import { createUnpacker } from '../../support/unpack.ts';

const SEED = 7;
const SOURCE: PackerSource = { server: null, keepSubject: true, day: null };

const sources: fc.Arbitrary<PackerSource> = fc.record({
  server: fc.constantFrom(null, 'EXCH01', 'exch01', '\u00c9XCH'),
  keepSubject: fc.boolean(),
  day: fc.constantFrom(null, 12_466),
});

type ByteAdder = (bytes: Buffer, address: LineAddress, addsBytes: boolean) => void;

/** Adds each line that the byte decoder takes: as bytes, or as the event that they are. */
function adderOf(
  packer: Packer,
  { layout }: OddLog,
  source: PackerSource,
  format: LogFormat,
): ByteAdder {
  const decoder = format.byteDecoder?.(layout);
  return (bytes, address, addsBytes) => {
    decoder?.read(bytes, address.offset);
    if (decoder?.found.taken !== true) return;
    const events = eventsOfBytes(bytes, decoder.line);
    const server = events[0]?.server ?? source.server;
    const isAdded = addsBytes ? packer.addBytes(bytes, decoder.line, address) : server !== null;
    if (!addsBytes && server !== null)
      for (const event of events) packer.addEvent({ ...event, server }, address);
    expect(isAdded).toBe(server !== null);
  };
}

function addLines(
  packer: Packer,
  log: OddLog,
  source: PackerSource,
  ways: readonly boolean[],
  format: LogFormat = exchange2003,
  place: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Buffer {
  const bytes = place(Buffer.concat(log.lines));
  packer.begin(source);
  const add = adderOf(packer, log, source, format);
  let offset = 0;
  for (const [index, { length }] of log.lines.entries()) {
    add(bytes, { line: index + 1, offset, length }, ways[index % ways.length] ?? false);
    offset += length;
  }
  return bytes;
}

describe('lines are packed alike', () => {
  const kinds = [
    { format: exchange2003, all: oddLogs },
    { format: msgtrk, all: oddMsgtrkLogs },
  ];
  const places = [
    { where: 'anywhere', found: () => null, place: undefined },
    {
      where: 'in the memory of the kernel',
      found: kernelHere,
      place: (bytes: Buffer) => bufferOn(inKernel(bytes)),
    },
  ];
  const cases = kinds.flatMap((kind) => places.map((one) => ({ ...kind, ...one })));

  test.each(cases)('as bytes and as events, name for name: $format.name, $where', (given) => {
    const { format, all, found, place } = given;
    const one = new Packer(SEED, createArenaPool(), found());
    const other = new Packer(SEED);
    const [unpackOne, unpackOther] = [createUnpacker(), createUnpacker()];
    fc.assert(
      fc.property(
        fc.array(all, { maxLength: 4 }),
        sources,
        fc.array(fc.boolean(), { minLength: 1 }),
        (logs, source, ways) => {
          one.forget();
          other.forget();
          for (const log of logs) {
            const bytes = addLines(one, log, source, ways, format, place);
            addLines(other, log, source, [false], format);
            expect(one.count()).toBe(other.count());
            expect(unpackOne(one.take(bytes))).toEqual(unpackOther(other.take(bytes)));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('say what the lines said', () => {
    const packer = new Packer(SEED);
    const unpack = createUnpacker();
    fc.assert(
      fc.property(oddLogs, sources, (log, source) => {
        packer.forget();
        const bytes = addLines(packer, log, source, [true]);
        const decoder = exchange2003.byteDecoder?.(log.layout);
        for (const row of unpack(packer.take(bytes)).events) {
          decoder?.read(bytes, row.offset);
          const said = decoder && eventOfBytes(bytes, decoder.line);
          expect([row.at, row.code, row.partner, row.client, ...foldedNames(row)]).toEqual([
            said?.at,
            said?.code,
            said?.partner,
            said?.clientHost,
            ...foldedNames(saidNames(said, source)),
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

interface NamesOfLine {
  readonly recipient: string | null | undefined;
  readonly server: string | null | undefined;
}

/** What is told has been undressed once: `<<a>>` is `<a>`. */
function saidNames(said: LogEvent | null | undefined, source: PackerSource): NamesOfLine {
  return { recipient: plainAddress(said?.recipient ?? ''), server: said?.server ?? source.server };
}

function foldedNames({ recipient, server }: NamesOfLine): (string | undefined)[] {
  return [foldAddress(recipient ?? ''), server?.toLowerCase()];
}

const at = { line: 1, offset: 0, length: 10 };

function packed(packer: Packer, ...events: readonly LogEvent[]): PackedLines {
  packer.begin(SOURCE);
  for (const [index, one] of events.entries()) packer.addEvent(one, { ...at, line: index + 1 });
  return packer.take(Buffer.alloc(0));
}

test('an event of no message has no hop and no facts, but counts for its server', () => {
  const nobody = eventWith({ messageId: null, linkedMessageId: 'other@x' });
  const lines = createUnpacker()(packed(new Packer(SEED), nobody));
  expect(lines).toMatchObject({
    events: [{ message: null, recipient: 'ann@corp.example' }],
    hops: [],
    facts: [],
    links: [],
    hours: [{ server: 'EXCH01', events: 1 }],
    serverName: 'EXCH01',
  });
});

test('linked messages come in pairs, once for each line', () => {
  const linked = eventWith({ linkedMessageId: 'C=US;L=X' });
  const { links, facts } = createUnpacker()(packed(new Packer(SEED), linked, eventWith(), linked));
  expect(links).toEqual([
    ['one@corp.example', 'C=US;L=X'],
    ['one@corp.example', 'C=US;L=X'],
  ]);
  expect(facts).toHaveLength(1);
});

test('the server of the first event is told, of each batch anew', () => {
  const packer = new Packer(SEED);
  const unpack = createUnpacker();
  const servers = [['B', 'A'], ['A'], []].map(
    (names) => unpack(packed(packer, ...names.map((server) => eventWith({ server })))).firstServer,
  );
  expect(servers).toEqual(['B', 'A', null]);
});

test('hops of a batch are those of its lines, whatever came before', () => {
  const packer = new Packer(SEED);
  const unpack = createUnpacker();
  const codes = fc.array(fc.constantFrom(1019, 1024, 1031, 1034, 1020, 1032, 1077), {
    minLength: 1,
  });
  const partner = fc.constantFrom(null, 'SMTP', 'mx.partner.example', 'EXCH02');
  fc.assert(
    fc.property(codes, partner, (list, named) => {
      const events = list.map((code) => eventWith({ code, partner: named }));
      const { hops } = unpack(packed(packer, ...events));
      const said = events.map(({ at: time, code, clientHost }, index): HopEvent => ({
        mark: { at: time, slot: 0, line: index + 1, code },
        partner: named,
        clientHost,
      }));
      expect(hops.map(({ hop }) => hop)).toEqual([foldHop(said, SLOTS)]);
    }),
  );
});

test('columns fit the memory that is asked for', () => {
  let asked = 0;
  const pool = createArenaPool();
  const counting: ArenaPool = {
    ...pool,
    get(bytes) {
      asked = bytes;
      return pool.get(bytes);
    },
  };
  const packer = new Packer(SEED, counting);
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (count, messages) => {
      const events = Array.from({ length: count }, (_, i) =>
        eventWith({ messageId: `${i % messages}@x`, recipient: `${i}@y` }),
      );
      const { events: rows, facts, hops, hopCounts, memory } = packed(packer, ...events);
      const columns = [...Object.values(rows), ...Object.values(facts), hops, hopCounts];
      const ends = columns.map((column: unknown) =>
        ArrayBuffer.isView(column) ? column.byteOffset + column.byteLength : 0,
      );
      expect(Math.max(...ends)).toBeLessThanOrEqual(asked);
      pool.putBack(memory);
    }),
  );
});
