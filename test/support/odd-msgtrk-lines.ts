import fc from 'fast-check';
import { COLUMNS_BY_COUNT } from '../../src/formats/msgtrk-columns.ts';
import { MSGTRK_EVENT_IDS, MSGTRK_SOURCES } from '../../src/catalogue/msgtrk-codes.ts';
import type { OddLog } from './odd-lines.ts';

/** Signs that mislead: what is trimmed, what stands for something, what takes several bytes, what no log should hold. */
const SIGNS = Array.from(
  ` -<>';:#=@\\aZ0\u00e9\u20ac\u{1f4e7}\u00a0\u2028\u3000\uFEFF\u0085\u212a` +
    '\u0001\b\t\u000b\f\r\u000e\u001f\u007f',
);
const oddText = fc.string({
  unit: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...SIGNS) },
    { weight: 1, arbitrary: fc.constantFrom(',', '"', '\0', '"a, b"') },
  ),
  maxLength: 6,
});
const oddBytes = fc
  .uint8Array({ maxLength: 4 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0x80 : byte))));

const TIMES =
  '2024-02-19T09:00:01.250Z|2024-02-19T09:00:01.2509999Z|2024-02-19T09:00:01Z|2024-02-19 09:00:01|2024-02-19T23:59:59.9|' +
  '2024-02-20T00:00:00.000Z|2024-02-30T00:00:00.000Z|2024-13-01T00:00:00Z|0001-01-01T00:00:00.000Z|0099-01-01T00:00:00Z|' +
  '0100-01-01T00:00:00Z|9999-12-31T23:59:59.999Z|2024-2-19T09:00:00Z|2024-02-19T24:00:00Z|2024-02-19T09:60:00Z|2024-02-19T09:00:60Z|' +
  '2024-02-19T09:00:01.Z|2024-02-19T09:00:01.12345678Z|2024-02-19T09:00:01+01:00|2024-02-19T09:00:01ZZ| 2024-02-19T09:00:01Z |' +
  '2024-02-19T09:00|2024-02-19|2024/02/19T09:00:01Z|2024-02-19T9:00:001Z|#2024-02-19T09:00:01Z|1969-12-31T23:59:59Z|';
const ARRIVALS =
  '|2024-02-19T08:59:58.000Z;SRV=EX01:TOTAL-HUB=3.2|2024-02-19T08:59:58Z|2024-02-19T08:59:58Z |2024-02-19T08:59:58Z ;x|04I: |' +
  `0001-01-01T00:00:00Z;x|;2024-02-19T08:59:58Z| 2024-02-19T08:59:58Z;|SRV=EX01.contoso.example:TOTAL=1|` +
  '2024-02-19T08:59:58Z;LSRV=ex01.CONTOSO.example:X=0.1|x;SRV=EX02:Y=1|SRV= EX01 :';
const HOSTS =
  'EX01|ex01|EX01.contoso.example|ex01.CONTOSO.example|EX02|EX01.fabrikam.example| EX01 |contoso.example|xcontoso.example|[10.1.0.1]|';
const ADDRESSES =
  'ann@contoso.example|ANN@Contoso.example|eve@fabrikam.example|ann|ann@|@contoso.example|a@b@contoso.example|<ann@contoso.example>|' +
  'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example|smtp:ann@contoso.example|x@example|<>| ann@contoso.example |' +
  'Z\u00f6e@contoso.example|Z\u00d6E@Contoso.example|<\u00e9lan@fabrikam.example>|ann@b\u00fcro.example|\u00a0ann@contoso.example|z\u00f6e|';
const LISTS =
  `${ADDRESSES}ann@contoso.example;eve@fabrikam.example|ann@contoso.example;ANN@contoso.example;eve@fabrikam.example|;|;;a; b ;|` +
  `'a;b';c|a;'b|o'neil@a;c|a; 'b;c'|'z\u00f6e;b@c';d|Z\u00f6e@b;Ann@b|Z\u00f6e@b;z\u00d6e@b;a@b|\u212aim@b;kim@b|a@z\u00f6e;b@c|a@b\u3000;c@d|${'a;b;'.repeat(20)}|${Array.from({ length: 128 }, (_, i) => `a${i}`).join(';')}|` +
  Array.from({ length: 129 }, (_, i) => `a${i}`).join(';');
const IDS =
  '<one@contoso.example>|<two@contoso.example>|a@b.example|<>|<|>|<<a>>|< a >|<c=us;a= ;p=C;l=X>|c=US;a= ;p=C;l=X|';
const GUIDS =
  '0a000000-0000-0000-0000-00000000000b|0A000000-0000-0000-0000-00000000000B|00000000-0000-0000-0000-000000000000|' +
  '0a0000000000-0000-0000-00000000-000b|0a000000-0000-0000-0000-00000000000|0g000000-0000-0000-0000-00000000000b|x|';
