import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { NO_ARCHIVE } from '../../src/ingest/archiver.ts';
import { createPump, NO_LINES } from '../../src/ingest/pump.ts';
import type { PumpOptions, PumpStart } from '../../src/ingest/pump.ts';
import type { Batch, Checkpoint, SourceEnd } from '../../src/ingest/sink.ts';
import { cuts, logBytes, portions } from '../support/chunks.ts';
import { HEADER_2003, line2003, log2003 } from '../support/log-2003.ts';

const OPTIONS: PumpOptions = {
  format: exchange2003,
  encoding: 'utf-8',
  server: null,
  keepSubject: true,
  archiver: NO_ARCHIVE,
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function atBeginning(): PumpStart {
  const hash = createHash('sha256');
  return { offset: 0, line: 1, layout: exchange2003.initialLayout, counts: NO_LINES, hash };
}

/** Where reading goes on after a checkpoint of these bytes. */
function after({ offset, line, layout, counts }: Checkpoint, bytes: Buffer): PumpStart {
  const hash = createHash('sha256').update(bytes.subarray(0, offset));
  return { offset, line, layout, counts, hash };
}

interface Pumped {
  readonly events: Batch['events'];
  readonly rejects: Batch['rejects'];
  readonly checkpoint: Checkpoint | null;
  readonly end: SourceEnd;
}

function pump(parts: readonly Buffer[], options = OPTIONS, start = atBeginning()): Pumped {
  const { push, end } = createPump(start, options);
  const batches = parts.map((part) => push(Buffer.from(part))).filter((batch) => batch !== null);
  return {
    events: batches.flatMap(({ events }) => events),
    rejects: batches.flatMap(({ rejects }) => rejects),
    checkpoint: batches.at(-1)?.checkpoint ?? null,
    end: end(),
  };
}

const line = fc.oneof(
  fc.constantFrom(
    line2003(),
    line2003({ server: '-' }),
    line2003({ date: '2004-2-31' }),
    ...HEADER_2003,
    '',
    '  ',
    '\t',
    'garbage',
    '#',
    '\0\0',
  ),
  fc.string(),
);
const log = fc.oneof(
  logBytes,
  fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 })
    .map((lines) => Buffer.from(lines.flat().join('').replace(/\n$/, ''))),
);

describe('any bytes', () => {
  test('add up: each line is one of five things', () => {
    fc.assert(
      fc.property(log, cuts, (bytes, places) => {
        const { events, rejects, checkpoint } = pump(portions(bytes, places));
        const { counts } = checkpoint ?? { counts: NO_LINES };
        expect(counts.lines).toBe(bytes.filter((byte) => byte === 0x0a).length);
        expect(counts.lines).toBe(
          counts.events + counts.directives + counts.blank + counts.continuations + counts.rejects,
        );
        expect([counts.events, counts.rejects]).toEqual([events.length, rejects.length]);
      }),
      { numRuns: 300 },
    );
  });

  test('are the same in any portions, and the checkpoint is before a line without its end', () => {
    fc.assert(
      fc.property(log, cuts, (bytes, places) => {
        const read = pump(portions(bytes, places));
        expect(read).toEqual(pump([bytes]));
        const offset = bytes.lastIndexOf(0x0a) + 1;
        expect(read.checkpoint?.offset ?? 0).toBe(offset);
        if (read.checkpoint !== null)
          expect(read.checkpoint.sha256).toBe(sha256(bytes.subarray(0, offset)));
        expect([read.end.sizeBytes, read.end.sha256]).toEqual([bytes.length, sha256(bytes)]);
      }),
      { numRuns: 300 },
    );
  });

  test('can be read on with from any checkpoint', () => {
    fc.assert(
      fc.property(log, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, place) => {
        const first = pump([bytes.subarray(0, Math.round(place * bytes.length))]);
        if (first.checkpoint === null) return;
        const rest = bytes.subarray(first.checkpoint.offset);
        const second = pump([rest], OPTIONS, after(first.checkpoint, bytes));
        const whole = pump([bytes]);
        expect([...first.events, ...second.events]).toEqual(whole.events);
        expect([...first.rejects, ...second.rejects]).toEqual(whole.rejects);
        expect(second.checkpoint ?? first.checkpoint).toEqual(whole.checkpoint);
        expect(second.end).toEqual(whole.end);
      }),
      { numRuns: 300 },
    );
  });
});

test('a line keeps its address in bytes', () => {
  const bytes = Buffer.from(log2003([{ subject: ' Gr\u00fc\u00dfe' }, 'garbage', {}]));
  const { events, rejects } = pump([bytes]);
  const cut = ({ offset, length }: { offset: number; length: number }): string =>
    bytes.subarray(offset, offset + length).toString();
  expect(events.map((event) => [event.line, cut(event)])).toEqual([
    [4, `${line2003({ subject: ' Gr\u00fc\u00dfe' })}\r\n`],
    [6, `${line2003()}\r\n`],
  ]);
  expect(rejects.map((reject) => [reject.line, cut(reject)])).toEqual([[5, 'garbage\r\n']]);
});

describe('a last line without its end', () => {
  test.each([
    ['is read where it can be', line2003(), 1],
    ['also with half of its line end', `${line2003()}\r`, 1],
    ['is left where it cannot', line2003().slice(0, 60), 0],
    ['is left where it is a header line', HEADER_2003[1] ?? '', 0],
    ['is left where it is blank', '  ', 0],
  ])('%s', (_name, last, count) => {
    const { events, rejects, checkpoint, end } = pump([Buffer.from(log2003([{}]) + last)]);
    expect([events.length, rejects.length, checkpoint?.counts.lines]).toEqual([1, 0, 4]);
    expect(end.lastLine === null ? 0 : 1).toBe(count);
    if (count === 1) expect(end.lastLine).toMatchObject({ line: 5, length: last.length });
  });
});

describe('the server', () => {
  const nameless = Buffer.from(log2003([{ server: '-' }, { server: 'EXCH02' }]));

  test('of a line that names none is the one that is given', () => {
    const { events } = pump([nameless], { ...OPTIONS, server: 'GIVEN' });
    expect(events.map(({ event }) => event.server)).toEqual(['GIVEN', 'EXCH02']);
  });

  test('cannot be guessed: such a line is set aside', () => {
    const { events, rejects } = pump([nameless]);
    expect(events.map(({ line: number }) => number)).toEqual([5]);
    expect(rejects).toMatchObject([{ line: 4, code: 'no-server' }]);
  });
});

test('subjects are left out where none are wanted', () => {
  const { events, end } = pump([Buffer.from(log2003([{}]) + line2003())], {
    ...OPTIONS,
    keepSubject: false,
  });
  expect([events[0]?.event.subject, end.lastLine?.event.subject]).toEqual([null, null]);
});

test('a line that is too long is one reject, whatever it begins with', () => {
  const { push } = createPump(atBeginning(), OPTIONS);
  const long = 17 * 1024 * 1024;
  const batch = push(
    Buffer.from(`${log2003([{}])}${'#'.padEnd(long)}\n${' '.repeat(long)}\n${line2003()}\n`),
  );
  expect(batch?.events.map((event) => event.line)).toEqual([4, 7]);
  expect(batch?.rejects.map(({ line: number, code }) => [number, code])).toEqual([
    [5, 'line-too-long'],
    [6, 'line-too-long'],
  ]);
});
