import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { COLUMNS_2003 } from '../../src/formats/exchange2003-columns.ts';
import { recogniseFormat } from '../../src/formats/index.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { eventOf } from '../support/decode.ts';
import { COLUMN_LINE, fields2003, line2003 } from '../support/log-2003.ts';

const letter = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...` "',;-#=\\a\u00e9\u20ac\u2028`.split('')) },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
/** Text of one field: no tab, line end or NUL, and none of what stands for "none". */
const word = fc
  .string({ unit: letter, minLength: 1 })
  .map((text) => text.replace(/[\t\r\n\0]/g, '').trim())
  .filter((text) => text !== '' && text !== '-');

test('fields are the same as csv-parse finds them', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 21, maxLength: 21 }), (words) => {
      const dated = words.with(0, '2004-2-18').with(1, '9:0:1 GMT');
      const line = dated.with(8, '1019').with(20, '-').join('\t');
      const options = { delimiter: '\t', quote: null, record_delimiter: '\n' };
      const [fields = []] = parse(line, options);
      const read = eventOf(line);
      expect(fields).toHaveLength(21);
      expect([read.clientHost, read.partner, read.server, read.recipient]).toEqual(
        [3, 4, 5, 7].map((i) => fields[i]),
      );
      expect([read.serviceVersion, read.subject, read.sender]).toEqual(
        [16, 18, 19].map((i) => fields[i]),
      );
    }),
  );
});

test('no text is too odd: it is an event or a reject, whatever the header said', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\t', '-', '#', '2004-2-18', '9:0:1 GMT', '1019', '\0', '\r'),
      letter,
    ),
  });
  const header = fc
    .shuffledSubarray(COLUMN_LINE.slice(2).split('\t'))
    .map((names) => `# ${names.join('\t')}`);
  fc.assert(
    fc.property(
      odd,
      fc.oneof(
        header,
        odd.map((text) => `#${text}`),
      ),
      (text, directive) => {
        const layout = exchange2003.readDirective(directive, exchange2003.initialLayout);
        expect(['event', 'reject']).toContain(exchange2003.decoder(layout)(text).kind);
        recogniseFormat([text, directive]);
      },
    ),
    { numRuns: 500 },
  );
});

test('a decoder carries nothing from one line to the next', () => {
  const dates = fc.constantFrom('2004-2-18', '2004-2-19', '2004-2-31', '-', '2003-12-31');
  fc.assert(
    fc.property(fc.array(dates), (days) => {
      const shared = exchange2003.decoder(exchange2003.initialLayout);
      const lines = days.map((day) => line2003({ date: day }));
      expect(lines.map(shared)).toEqual(
        lines.map((line) => exchange2003.decoder(exchange2003.initialLayout)(line)),
      );
    }),
  );
});

const moment = fc
  .integer({ min: Date.UTC(1996, 0) / 1000, max: Date.UTC(2020, 0) / 1000 })
  .map((seconds) => seconds * 1000);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
const plain = word.filter((text) => !text.startsWith('<'));
const count = fc.nat({ max: 999_999_999 });

const anyEvent: fc.Arbitrary<LogEvent> = fc.record({
  at: moment,
  code: count,
  messageId: maybe(plain),
  recipient: maybe(word),
  server: maybe(word),
  partner: maybe(word),
  clientHost: maybe(word),
  sender: maybe(word),
  subject: maybe(fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('\t'))),
  sizeBytes: maybe(count),
  recipientCount: maybe(count),
  originatedAt: maybe(moment),
  linkedMessageId: maybe(plain),
  serviceVersion: maybe(word),
});

const text = (value: string | number | null): string => String(value ?? '-');

function date(at: number): string {
  const day = new Date(at);
  return `${day.getUTCFullYear()}-${day.getUTCMonth() + 1}-${day.getUTCDate()}`;
}

function time(at: number): string {
  const day = new Date(at);
  return `${day.getUTCHours()}:${day.getUTCMinutes()}:${day.getUTCSeconds()} GMT`;
}

function encode(event: LogEvent): string {
  return line2003({
    date: date(event.at),
    time: time(event.at),
    clientHost: text(event.clientHost),
    partner: text(event.partner),
    server: text(event.server),
    recipient: text(event.recipient),
    event: event.code,
    id: text(event.messageId),
    bytes: text(event.sizeBytes),
    recipients: text(event.recipientCount),
    originated:
      event.originatedAt === null ? '-' : `${date(event.originatedAt)} ${time(event.originatedAt)}`,
    version: text(event.serviceVersion),
    linked: text(event.linkedMessageId),
    subject: text(event.subject),
    sender: text(event.sender),
  });
}

test('what is written is read back', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(eventOf(encode(event))).toEqual(event);
    }),
  );
});

test('and under any order of the columns', () => {
  const names = COLUMN_LINE.slice(2).split('\t');
  // Where the subject comes first, one that begins so is a header line.
  const subjects = word.filter((subject) => !subject.startsWith('#'));
  const order = fc.shuffledSubarray([...COLUMNS_2003.keys()], { minLength: COLUMNS_2003.length });
  fc.assert(
    fc.property(order, subjects, (places, subject) => {
      const fields = fields2003({ subject });
      const line = [...places.map((i) => fields[i]), '-'].join('\t');
      const header = `# ${places.map((i) => names[i]).join('\t')}`;
      expect(eventOf(header, line)).toEqual(eventOf(fields.join('\t')));
    }),
  );
});
