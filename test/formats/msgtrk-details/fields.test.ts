import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCustomData } from '../../../src/formats/msgtrk-details/custom-data.ts';
import { parseIsoTime } from '../../../src/formats/msgtrk-details/iso-time.ts';
import {
  parseRecipientStatus,
  statusOf,
} from '../../../src/formats/msgtrk-details/recipient-status.ts';
import { parseSmtpReply } from '../../../src/formats/msgtrk-details/smtp-reply.ts';
import { parseSourceContext } from '../../../src/formats/msgtrk-details/source-context.ts';

test.each<[string, number | null]>([
  ['2016-05-04T10:11:12.123Z', Date.UTC(2016, 4, 4, 10, 11, 12, 123)],
  ['2016-05-04T10:11:12.1234567Z', Date.UTC(2016, 4, 4, 10, 11, 12, 123)],
  ['2016-05-04T10:11:12.5', Date.UTC(2016, 4, 4, 10, 11, 12, 500)],
  ['2016-05-04T10:11:12Z', Date.UTC(2016, 4, 4, 10, 11, 12)],
  ['0001-01-01T00:00:00.000Z', null],
  ['2016-02-30T10:11:12Z', null],
  ['2016-13-01T10:11:12Z', null],
  ['2016-05-04T24:11:12Z', null],
  ['04I: ', null],
  ['', null],
])('the time of %j is %j', (text, at) => {
  expect(parseIsoTime(text)).toBe(at);
});

describe('source-context', () => {
  const MAILBOX = '33345678-0000-4000-8000-0000000000aa';

  test('of a submission names mailbox and event', () => {
    const field =
      `MDB:12345678-0000-4000-8000-000000000001, Mailbox:${MAILBOX}, Event:63779422, MessageClass:IPM.Note, ` +
      'CreationTime:2022-09-19T15:02:29.211Z, ClientType:OWA, SubmissionAssistant:SomeAssistant';
    expect(parseSourceContext(field)).toEqual({
      kind: 'submission',
      mdb: '12345678-0000-4000-8000-000000000001',
      mailbox: MAILBOX,
      event: '63779422',
      messageClass: 'IPM.Note',
      createdAt: Date.UTC(2022, 8, 19, 15, 2, 29, 211),
      clientType: 'OWA',
      note: null,
    });
  });

  test('of a submission may tell more', () => {
    expect(
      parseSourceContext('Mailbox:x, ClientType:OWA; Transient failure: 451 a; b'),
    ).toMatchObject({
      clientType: 'OWA',
      note: 'Transient failure: 451 a; b',
    });
  });

  test('of a submission may tell less', () => {
    expect(parseSourceContext(`Mailbox:${MAILBOX}, Event:1`)).toMatchObject({
      kind: 'submission',
      mdb: null,
      mailbox: MAILBOX,
      event: '1',
      createdAt: null,
    });
  });

  test('of RECEIVE names the session', () => {
    expect(parseSourceContext('08DA9806C5B670C1;2022-09-19T15:02:29.339Z;0')).toEqual({
      kind: 'session',
      id: '08DA9806C5B670C1',
      startedAt: Date.UTC(2022, 8, 19, 15, 2, 29, 339),
      reply: null,
      clientSubmittedAt: null,
    });
  });

  test('of SEND tells what was answered', () => {
    const reply =
      '250 2.6.0 <a@contoso.example> [InternalId=5, Hostname=mx1.fabrikam.example] Queued';
    const field = `08DA9806C5B670C2;${reply};ClientSubmitTime:2022-09-19T15:02:29.000Z`;
    expect(parseSourceContext(field)).toEqual({
      kind: 'session',
      id: '08DA9806C5B670C2',
      startedAt: null,
      reply,
      clientSubmittedAt: Date.UTC(2022, 8, 19, 15, 2, 29),
    });
    expect(parseSourceContext(`;${reply};ClientSubmitTime:`)).toMatchObject({
      kind: 'session',
      id: null,
      reply,
      clientSubmittedAt: null,
    });
  });

  test.each(['Failure', 'Journal Agent', 'No suitable shadow servers', 'a; b'])(
    '%j is a text',
    (text) => {
      expect(parseSourceContext(text)).toEqual({ kind: 'text', text });
    },
  );

  test('that is empty says nothing', () => {
    expect(parseSourceContext(' ')).toBeNull();
  });
});

describe('an SMTP reply', () => {
  test('tells where the message went on', () => {
    const text =
      '250 2.6.0 <a@contoso.example> [InternalId=5450313518243, Hostname=mbx2.contoso.example] 1413 bytes in 0.1, 13 KB/sec Queued mail for delivery';
    expect(parseSmtpReply(text)).toEqual({
      code: 250,
      enhancedCode: '2.6.0',
      reason: null,
      internalId: '5450313518243',
      hostname: 'mbx2.contoso.example',
    });
  });

  test.each<[string, number | null, string | null, string | null]>([
    ['550 5.1.1 RESOLVER.ADR.RecipNotFound; not found', 550, '5.1.1', 'RESOLVER.ADR.RecipNotFound'],
    ['550 4.4.7 QUEUE.Expired; message expired', 550, '4.4.7', 'QUEUE.Expired'],
    ['Malware Agent; 432 4.7.0 Engine error', 432, '4.7.0', null],
    ['took 250 ms of 5.1.1', null, null, null],
    ['#550 4.4.7 QUEUE.Expired; message expired ##', 550, '4.4.7', 'QUEUE.Expired'],
    [
      '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded',
      554,
      '5.2.2',
      'STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded',
    ],
    ['550-5.7.26 This mail has been blocked', 550, '5.7.26', null],
    ['421 Service not available', 421, null, null],
    ['5.7.1', null, '5.7.1', null],
    ['550 5.1.1.9 is no code', 550, null, null],
    ['452 4.3.1 Insufficient system resources', 452, '4.3.1', null],
    ['To', null, null, null],
    ['Cc', null, null, null],
    ['', null, null, null],
    ['a mail of 250 bytes to my.RESOLVER.example', null, null, null],
  ])('%j', (text, code, enhancedCode, reason) => {
    expect(parseSmtpReply(text)).toMatchObject({ code, enhancedCode, reason });
  });
});

