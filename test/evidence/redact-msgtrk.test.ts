import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import { createLineRedactor } from '../../src/evidence/redact/raw-line.ts';
import { fieldsOf } from '../../src/formats/msgtrk-fields.ts';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import type { EvidenceLine, EvidenceSource } from '../../src/model/evidence.ts';
import { COLUMNS_2007, COLUMNS_2016, headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';

const SOURCE: EvidenceSource = {
  file: 'logs/EX01/MSGTRK2024021909-1.LOG',
  server: 'EX01',
  format: 'msgtrk',
  encoding: 'utf-8',
  sizeBytes: 0,
  sha256: 'a'.repeat(64),
  lines: 0,
  events: 0,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
  original: 'unchanged',
  columns: COLUMNS_2016,
};

const names = new Pseudonyms({ key: Buffer.alloc(32, 7), caseName: 'c', keepDomains: false });

/** Lines of one log, redacted in their order; the log has no header before them, so its columns are those of the source. */
function redact(lines: readonly string[], columns: readonly string[] = COLUMNS_2016): string[] {
  const redactLine = createLineRedactor({ ...SOURCE, columns }, false, names);
  return lines.map((text) => redactOne(redactLine, text));
}

function redactOne(redactLine: ReturnType<typeof createLineRedactor>, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const kind = msgtrk.isDirective(text) ? 'directive' : 'event';
  const line: EvidenceLine = {
    kind,
    source: 0,
    line: 9,
    offset: 500,
    length: bytes.length,
    bytes,
    from: 'original',
    events: [],
  };
  return Buffer.from(redactLine(line) ?? []).toString('utf8');
}

/** What becomes of one field. */
function field(column: string, text: string): string | undefined {
  const [out = ''] = redact([lineMsgtrk({ [column]: text })]);
  return fieldsOf(out)?.[COLUMNS_2016.indexOf(column)];
}

const host = (text: string): string => names.host(text);
const id = (text: string): string => names.messageId(text);
const GUID = '0a000000-0000-0000-0000-00000000000b';

describe('a line of a modern log', () => {
  it.each([
    ['date-time', '2024-02-19T09:00:01.2501234Z', '2024-02-19T09:00:01.2501234Z'],
    ['date-time', 'today, says bob', 'redacted'],
    ['client-ip', '10.1.0.99', host('10.1.0.99')],
    ['server-ip', 'fe80::1%3', `${host('fe80::1')}%3`],
    ['server-ip', 'fe80::1%bob', host('fe80::1%bob')],
    ['original-client-ip', '10.1.0.99;10.1.0.98', `${host('10.1.0.99')};${host('10.1.0.98')}`],
    ['server-hostname', 'ex01.contoso.example', host('ex01.contoso.example')],
    ['connector-id', 'EX01\\Default EX01', `${host('EX01')}\\${id('Default EX01')}`],
    ['connector-id', 'To Fabrikam', id('To Fabrikam')],
    ['source', 'STOREDRIVER', 'STOREDRIVER'],
    ['source', 'BOB', 'redacted'],
    ['event-id', 'Receive', 'Receive'],
    ['event-id', 'BOB', 'redacted'],
    ['internal-message-id', '5450313518243', id('5450313518243')],
    ['internal-message-id', '0', '0'],
    ['message-id', '<two@contoso.example>', id('<two@contoso.example>')],
    ['network-message-id', GUID.toUpperCase(), id(GUID)],
    ['tenant-id', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['log-id', GUID, id(GUID)],
    [
      'recipient-address',
      "ann@contoso.example;'b;ob@contoso.example';o'hara@contoso.example",
      [
        names.address('ann@contoso.example'),
        names.address('b;ob@contoso.example'),
        names.address("o'hara@contoso.example"),
      ].join(';'),
    ],
    ['return-path', '<>', '<>'],
    ['total-bytes', '1200', '1200'],
    ['recipient-count', 'bob', 'redacted'],
    ['message-subject', 'Offer, for Bob', ''],
    ['directionality', 'Originating', 'Originating'],
    ['directionality', 'Bob', 'redacted'],
    ['transport-traffic-type', 'Email', 'Email'],
    ['schema-version', '15.01.2375.007', '15.01.2375.007'],
    ['schema-version', '10.1.0.99', 'redacted'],
    [
      'reference',
      `<two@contoso.example>;77123;list@contoso.example;bob did it`,
      `${id('<two@contoso.example>')};${id('77123')};${names.address('list@contoso.example')};redacted`,
    ],
  ])('%s: %s', (column, text, expected) => {
    expect(field(column, text)).toBe(expected);
  });

  it.each([
    ['To', 'To'],
    ['To;Bob', 'To;redacted'],
    ['250 2.1.5 Recipient OK', '250 2.1.5 Recipient OK'],
    [
      '250 2.6.0 <two@contoso.example> [InternalId=5450313518243, Hostname=ex02.contoso.example] 141301 bytes in 0.101, 1361.827 KB/sec Queued mail for delivery',
      `250 2.6.0 [InternalId=${id('5450313518243')}, Hostname=${host('ex02.contoso.example')}] Queued mail for delivery redacted`,
    ],
    [
      "'550 5.1.1 RESOLVER.ADR.RecipNotFound; not found: bob'",
      '550 5.1.1 RESOLVER.ADR.RecipNotFound redacted',
    ],
    ['550 5.7.1 AGENT.Bob said no', '550 5.7.1 redacted'],
    [
      '[{LED=451 4.4.0 bob};{MSG=};{FQDN=mx.fabrikam.example};{IP=10.9.0.1};{LRT=2/19/2024 9:00:01 AM};{BOB=1}]',
      `'[{LED=451 4.4.0 redacted};{MSG=};{FQDN=${host('mx.fabrikam.example')}};{IP=${host('10.9.0.1')}};{LRT=2/19/2024 9:00:01 AM};{redacted}]'`,
    ],
  ])('recipient-status: %s', (text, expected) => {
    expect(field('recipient-status', text)).toBe(expected);
  });

  it.each([
    [
      `MDB:${GUID}, Mailbox:${GUID}, Event:63779422, MessageClass:IPM.Note.Bob, CreationTime:2024-02-19T09:00:00.211Z, ClientType:MOMT, Owner:bob`,
      `MDB:${id(GUID)}, Mailbox:${id(GUID)}, Event:${id('63779422')}, MessageClass:redacted, CreationTime:2024-02-19T09:00:00.211Z, ClientType:MOMT, redacted`,
    ],
    [
      '08DA9806C5B670C1;2024-02-19T09:00:00.211Z;0',
      `${id('08DA9806C5B670C1')};2024-02-19T09:00:00.211Z;0`,
    ],
    [
      ';250 2.0.0 OK bob;ClientSubmitTime:2024-02-19T09:00:00.211Z',
      ';250 2.0.0 redacted;ClientSubmitTime:2024-02-19T09:00:00.211Z',
    ],
    ['ClientSubmitTime:', 'ClientSubmitTime:'],
    ['No suitable shadow servers', 'No suitable shadow servers'],
    ['Rule of Bob', 'redacted'],
  ])('source-context: %s', (text, expected) => {
    expect(field('source-context', text)).toBe(expected);
  });

  it.each([
    ['04I: ', '04I:'],
    ['bob: ', 'redacted'],
    [
      '2024-02-19T09:00:00.211Z;SRV=ex01.contoso.example:TOTAL-HUB=1.5|QDM=1.2(X-SMSDR=0.1|CATSM-Bob Agent=0.2)|BOB=bob|SMR-PEN=1',
      `2024-02-19T09:00:00.211Z;SRV=${host('ex01.contoso.example')}:TOTAL-HUB=1.5|QDM=1.2(X-SMSDR=0.1|CATSM-redacted=0.2)|redacted=redacted|SMR-PEN=1`,
    ],
  ])('message-info: %s', (text, expected) => {
    expect(field('message-info', text)).toBe(expected);
  });

  it.each([
    ['S:E2ELatency=1.928;S:E2ELatency=bob', 'S:E2ELatency=1.928;S:E2ELatency=redacted'],
    ['S:DeliveryPriority=Normal;S:Bob=1', 'S:DeliveryPriority=Normal;S:redacted'],
    [
      'S:OriginalFromAddress=ann@contoso.example;S:AccountForest=contoso.example',
      `S:OriginalFromAddress=${names.address('ann@contoso.example')};S:AccountForest=${names.domain('contoso.example')}`,
    ],
    ["'S:TRA=ETR|ruleId=bob;st=1';BOB:x", 'S:TRA=redacted;redacted'],
    [`S:MailboxDatabaseGuid=${GUID}`, `S:MailboxDatabaseGuid=${id(GUID)}`],
  ])('custom-data: %s', (text, expected) => {
    expect(field('custom-data', text)).toBe(expected);
  });

  it('without a header is read by the number of its fields', () => {
    const [out = ''] = redact([lineMsgtrk({}, COLUMNS_2007), 'bob,ann', 'a,"bob" b,c'], []);
    expect(fieldsOf(out)?.[COLUMNS_2007.indexOf('sender-address')]).toBe(
      names.address('ben@contoso.example'),
    );
    expect(redact(['bob,ann', 'a,"bob" b,c'], [])).toEqual(['redacted,redacted', 'redacted']);
  });

  it('is read by the columns of the header line before it, of which unknown ones go', () => {
    const columns = ['x-bob', ...COLUMNS_2016.toReversed()];
    const redactLine = createLineRedactor(SOURCE, true, names);
    const [software, version, logType, date, fields] = headerMsgtrk(columns).map((line) =>
      redactOne(redactLine, `${line}\r\n`),
    );
    expect([software, version, logType, date].join('')).toBe(
      `${headerMsgtrk().slice(0, 4).join('\r\n')}\r\n`,
    );
    expect(fields).toBe(`#Fields: ${['redacted', ...columns.slice(1)].join(',')}\r\n`);
    const out = fieldsOf(redactOne(redactLine, lineMsgtrk({ 'x-bob': 'bob' }, columns)));
    expect(out?.[0]).toBe('redacted');
    expect(out?.[columns.indexOf('server-hostname')]).toBe(host('EX01'));
  });

  it.each([
    ['#Software: Bob', '# redacted'],
    ['#Version: 15.01 bob', '# redacted'],
    ['#Owner: bob', '# redacted'],
    ['#Fields: bob,ann', '# redacted'],
    ['"date_time_utc",message_id,event_id,bob', '"date_time_utc",message_id,event_id,redacted'],
  ])('header line %s', (line, expected) => {
    expect(redact([line])).toEqual([expected]);
  });
});

/** Stands in every text that must not be seen again. */
const MARK = 'Zq7xk';
const PIECES = [
  '',
  ';',
  "'",
  '"',
  ',',
  ':',
  '=',
  '|',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '@',
  '.',
  ' ',
  ', ',
  '-',
  '\\',
  '%3',
  '[{LED=',
  '};{',
  '}]',
  'SRV=',
  'S:',
  'S:TRA=',
  'MDB:',
  'Event:',
  'SMR-',
  'X-',
  'Hostname=',
  '[InternalId=7, Hostname=',
  '550 5.1.1 ',
  'RESOLVER.ADR.',
  'IPM.',
  'fe80::1',
  '\r',
  'é',
  'ClientSubmitTime:',
  '2024-02-19T09:00:00.211Z',
  'SMTP:',
  'EX:/O=',
  '04I: ',
  'S:DeliveryPriority=',
];
const piece = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.string({ maxLength: 5 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const hostile = fc
  .tuple(piece, piece, piece, piece)
  .map(([a, b, c, d]) => `${a}${b}${MARK}${c}${d}`.replaceAll(/[\n\0]/g, ''));

describe('hostile texts', () => {
  it('leak from no field of a line, and leave it a line with as many fields', () => {
    const texts = fc.array(fc.option(hostile, { nil: undefined }), {
      minLength: COLUMNS_2016.length,
      maxLength: COLUMNS_2016.length,
    });
    fc.assert(
      fc.property(texts, (all) => {
        const changes = COLUMNS_2016.flatMap((name, index) => {
          const text = all[index];
          return text === undefined ? [] : [[name, text] as const];
        });
        const line = lineMsgtrk(Object.fromEntries(changes));
        const [out = ''] = redact([line]);
        expect(out.toLowerCase(), line).not.toContain(MARK.toLowerCase());
        if (!msgtrk.isDirective(line))
          expect(fieldsOf(out)?.length).toBe(fieldsOf(line)?.length ?? 1);
      }),
      { numRuns: 600 },
    );
  });

  it('leak from no header line', () => {
    fc.assert(
      fc.property(hostile, fc.nat(29), (text, at) => {
        const columns = COLUMNS_2016.with(at, text.replaceAll(',', ''));
        const lines = [...headerMsgtrk(columns), ...headerMsgtrk().map((line) => `${line}${text}`)];
        for (const out of redact([...lines, `#${text}`]))
          expect(out.toLowerCase()).not.toContain(MARK.toLowerCase());
      }),
      { numRuns: 200 },
    );
  });
});
