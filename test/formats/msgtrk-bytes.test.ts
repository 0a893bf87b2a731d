import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteDecoder } from '../../src/formats/byte-line.ts';
import type { Decoded, Layout } from '../../src/formats/format.ts';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import { lineEndsOf } from '../../src/ingest/encoding.ts';
import { lineText } from '../../src/ingest/lines.ts';
import { eventsOfBytes } from '../support/byte-line.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { oddMsgtrkLogs } from '../support/odd-msgtrk-lines.ts';

function bytesDecoder(layout: Layout = msgtrk.initialLayout): ByteDecoder {
  const decoder = msgtrk.byteDecoder?.(layout);
  if (!decoder) throw new Error('no byte decoder');
  return decoder;
}

/** What ingest makes of a line otherwise; null where it is no record. */
function decoded(bytes: Buffer, layout = msgtrk.initialLayout): Decoded | null {
  const text = lineText(bytes, lineEndsOf('utf-8'), 1);
  if (/^ *$/.test(text) || msgtrk.isDirective(text)) return null;
  return msgtrk.decoder(layout)(text);
}

describe('any line', () => {
  test('that is taken is the events that it is as a text, and the next one begins behind its end', () => {
    fc.assert(
      fc.property(oddMsgtrkLogs, ({ layout, lines }) => {
        const decoder = bytesDecoder(layout);
        const bytes = Buffer.concat([...lines, Buffer.from(',\u00e9"')]);
        let from = 0;
        for (const line of lines) {
          decoder.read(bytes, from);
          from += line.length;
          expect(decoder.found.next).toBe(from);
          if (!decoder.found.taken) continue;
          expect({ kind: 'event', events: eventsOfBytes(bytes, decoder.line) }).toEqual(
            decoded(line, layout),
          );
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('is taken or not, and read the same, wherever it lies', () => {
    fc.assert(
      fc.property(
        oddMsgtrkLogs,
        fc.nat(9),
        ({ layout, lines: [line = Buffer.from('\n')] }, before) => {
          const decoder = bytesDecoder(layout);
          const memory = Buffer.concat([Buffer.alloc(before, ','), line, Buffer.from('x\n"y')]);
          const read = (bytes: Buffer, from: number): unknown => {
            decoder.read(bytes, from);
            return decoder.found.taken && eventsOfBytes(bytes, decoder.line);
          };
          const here = read(line, 0);
          expect(read(memory, before)).toEqual(here);
          expect(read(memory.subarray(before), 0)).toEqual(here);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('taken is', () => {
  const waiting = { 'event-id': 'AGENTINFO', source: 'AGENT' };
  test.each<[string, string]>([
    ['a usual line', lineMsgtrk()],
    [
      'one of several recipients',
      lineMsgtrk({ ...waiting, 'recipient-address': 'a@b;c@contoso.example;a@B' }),
    ],
    ['one of nobody', lineMsgtrk({ 'recipient-address': '' })],
    [
      'one with other letters in its subject',
      lineMsgtrk({ 'message-subject': 'Gr\u00fc\u00dfe \u20ac' }),
    ],
    ['one without a network message id', lineMsgtrk({ 'network-message-id': '' })],
    ['one to its own server', lineMsgtrk({ 'event-id': 'SEND', 'client-hostname': 'ex01' })],
    ['one that refers to another message', lineMsgtrk({ 'event-id': 'FAIL', reference: '<a@b>' })],
    ['one with an arrival', lineMsgtrk({ 'message-info': '2024-02-19T08:59:58.000Z;SRV=EX01' })],
    [
      'one that has but a number on its server',
      lineMsgtrk({ 'message-id': '', 'network-message-id': '' }),
    ],
    [
      'one that has but a number on a server told in full elsewhere',
      lineMsgtrk({
        'event-id': 'NOTIFYMAPI',
        'message-id': '',
        'client-hostname': 'EX01',
        'message-info': 'SRV=EX01.contoso.example:TOTAL=0.1',
      }),
    ],
    [
      'one of a submission to another server',
      lineMsgtrk({
        'event-id': 'SUBMIT',
        'client-hostname': 'EX01',
        'server-hostname': 'EX02.contoso.example',
      }),
    ],
    [
      'one of a group and its members',
      lineMsgtrk({
        'event-id': 'EXPAND',
        source: 'ROUTING',
        'related-recipient-address': 'team@contoso.example;b@contoso.example',
      }),
    ],
    [
      'one of an address that became another',
      lineMsgtrk({
        ...waiting,
        'related-recipient-address': 'a@fabrikam.example',
        'recipient-address': 'a@contoso.example;b@fabrikam.example',
      }),
    ],
    [
      'one without any id',
      lineMsgtrk({ 'message-id': '', 'network-message-id': '', 'internal-message-id': '' }),
    ],
    [
      'one that warns of a full mailbox',
      lineMsgtrk({
        'event-id': 'NOTIFYMAPI',
        'message-id': '',
        'source-context': 'MessageClass:IPM.Note.StorageQuotaWarning',
      }),
    ],
    [
      'one of a report to a mailbox of ours',
      lineMsgtrk({
        ...waiting,
        'sender-address': 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example',
        'return-path': '<>',
      }),
    ],
    ['one of a source that nobody knows', lineMsgtrk({ source: 'NEWSOURCE' })],
    ['one of an event that nobody knows', lineMsgtrk({ 'event-id': 'NewThing' })],
    ['one with a control character in its subject', lineMsgtrk({ 'message-subject': 'a\tb' })],
    [
      'one with other letters in its addresses',
      lineMsgtrk({
        'sender-address': 'Z\u00f6e@contoso.example',
        'recipient-address': '\u00e9a@b.example;b@b.example',
      }),
    ],
    [
      'one of an address in single quotes',
      lineMsgtrk({ 'recipient-address': "'a;b@c.example';o'neil@c.example;'x" }),
    ],
    [
      'one with an apostrophe and other letters in its addresses',
      lineMsgtrk({
        'sender-address': "o'no\u00ebl@contoso.example",
        'recipient-address':
          "o'neil@c.example;\u00e9a@b.example;d'\u00e9@c.example;a b 'c@d.example",
      }),
    ],
    [
      'one of many recipients',
      lineMsgtrk({ 'recipient-address': [...Array(512).keys()].join(';') }),
    ],
  ])('%s', (_name, text) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const bytes = Buffer.from(text + lineEnd);
      const decoder = bytesDecoder();
      decoder.read(bytes, 0);
      expect(decoder.found).toEqual({ taken: true, next: bytes.length });
      expect({ kind: 'event', events: eventsOfBytes(bytes, decoder.line) }).toEqual(decoded(bytes));
    }
  });
});

describe('not taken is', () => {
  test.each<[string, string]>([
    ...headerMsgtrk().map((line): [string, string] => ['a header line', line]),
    ['one with a quote', lineMsgtrk({ 'message-subject': 'a, b' })],
    ['one with a control character that is trimmed', lineMsgtrk({ 'message-subject': 'a\t' })],
    ['one with NUL bytes', lineMsgtrk({ 'message-subject': 'a\0b' })],
    ['one with a control character elsewhere', lineMsgtrk({ 'sender-address': 'a\u0007@b' })],
    ['one with other letters elsewhere', lineMsgtrk({ 'source-context': '\u00e9' })],
    [
      'one with other letters in a domain',
      lineMsgtrk({ 'sender-address': 'zoe@z\u00f6e.example' }),
    ],
    [
      'one with a recipient twice, in other letters than ASCII',
      lineMsgtrk({ 'recipient-address': 'z\u00f6e@b.example;Z\u00d6E@b.example' }),
    ],
    ...["'a;\u00e9@c.example'", "b@c.example;'\u00e9;a@c.example'", "\u00e9@c.example; 'b"].map(
      (recipients): [string, string] => [
        'one of other letters and a quote before an address',
        lineMsgtrk({ 'recipient-address': recipients }),
      ],
    ),
    ['one of a day that is none', lineMsgtrk({ 'date-time': '2024-02-30T00:00:00.000Z' })],
    ['one of an event that can be none', lineMsgtrk({ 'event-id': '1019' })],
    ['one about moderation', lineMsgtrk({ 'event-id': 'MODERATORAPPROVE' })],
    [
      'one of too many recipients',
      lineMsgtrk({ 'recipient-address': [...Array(513).keys()].join(';') }),
    ],
    ['one of more than 64 commas', ','.repeat(65)],
    ['nothing', ''],
  ])('%s: it goes the other way', (_name, text) => {
    const bytes = Buffer.from(`${text}\r\n`);
    const decoder = bytesDecoder();
    decoder.read(bytes, 0);
    expect(decoder.found).toEqual({ taken: false, next: bytes.length });
  });
});

test('a quote spoils its own line alone', () => {
  const lines = [
    lineMsgtrk(),
    lineMsgtrk({ 'message-subject': 'a, b' }),
    lineMsgtrk(),
    '"',
    lineMsgtrk(),
  ];
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const decoder = bytesDecoder();
  const taken: boolean[] = [];
  for (let from = 0; from < bytes.length; from = decoder.found.next) {
    decoder.read(bytes, from);
    taken.push(decoder.found.taken);
  }
  expect(taken).toEqual([true, false, true, false, true]);
  // Lines may be read again, and other bytes after them.
  decoder.read(bytes, 0);
  expect(decoder.found.taken).toBe(true);
  decoder.read(Buffer.from(`${lines[1]}\n`), 0);
  expect(decoder.found.taken).toBe(false);
});

test('new events without end take no memory: known ones are taken all the same', () => {
  const decoder = bytesDecoder();
  for (let i = 0; i < 2000; i++)
    decoder.read(Buffer.from(`${lineMsgtrk({ 'event-id': `NEW${i}` })}\n`), 0);
  decoder.read(Buffer.from(`${lineMsgtrk()}\n`), 0);
  expect(decoder.found.taken).toBe(true);
});

test('exports are read as texts, whatever other columns of times they have: a value may be the name of a type', () => {
  for (const columns of [['timestamp'], ['timestamp', 'date-time']]) {
    const layout = { ...msgtrk.initialLayout, columns: [...columns, 'event-id', 'recipients'] };
    expect(msgtrk.byteDecoder?.(layout)).toBeNull();
  }
});