describe('recipient-status', () => {
  const STRUCTURED =
    '[{LED=550 5.1.1 RESOLVER.ADR.RecipNotFound; not found};{MSG=};{FQDN=mx1.fabrikam.example};{IP=192.0.2.7};{LRT=5/4/2016 10:11:12 AM}]';

  test.each<[string, string]>([
    ['in quotes', `'${STRUCTURED}'`],
    ['without quotes', STRUCTURED],
  ])('that is structured, %s', (_, field) => {
    expect(parseRecipientStatus(field)).toEqual([
      {
        code: 550,
        enhancedCode: '5.1.1',
        reason: 'RESOLVER.ADR.RecipNotFound',
        internalId: null,
        hostname: null,
        text: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
        host: 'mx1.fabrikam.example',
        ip: '192.0.2.7',
        lastTry: '5/4/2016 10:11:12 AM',
      },
    ]);
  });

  test('has an item for each recipient', () => {
    const field = `${STRUCTURED};250 2.1.5 Recipient OK;'${STRUCTURED}';'550 5.2.2 full; really'`;
    expect(parseRecipientStatus(field).map(({ text }) => text)).toEqual([
      '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
      '250 2.1.5 Recipient OK',
      '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
      '550 5.2.2 full; really',
    ]);
  });

  test('in another order of the same parts', () => {
    const field = "'[{LRT=};{LED=421 4.4.1 Connection timed out};{FQDN=};{IP=}]'";
    expect(parseRecipientStatus(field)).toMatchObject([
      { text: '421 4.4.1 Connection timed out', host: null, ip: null, lastTry: null },
    ]);
  });

  test.each(['mx 1', '<b>', 'x'.repeat(300), 'a;b'])('names no host by %j', (host) => {
    const [status] = parseRecipientStatus(`'[{LED=550 5.1.1 a};{FQDN=${host}};{IP=${host}}]'`);
    expect(status).toMatchObject({ host: null, ip: null });
  });

  test('that nothing ends is a text', () => {
    expect(parseRecipientStatus('[{LED=550 5.1.1 a;b')).toMatchObject([
      { text: '[{LED=550 5.1.1 a', code: 550 },
      { text: 'b' },
    ]);
  });

  test('belongs to a recipient by its place, or to all of them', () => {
    const two = parseRecipientStatus('To;Cc');
    expect(statusOf(two, 1, 2)?.text).toBe('Cc');
    expect(statusOf(two, 1, 3)).toBeUndefined();
    expect(statusOf(parseRecipientStatus('421 4.4.2 dropped'), 2, 3)?.text).toBe(
      '421 4.4.2 dropped',
    );
    expect(statusOf([], 0, 1)).toBeUndefined();
  });
});

test.each<[string, ReturnType<typeof parseCustomData>]>([
  ['', []],
  [
    'S:E2ELatency=1.928;S:ToEntity=Internet',
    [
      { type: 'S', key: 'E2ELatency', value: '1.928' },
      { type: 'S', key: 'ToEntity', value: 'Internet' },
    ],
  ],
  [
    "'S:AMA=SUM|v=0;action=';I32:n=3",
    [
      { type: 'S', key: 'AMA', value: 'SUM|v=0;action=' },
      { type: 'I32', key: 'n', value: '3' },
    ],
  ],
  ['Replication=Failed', [{ type: null, key: 'Replication', value: 'Failed' }]],
  ['S:alone', [{ type: 'S', key: 'alone', value: null }]],
])('custom-data %j', (field, items) => {
  expect(parseCustomData(field)).toEqual(items);
});

const HOSTILE = [
  '[{',
  '}]',
  '};{',
  'LED=',
  'FQDN=',
  '550 5.1.1 ',
  'RESOLVER.',
  'ADR',
  ';',
  "'",
  ',',
  'MDB:',
  ', ',
  'S:',
  '=',
  'ClientSubmitTime:',
  '08DA9806C5B670C1',
  '[InternalId=',
  'Hostname=',
];

test('no text makes any of them throw', () => {
  const pieces = fc.constantFrom(...HOSTILE);
  const hostile = fc.oneof(fc.string(), fc.string({ unit: pieces, maxLength: 30 }));
  fc.assert(
    fc.property(hostile, (field) => {
      for (const { code, text } of parseRecipientStatus(field)) {
        expect(code === null || (code >= 200 && code < 600)).toBe(true);
        expect(text.length).toBeLessThanOrEqual(field.length);
      }
      for (const { key } of parseCustomData(field)) expect(field).toContain(key);
      const context = parseSourceContext(field);
      expect(context === null).toBe(field.trim() === '');
    }),
  );
});

test.each(['[{', '}]', 'RESOLVER.A', 'RESOLVER.', "'[{", '};{LED=', ', Mailbox:', 'S:a=;', ' '])(
  'a long text of %j is no work',
  (piece) => {
    const field = piece.repeat(50_000);
    expect(parseRecipientStatus(field).length).toBeGreaterThanOrEqual(1);
    parseSourceContext(field);
    parseSourceContext(`MDB:${field}`);
    expect(parseCustomData(field).length).toBeGreaterThanOrEqual(1);
  },
);