const REFERENCES = `|<a@b>|<a@b>;<c@d>|<a>|<@>|<a@b@c>|<<a@b>>|123|a@b| <a@b> |<>|<a@b||;<a@b>|'<a@b>'|'<a@b>;|12;<a@b>`;
const NUMBERS = '1|1200|0|007|999999999999999|1000000000000000| 1 |-1|1.5|';
const SUBJECTS =
  'Status| a  b |a\tb|\ta|a\u001f|a\u0001\u00e9b|Gr\u00fc\u00dfe|\u00e9|\u00e9 | \u00e9|\u00a0a|a\u3000|-|a\u00e9b|#1|a;b|';
const CONTEXTS =
  '|08DE0000;2024-02-19T09:00:00.000Z;0|250 2.1.5 Ok|Mailbox:279f077c-216f-4323-a9ee-48e50ffd3cad Event:5|x Hostname=EX02]|' +
  'MessageClass:IPM.Note.StorageQuotaWarning';
const DIRECTIONS = 'Originating|Incoming|INCOMING|Undefined| incoming |';
const EVENTS = `RECEIVE|SEND|AGENTINFO|DELIVER|receive| SEND |NEWTHING|1019|${MSGTRK_EVENT_IDS.join('|')}|`;
const SOURCES = `SMTP|Smtp| SMTP|NEWSOURCE|${MSGTRK_SOURCES.join('|')}|`;

const USUAL: Readonly<Record<string, string>> = {
  'date-time': TIMES,
  'client-hostname': HOSTS,
  'server-hostname': HOSTS,
  'server-ip': '10.1.0.1||EX01',
  'source-context': CONTEXTS,
  source: SOURCES,
  'event-id': EVENTS,
  'internal-message-id': '7||0|617001952| 8 |-1|12345678901234567890|123456789012345678901',
  'message-id': IDS,
  'network-message-id': GUIDS,
  'recipient-address': LISTS,
  'recipient-status': CONTEXTS,
  'total-bytes': NUMBERS,
  'recipient-count': NUMBERS,
  'related-recipient-address': `|${LISTS}`,
  reference: REFERENCES,
  'message-subject': SUBJECTS,
  'sender-address': ADDRESSES,
  'return-path': `<>|${ADDRESSES}`,
  'message-info': ARRIVALS,
  directionality: DIRECTIONS,
};

/** What a line is mostly about may be any of what it may be; most other fields are as they should be. */
const OFTEN_OTHERS: ReadonlySet<string> = new Set([
  'source',
  'event-id',
  'client-hostname',
  'server-hostname',
  'recipient-address',
  'sender-address',
  'directionality',
  'related-recipient-address',
]);

function fieldOf(column: string): fc.Arbitrary<string | Buffer> {
  const [first = '', ...others] = (USUAL[column] ?? '|x|a;b').split('|');
  return fc.oneof(
    { weight: OFTEN_OTHERS.has(column) ? 20 : 100, arbitrary: fc.constant(first) },
    { weight: OFTEN_OTHERS.has(column) ? 60 : 8, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: oddBytes },
  );
}

const KNOWN = [...COLUMNS_BY_COUNT.values()];
const [LAST = []] = KNOWN.slice(-1);

/** Columns of a version, or in any order, with some missing or unknown; none: the number of fields tells. */
const columns: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .shuffledSubarray([...LAST], { minLength: 12 })
      .map((some) => [...new Set([...some, 'date-time', 'event-id', 'message-id', 'weather'])]),
  },
);

const lineEnd = fc.oneof(
  { weight: 5, arbitrary: fc.constant('\r\n') },
  { weight: 3, arbitrary: fc.constant('\n') },
  fc.constantFrom('\r\r\n', ' \r\n', ',\r\n'),
);

function lineOf(names: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .record({ fields: fc.tuple(...names.map(fieldOf)), lineEnd, isOld: fc.nat(9) })
    .map(({ fields, lineEnd: end, isOld }) => {
      const encoding = isOld === 0 ? 'latin1' : 'utf8';
      const parts = fields.map((field) =>
        typeof field === 'string' ? Buffer.from(field, encoding) : field,
      );
      const all = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part]));
      return Buffer.concat([...all, Buffer.from(end)]);
    });
}

/** Lines of modern logs as they should not be, and their layout. */
export const oddMsgtrkLogs: fc.Arbitrary<OddLog> = columns.chain((names) => {
  const [shown] = names.length > 0 ? [names] : KNOWN.slice(-1);
  return fc
    .array(lineOf(shown ?? []), { minLength: 1, maxLength: 5 })
    .map((lines) => ({ layout: { columns: names, writerVersion: null }, lines }));
});
