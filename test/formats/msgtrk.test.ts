import { describe, expect, test } from 'vitest';
import { FIRST_MSGTRK_CODE, msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { decodeLines, msgtrkEvent, msgtrkEvents } from '../support/decode.ts';
import {
  COLUMNS_2007,
  COLUMNS_2010,
  COLUMNS_2013,
  COLUMNS_2016,
  headerMsgtrk,
  lineMsgtrk,
} from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';

const ORDINARY: LogEvent = {
  at: Date.UTC(2024, 1, 19, 9, 0, 1, 250),
  code: msgtrkCode('RECEIVE', 'SMTP'),
  messageId: 'one@contoso.example',
  networkMessageId: '0a000000-0000-0000-0000-00000000000b',
  submissionId: null,
  recipient: 'ann@contoso.example',
  server: 'EX01',
  partner: null,
  clientHost: 'MX1',
  sender: 'ben@contoso.example',
  subject: 'Status',
  sizeBytes: 1200,
  recipientCount: 1,
  originatedAt: null,
  linkedMessageId: null,
  serviceVersion: null,
  serverSuffix: null,
};

describe('the columns are those of', () => {
  const older = { ...ORDINARY, networkMessageId: null };
  test.each([
    ['2007', COLUMNS_2007, older],
    ['2010', COLUMNS_2010, older],
    ['2013', COLUMNS_2013, ORDINARY],
    ['2016 and later', COLUMNS_2016, ORDINARY],
  ])('%s, by the number of fields where no header says so', (_name, columns, event) => {
    expect(msgtrkEvent(lineMsgtrk({}, columns))).toEqual(event);
    expect(msgtrkEvent(...headerMsgtrk(columns), lineMsgtrk({}, columns))).toEqual(event);
  });

  test('the header, in any order and with columns that nobody knows', () => {
    const columns = ['new-one', ...COLUMNS_2016.toReversed(), 'another'];
    expect(
      msgtrkEvent(...headerMsgtrk(columns), lineMsgtrk({ 'new-one': 'x,y' }, columns)),
    ).toEqual(ORDINARY);
  });

  test('each header in one file: an insertion moves no field to a wrong column', () => {
    const lines = [COLUMNS_2010, COLUMNS_2013, COLUMNS_2007].flatMap((columns) => [
      `#Fields: ${columns.join(',')}`,
      lineMsgtrk({}, columns),
    ]);
    expect(msgtrkEvents(...lines).map(({ recipient, subject }) => [recipient, subject])).toEqual(
      Array.from({ length: 3 }, () => ['ann@contoso.example', 'Status']),
    );
  });

  test('lines that change without a header, as an update leaves them', () => {
    const lines = [COLUMNS_2013, COLUMNS_2016].map((columns) => lineMsgtrk({}, columns));
    expect(msgtrkEvents(...lines)).toEqual([ORDINARY, ORDINARY]);
  });

  test.each<[string, string]>([
    ['capitals and spaces', `#FIELDS:${COLUMNS_2013.join(' , ').toUpperCase()}`],
    ['a BOM', `\uFEFF#Fields: ${COLUMNS_2013.join(',')}`],
    [
      'the names of Exchange Online, without a hash',
      COLUMNS_2013.join(',').replaceAll('-', '_').replace('date_time', 'date_time_utc'),
    ],
    [
      'these in quotes, behind a BOM',
      `\uFEFF${COLUMNS_2013.map((name) => `"${name.replaceAll('-', '_')}"`).join(',')}`,
    ],
  ])('a header with %s', (_name, header) => {
    expect(msgtrk.isDirective(header)).toBe(true);
    expect(msgtrk.readDirective(header, msgtrk.initialLayout).columns).toEqual(COLUMNS_2013);
  });

  test('the header before, where another log has its own', () => {
    const layout = { columns: COLUMNS_2013, writerVersion: null };
    for (const line of ['#Fields: date-time,session-id,data', '#Software: X', '#', '# Fields:'])
      expect(msgtrk.readDirective(line, layout)).toBe(layout);
  });
});

test('the version is what the header says', () => {
  const layout = headerMsgtrk().reduce(
    (before, line) => msgtrk.readDirective(line, before),
    msgtrk.initialLayout,
  );
  expect(layout).toEqual({ columns: COLUMNS_2016, writerVersion: '15.01.2375.007' });
});

describe('a line is read', () => {
  test.each<[string, MsgtrkFields, Partial<LogEvent>]>([
    ['with a comma in the subject', { 'message-subject': 'a, b,,c' }, { subject: 'a, b,,c' }],
    ['with quotes in it', { 'message-subject': '"a", b' }, { subject: '"a", b' }],
    ['with one quote in it', { 'message-subject': '6" nails' }, { subject: '6" nails' }],
    ['with semicolons in it', { 'message-subject': "a;'b;" }, { subject: "a;'b;" }],
    ['with a hash in it', { 'message-subject': '#1' }, { subject: '#1' }],
    ['with a lone hyphen in it', { 'message-subject': '-' }, { subject: '-' }],
    ['without one', { 'message-subject': ' ' }, { subject: null }],
    [
      'with a comma before all that counts',
      { 'source-context': 'a, b', 'message-subject': 'c, d' },
      { subject: 'c, d' },
    ],
    ['with 7 digits behind the second', { 'date-time': '2024-02-19T09:00:01.2509999Z' }, {}],
    ['with a time without Z', { 'date-time': '2024-02-19T09:00:01.250' }, {}],
    ['with no sender', { 'sender-address': '', 'return-path': '<>' }, { sender: '<>' }],
    ['with no sender at all', { 'sender-address': '' }, { sender: null }],
    ['with a size that is none', { 'total-bytes': '-1' }, { sizeBytes: null }],
    ['with no count', { 'recipient-count': '' }, { recipientCount: null }],
    [
      'with an arrival',
      { 'message-info': '2024-02-19T08:59:58.000Z;SRV=EX01:TOTAL-HUB=3.250' },
      { originatedAt: Date.UTC(2024, 1, 19, 8, 59, 58) },
    ],
    [
      'with nothing but one',
      { 'message-info': '2024-02-19T08:59:58Z' },
      { originatedAt: Date.UTC(2024, 1, 19, 8, 59, 58) },
    ],
    [
      'with the time of the next try',
      { 'event-id': 'DEFER', 'message-info': '2024-02-19T10:08:58Z' },
      { originatedAt: null, code: msgtrkCode('DEFER', 'SMTP') },
    ],
    ['with an authentication', { 'message-info': '04I: ' }, { originatedAt: null }],
    ['with no arrival', { 'message-info': '0001-01-01T00:00:00.000Z;x' }, { originatedAt: null }],
    ['with an impossible one', { 'message-info': '2024-02-30T00:00:00.000Z' }, {}],
    ['with an event in small letters', { 'event-id': 'Receive', source: 'Smtp' }, {}],
  ])('%s', (_name, fields, event) => {
    expect(msgtrkEvent(lineMsgtrk(fields))).toEqual({ ...ORDINARY, ...event });
  });
});

describe('a line about moderation that names the mailbox which asks', () => {
  const asks = 'SystemMailbox{1f05a927-89c0-4725-adca-4527114196a1}@contoso.example';
  test.each<[string, MsgtrkFields, string | null]>([
    [
      'tells the sender by the return path',
      { 'return-path': 'zoe@contoso.example' },
      'zoe@contoso.example',
    ],
    ['tells none without one', {}, null],
    ['tells none by that of nobody', { 'return-path': '<>' }, null],
    ['tells none by its own', { 'return-path': asks }, null],
  ])('%s', (_, fields, sender) => {
    for (const event of ['MODERATORREJECT', 'MODERATORAPPROVE', 'MODERATIONEXPIRE']) {
      const line = { 'event-id': event, source: 'APPROVAL', 'sender-address': asks, ...fields };
      expect(msgtrkEvent(lineMsgtrk(line)).sender).toBe(sender);
    }
  });

  test('leaves mail of that mailbox alone', () => {
    const line = { 'sender-address': asks, 'return-path': 'zoe@contoso.example' };
    expect(msgtrkEvent(lineMsgtrk(line)).sender).toBe(asks);
  });
});

describe('an event that nobody knows', () => {
  test('keeps its name', () => {
    const event = msgtrkEvent(lineMsgtrk({ 'event-id': 'NewThing', source: 'X\u0007' }));
    expect(event).toEqual({
      ...ORDINARY,
      code: msgtrkCode('NEWTHING', 'X\u0007'),
      eventText: 'NEWTHING/X\uFFFD',
    });
    expect(event.code).toBeGreaterThan(FIRST_MSGTRK_CODE);
  });

  test('of a known one with another source needs none', () => {
    const event = msgtrkEvent(lineMsgtrk({ source: 'NEWSOURCE' }));
    expect(event).toEqual({ ...ORDINARY, code: msgtrkCode('RECEIVE', 'NEWSOURCE') });
  });
});

describe('a line is set aside', () => {
  test.each<[string, string, string]>([
    ['cut short', lineMsgtrk().slice(0, -2), 'too-few-fields'],
    ['empty but for one', 'x', 'too-few-fields'],
    ['with a field more', `${lineMsgtrk()},`, 'too-many-fields'],
    ['with a comma that nobody quoted', lineMsgtrk().replace('Status', 'a, b'), 'too-many-fields'],
    ['with a quote within a field', lineMsgtrk().replace('Status', 'a"b'), 'bad-quotes'],
    ['with a quote that nothing closes', lineMsgtrk().replace('Status', '"a'), 'bad-quotes'],
    ['with text behind a quote', lineMsgtrk().replace('Status', '"a"b'), 'bad-quotes'],
    ['of a day that is none', lineMsgtrk({ 'date-time': '2023-02-29T09:00:00.000Z' }), 'bad-date'],
    ['of month 13', lineMsgtrk({ 'date-time': '2024-13-01T09:00:00.000Z' }), 'bad-date'],
    ['of an American day', lineMsgtrk({ 'date-time': '2/19/2024 9:00:00 AM' }), 'bad-date'],
    ['of no day', lineMsgtrk({ 'date-time': '' }), 'bad-date'],
    ['of no time', lineMsgtrk({ 'date-time': '0001-01-01T00:00:00.0000000Z' }), 'bad-time'],
    ['of hour 24', lineMsgtrk({ 'date-time': '2024-02-19T24:00:00.000Z' }), 'bad-time'],
    ['of another zone', lineMsgtrk({ 'date-time': '2024-02-19T09:00:00+01:00' }), 'bad-time'],
    ['of no event', lineMsgtrk({ 'event-id': '' }), 'bad-event-id'],
    ['of a number for one', lineMsgtrk({ 'event-id': '1019' }), 'bad-event-id'],
    ['with NUL bytes', lineMsgtrk({ 'message-subject': 'a\0' }), 'nul-bytes'],
  ])('%s, and it alone', (_name, bad, code) => {
    const lines = [...headerMsgtrk(), lineMsgtrk(), bad, lineMsgtrk({ source: 'AGENT' })];
    const [before, rejected, after, ...more] = decodeLines(lines, msgtrk);
    expect(rejected).toMatchObject({ kind: 'reject', code });
    expect(before).toEqual({ kind: 'event', events: [ORDINARY] });
    expect(after).toMatchObject({
      events: [{ ...ORDINARY, code: msgtrkCode('RECEIVE', 'AGENT') }],
    });
    expect(more).toEqual([]);
  });

  test('without a header, if no version has so many fields', () => {
    const few = lineMsgtrk({}, COLUMNS_2016.slice(0, 22));
    expect(decodeLines([few], msgtrk)).toEqual([
      { kind: 'reject', code: 'too-few-fields', detail: '22 fields, not 21, 26, 27, 30' },
    ]);
    const many = lineMsgtrk({}, [...COLUMNS_2016, 'more']);
    expect(decodeLines([many], msgtrk)).toMatchObject([{ code: 'too-many-fields' }]);
  });
});
