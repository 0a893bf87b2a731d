import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { decodeLines, eventOf } from '../support/decode.ts';
import { COLUMN_LINE, HEADER_2003, fields2003, line2003 } from '../support/log-2003.ts';

const ORDINARY: LogEvent = {
  at: Date.UTC(2004, 1, 18, 9, 0, 1),
  code: 1019,
  messageId: 'one@corp.example',
  recipient: 'ann@corp.example',
  server: 'EXCH01',
  partner: null,
  clientHost: 'client9.corp.example',
  sender: 'ben@corp.example',
  subject: 'Status',
  sizeBytes: 1200,
  recipientCount: 1,
  originatedAt: Date.UTC(2004, 1, 18, 9, 0, 0),
  linkedMessageId: null,
  serviceVersion: 'Version: 6.0.3790.0',
};

describe('a line is read', () => {
  const tab = { subject: ' Budget\tdraft\t2' };
  test.each<[string, string, Partial<LogEvent>]>([
    ['with 21 fields', line2003(), {}],
    ['with 20 fields', fields2003().slice(0, 20).join('\t'), {}],
    ['with an empty 21st field', line2003({ nameless: '' }), {}],
    ['without a sender', fields2003().slice(0, 19).join('\t'), { sender: null }],
    ['with a tab in the subject', line2003({ subject: ' a\tb' }), { subject: 'a\tb' }],
    ['with two', line2003(tab), { subject: 'Budget\tdraft\t2' }],
    [
      'with two, and no 21st field',
      fields2003(tab).slice(0, 20).join('\t'),
      { subject: 'Budget\tdraft\t2' },
    ],
    ['with nothing but a tab in it', line2003({ subject: '\t' }), { subject: null }],
    ['with runs of spaces in it', line2003({ subject: ' a  b ' }), { subject: 'a  b' }],
    ['with a subject of one hyphen', line2003({ subject: '-' }), { subject: null }],
    ['with an empty subject', line2003({ subject: '' }), { subject: null }],
    ['with quotes in it', line2003({ subject: ' "a, ""b' }), { subject: '"a, ""b' }],
    ['with a hash in it', line2003({ subject: ' ticket #42' }), { subject: 'ticket #42' }],
    ['with a null sender', line2003({ sender: '<>' }), { sender: '<>' }],
    ['with an EX sender', line2003({ sender: 'EX:/O=C/CN=A B' }), { sender: 'EX:/O=C/CN=A B' }],
    ['with no recipient', line2003({ recipient: '-' }), { recipient: null }],
    ['with no server', line2003({ server: '-' }), { server: null }],
    ['with no message', line2003({ id: '-' }), { messageId: null }],
    ['with an id in brackets', line2003({ id: '<a@b>' }), { messageId: 'a@b' }],
    ['with empty brackets for one', line2003({ id: '<>' }), { messageId: null }],
    [
      'with a partner',
      line2003({ partner: 'mx.partner.example' }),
      { partner: 'mx.partner.example' },
    ],
    ['with a linked id', line2003({ linked: 'c=us;a= ;l=X' }), { linkedMessageId: 'c=us;a= ;l=X' }],
    ['with no origination time', line2003({ originated: '-' }), { originatedAt: null }],
    [
      'with an impossible one',
      line2003({ originated: '2003-2-29 0:0:0 GMT' }),
      { originatedAt: null },
    ],
    ['with a size that is none', line2003({ bytes: '1k' }), { sizeBytes: null }],
    ['with a negative count', line2003({ recipients: '-1' }), { recipientCount: null }],
    ['with an unknown event', line2003({ event: 1077 }), { code: 1077 }],
    ['with a large one', line2003({ event: 999_999_999 }), { code: 999_999_999 }],
    ['with event 0', line2003({ event: 0 }), { code: 0 }],
    ['padded', line2003({ date: '2004-02-18', time: '09:00:01 GMT' }), {}],
    ['at midnight', line2003({ time: '0:0:0 GMT' }), { at: Date.UTC(2004, 1, 18) }],
    [
      'at the last second',
      line2003({ time: '23:59:59 GMT' }),
      { at: Date.UTC(2004, 1, 18, 23, 59, 59) },
    ],
    ['on a leap day', line2003({ date: '2004-2-29' }), { at: Date.UTC(2004, 1, 29, 9, 0, 1) }],
    [
      'on the leap day of 2000',
      line2003({ date: '2000-2-29' }),
      { at: Date.UTC(2000, 1, 29, 9, 0, 1) },
    ],
  ])('%s', (_name, line, changes) => {
    expect(eventOf(line)).toEqual({ ...ORDINARY, ...changes });
  });
});

