import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import { COLUMNS_2013, headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { AT_BEGINNING, readLog, tinySizes } from '../support/read-log.ts';
import type { ReadChanges, ReadLog } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');
const START = { ...AT_BEGINNING, layout: msgtrk.initialLayout };
const HEADER = COLUMNS_2013.join(',').replaceAll('-', '_').replace('date_time', 'date_time_utc');

const read = (text: string, changes: ReadChanges = {}): Promise<ReadLog> =>
  readLog(temp.at('one.csv'), Buffer.from(text, encodingOf(changes)), {
    start: START,
    format: 'msgtrk',
    server: 'Exchange Online',
    ...changes,
  });

function encodingOf({ encoding }: ReadChanges): BufferEncoding {
  return encoding === 'utf-16le' ? 'utf16le' : 'utf8';
}

const line = (subject: string): string => lineMsgtrk({ 'message-subject': subject }, COLUMNS_2013);
/** Each line end within a subject stands for a quoted field of several lines. */
const file = (...lines: readonly string[]): string =>
  [HEADER, ...lines].map((each) => `${each}\r\n`).join('');
const STRAY = line('Status').replace('Status', '"Status');
const MANY = 'more\r\n'.repeat(25);

describe('line ends within quotes', () => {
  test.each<[string, string[], object]>([
    ['join lines', ['plain', 'two,\r\nlines', 'last'], { lines: 5, events: 3, continuations: 1 }],
    ['may be several, one empty', ['a,\r\n\r\nb'], { lines: 4, events: 1, continuations: 2 }],
    ['may end a subject', ['a,b\r\n', 'c'], { lines: 4, events: 2, continuations: 1 }],
    ['may be a line feed alone', ['a,\nb'], { lines: 3, events: 1, continuations: 1 }],
    ['may hold what looks like a header', ['a,\r\n#b'], { lines: 3, events: 1, continuations: 1 }],
  ])('%s', async (_name, subjects, counts) => {
    const text = file(...subjects.map(line));
    for (const encoding of ['utf-8', 'utf-16le'] as const) {
      const { events, rejects, checkpoints } = await read(text, { encoding });
      expect(rejects).toEqual([]);
      expect(checkpoints.at(-1)?.counts).toEqual({
        directives: 1,
        blank: 0,
        rejects: 0,
        ...counts,
      });
      const bytes = Buffer.from(text, encodingOf({ encoding }));
      const cut = events.map(({ offset, length }) =>
        bytes.subarray(offset, offset + length).toString(encodingOf({ encoding })),
      );
      expect(cut).toEqual(subjects.map((subject) => `${line(subject)}\r\n`));
    }
  });

  test.each<[string, string[], [number, string][]]>([
    ['before whole lines', [STRAY, line('b'), line('c, d')], [[2, 'bad-quotes']]],
    ['at the end', [line('b'), STRAY], [[3, 'bad-quotes']]],
    [
      'before another stray one',
      [STRAY, STRAY, line('b')],
      [
        [2, 'bad-quotes'],
        [3, 'bad-quotes'],
      ],
    ],
    [
      'within a field',
      [line('b').replace('Status', 'x'), line('y').replace('y', 'y"')],
      [[3, 'bad-quotes']],
    ],
    ['before a record of two lines', [STRAY, line('a,\r\nb')], [[2, 'bad-quotes']]],
  ])('a stray quote %s costs its own line alone', async (_name, lines, expected) => {
    const { rejects } = await read(file(...lines));
    expect(rejects.map(({ line: at, code }) => [at, code])).toEqual(expected);
  });

  test('more lines than a field has are lines of their own', async () => {
    const { rejects, events } = await read(file(line(`a,\r\n${MANY}b`), line('c')));
    expect(rejects.map(({ line: at }) => at)).toEqual(Array.from({ length: 27 }, (_, n) => n + 2));
    expect(events).toHaveLength(1);
  });

  test('a closing quote too late, with another number of fields, joins nothing', async () => {
    const late = line('c').replace('c', 'c",');
    const { events, rejects } = await read(file(STRAY, line('b'), late, line('d')));
    expect(rejects.map(({ line: at }) => at)).toEqual([2, 4]);
    expect(events.map(({ line: at }) => at)).toEqual([3, 5]);
  });

  test('the last record is shown without its line end, all lines of it', async () => {
    const text = file(line('a'), line('b,\r\nc')).slice(0, -2);
    const { events, lastLine, rejects, checkpoints } = await read(text);
    expect([events, rejects]).toMatchObject([[{ line: 2 }], []]);
    expect(lastLine?.events).toMatchObject([
      { line: 3, length: Buffer.byteLength(line('b,\r\nc')) },
    ]);
    expect(checkpoints.at(-1)?.counts).toMatchObject({ lines: 2, events: 1 });
  });
});

const some = fc.oneof(
  fc.constantFrom(
    line('a'),
    line('a, b'),
    line('a,\r\nb'),
    line('a,\n\n"b"'),
    STRAY,
    '',
    '"',
    'x"',
  ),
  fc.constantFrom(...headerMsgtrk(COLUMNS_2013)),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', '\u0422'), maxLength: 300 }),
  fc.nat({ max: 1500 }).map((length) => line(`"${'x'.repeat(length)}`)),
);

function content({ events, rejects, checkpoints, lastLine }: ReadLog) {
  const byPlace = events.toSorted((a, b) => a.line - b.line);
  const last = checkpoints.at(-1) ?? null;
  return { events: byPlace, rejects, lastLine, checkpoint: last?.offset === 0 ? null : last };
}

test.each(['utf-8', 'utf-16le'] as const)(
  'how %s bytes come does not show, and each line is counted once',
  async (encoding) => {
    const maxLine = 1400;
    const whole = { firstBatch: 65_536, buffer: 65_536, maxLine, block: 65_536 };
    const texts = fc.tuple(fc.array(some, { maxLength: 8 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(texts, tinySizes(maxLine), async ([lines, isCut], sizes) => {
        const text = file(...lines).slice(0, isCut ? -4 : undefined);
        const once = await read(text, { encoding, sizes: whole });
        expect(content(await read(text, { encoding, sizes }))).toEqual(content(once));
        const { counts } = once.checkpoints.at(-1) ?? { counts: AT_BEGINNING.counts };
        const { lines: all, events, directives, blank, continuations, rejects } = counts;
        expect(events + directives + blank + continuations + rejects).toBe(all);
        const { offset = 0 } = once.checkpoints.at(-1) ?? {};
        const taken = Buffer.from(text, encodingOf({ encoding })).subarray(0, offset);
        expect(all).toBe(taken.toString(encodingOf({ encoding })).split('\n').length - 1);
      }),
      { numRuns: 150 },
    );
  },
);