describe('a line is set aside', () => {
  test.each([
    ['with 18 fields', fields2003().slice(0, 18).join('\t'), 'too-few-fields'],
    ['with 7 fields', fields2003().slice(0, 7).join('\t'), 'too-few-fields'],
    ['without tabs', 'Lorem ipsum', 'too-few-fields'],
    ['of tabs only', '\t'.repeat(20), 'bad-date'],
    ['on 2003-2-29', line2003({ date: '2003-2-29' }), 'bad-date'],
    ['on 1900-2-29', line2003({ date: '1900-2-29' }), 'bad-date'],
    ['on 2004-2-31', line2003({ date: '2004-2-31' }), 'bad-date'],
    ['on 2004-4-31', line2003({ date: '2004-4-31' }), 'bad-date'],
    ['in month 13', line2003({ date: '2004-13-1' }), 'bad-date'],
    ['in month 0', line2003({ date: '2004-0-1' }), 'bad-date'],
    ['on day 0', line2003({ date: '2004-2-0' }), 'bad-date'],
    ['in year 0', line2003({ date: '0000-1-1' }), 'bad-date'],
    ['in year 99', line2003({ date: '0099-1-1' }), 'bad-date'],
    ['with a date of another kind', line2003({ date: '18.2.2004' }), 'bad-date'],
    ['without a date', line2003({ date: '-' }), 'bad-date'],
    ['at 24:00:00', line2003({ time: '24:0:0 GMT' }), 'bad-time'],
    ['at 9:60:00', line2003({ time: '9:60:0 GMT' }), 'bad-time'],
    ['at 9:00:60', line2003({ time: '9:0:60 GMT' }), 'bad-time'],
    ['in another zone', line2003({ time: '9:0:1 CET' }), 'bad-time'],
    ['without a time', line2003({ time: '-' }), 'bad-time'],
    ['with an event that is no number', line2003({ event: '10x9' }), 'bad-event-id'],
    ['with a negative event', line2003({ event: '-1' }), 'bad-event-id'],
    ['with an event past all bounds', line2003({ event: '1000000000' }), 'bad-event-id'],
    ['without an event', line2003({ event: '-' }), 'bad-event-id'],
    ['with a NUL', line2003({ subject: ' a\0b' }), 'nul-bytes'],
    ['of NULs', '\0'.repeat(64), 'nul-bytes'],
  ])('%s', (_name, line, code) => {
    expect(decodeLines([line])).toEqual([{ kind: 'reject', code, detail: expect.any(String) }]);
  });

  test('with a detail that stays short', () => {
    const [decoded] = decodeLines([line2003({ date: 'x'.repeat(10_000) })]);
    expect(decoded?.kind === 'reject' && decoded.detail.length).toBeLessThan(100);
  });
});

describe('the header rules:', () => {
  const names = COLUMN_LINE.slice(2).split('\t');
  const reordered = (order: readonly number[]): string[] => [
    `# ${order.map((i) => names[i]).join('\t')}`,
    `${order.map((i) => fields2003({ subject: ' a\tb' })[i]).join('\t')}\t-`,
  ];
  const backwards = names.map((_, i) => names.length - 1 - i);

  test.each([
    ['none', [line2003()]],
    ['the usual one', [...HEADER_2003, line2003()]],
    ['the capitals of Exchange 2000', [COLUMN_LINE.replace('client-ip', 'Client-IP'), line2003()]],
    ['all lower case', [COLUMN_LINE.toLowerCase(), line2003()]],
    ['no space after the hash', [COLUMN_LINE.replace('# ', '#'), line2003()]],
    ['a name for the 21st field', [`${COLUMN_LINE}\t-`, line2003()]],
    ['a tab at the end', [`${COLUMN_LINE}\t`, line2003()]],
    ['twice', [...HEADER_2003, ...HEADER_2003, line2003()]],
    ['without the column that must be there', [COLUMN_LINE.replace('MSGID', 'Id'), line2003()]],
  ])('%s', (_name, lines) => {
    expect(eventOf(...lines)).toEqual(ORDINARY);
  });

  test('spaces around names in another order', () => {
    const [header = '', line = ''] = reordered(backwards);
    expect(eventOf(header.replaceAll('\t', ' \t '), line).subject).toBe('a\tb');
  });

  test('columns in another order, extra tabs still go to the subject', () => {
    expect(eventOf(...reordered(backwards))).toEqual({ ...ORDINARY, subject: 'a\tb' });
  });

  test('a header in the middle counts from there on', () => {
    const decoded = decodeLines([line2003(), ...reordered(backwards), COLUMN_LINE, line2003()]);
    expect(decoded.map((line) => line.kind === 'event' && line.events[0]?.subject)).toEqual([
      'Status',
      'a\tb',
      'Status',
    ]);
  });

  test('columns that are not there are none; those nobody knows are passed over', () => {
    const short = eventOf(
      '# Date\tTime\tWeather\tEvent-ID\tMSGID',
      '2004-2-18\t9:0:1 GMT\tfine\t1019\ta@b',
    );
    expect(short).toMatchObject({
      at: ORDINARY.at,
      code: 1019,
      messageId: 'a@b',
      server: null,
      subject: null,
    });
  });

  test('the version is kept as it is written', () => {
    const layouts = ['6.0.5762.0', '6.5.6944.0'].map((version) =>
      exchange2003.readDirective(
        `# Exchange System Attendant Version ${version}`,
        exchange2003.initialLayout,
      ),
    );
    expect(layouts.map(({ writerVersion }) => writerVersion)).toEqual(['6.0.5762.0', '6.5.6944.0']);
    expect(exchange2003.readDirective('# anything else', exchange2003.initialLayout)).toBe(
      exchange2003.initialLayout,
    );
  });
});

const sample = new URL('../../../shared/samples/exchange2003-1019.log', import.meta.url);

test.runIf(existsSync(sample))('a line of a real server says what it says, field by field', () => {
  const line = readFileSync(sample, 'utf8').replace(/\r?\n$/, '');
  const fields = line.split('\t');
  const iso = fields[14]?.replace(
    /(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+) GMT/,
    (_, ...parts: string[]) => {
      const [y, ...rest] = parts.slice(0, 6).map((part) => part.padStart(2, '0'));
      return `${y}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}:${rest[4]}Z`;
    },
  );
  expect(fields).toHaveLength(21);
  expect(fields[14]).toBe(`${fields[0]} ${fields[1]}`);
  expect(eventOf(line)).toEqual({
    at: Date.parse(iso ?? ''),
    code: 1019,
    messageId: fields[9],
    recipient: fields[7],
    server: fields[5],
    partner: null,
    clientHost: fields[3],
    sender: fields[19],
    subject: fields[18]?.slice(1),
    sizeBytes: Number(fields[12]),
    recipientCount: 1,
    originatedAt: Date.parse(iso ?? ''),
    linkedMessageId: null,
    serviceVersion: fields[16],
  });
});
