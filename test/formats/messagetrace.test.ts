import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventKey } from '../../src/catalogue/msgtrk-codes.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { messageTrace } from '../../src/formats/messagetrace.ts';
import type { Decoded } from '../../src/formats/format.ts';

const CMDLET =
  '"Organization","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","Size","MessageTraceId"';
const GUID = '0A000000-0000-4000-8000-00000000000B';
const CENTER = 'Date,Sender,Recipient,Subject,Status';
const ENHANCED =
  'origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id';

function decode(header: string, line: string): Decoded {
  return messageTrace.decoder(messageTrace.readDirective(header, messageTrace.initialLayout))(line);
}

function eventsOf(header: string, line: string): readonly LogEvent[] {
  const decoded = decode(header, line);
  return decoded.kind === 'event' ? decoded.events : [];
}

const keys = (events: readonly LogEvent[]): (string | null)[][] =>
  events.map(({ recipient, code, eventText }) => [recipient, eventText ?? eventKey(code)]);

test('a line of Get-MessageTrace is an event of its recipient when the message came in', () => {
  const line = `"contoso.example","<a@contoso.example>","2026-09-01T10:11:12.5","ann@contoso.example","ben@contoso.example","Plan, ""new""","Delivered","5120","${GUID}"`;
  expect(eventsOf(CMDLET, line)).toEqual([
    expect.objectContaining({
      at: Date.UTC(2026, 8, 1, 10, 11, 12, 500),
      messageId: 'a@contoso.example',
      networkMessageId: GUID.toLowerCase(),
      sender: 'ann@contoso.example',
      recipient: 'ben@contoso.example',
      subject: 'Plan, "new"',
      sizeBytes: 5120,
      server: null,
    }),
  ]);
});

test.each([
  ['Delivered', 'STATUS-DELIVERED/TRACE'],
  ['failed', 'STATUS-FAILED/TRACE'],
  ['Filtered as spam', 'STATUS-FILTEREDASSPAM/TRACE'],
  ['GettingStatus', 'STATUS-GETTINGSTATUS/TRACE'],
  ['Quarantined', 'STATUS-QUARANTINED/TRACE'],
  ['Expanded', 'STATUS-EXPANDED/TRACE'],
  ['Pending', 'STATUS-PENDING/TRACE'],
  ['', 'STATUS-NONE/TRACE'],
  ['On Holiday', 'STATUS-ONHOLIDAY/TRACE'],
])('the status %j is %s', (status, key) => {
  const line = `2026-09-01T10:11:12Z,ann@contoso.example,ben@contoso.example,Hi,${status}`;
  expect(keys(eventsOf(CENTER, line))).toEqual([['ben@contoso.example', key]]);
});

describe('the enhanced summary', () => {
  const line = (status: string, id = '<a@contoso.example>'): string =>
    `2026-09-01T10:11:12Z,ann@contoso.example,${status},Hi,1,${id},${GUID}`;

  test('tells of each recipient what came last', () => {
    const status = [
      'ben@contoso.example##Receive, Deliver',
      'eve@fabrikam.example##Receive, Send',
      'foe@fabrikam.example##Receive, Defer, Fail',
      'all@contoso.example##Receive, Expand',
      'old@contoso.example##Receive, Redirect',
      'zoe@fabrikam.example##Receive',
      'BEN@contoso.example##Receive, Deliver',
      'new@fabrikam.example##Receive, Fly',
      'odd@fabrikam.example',
    ].join(';');
    expect(keys(eventsOf(ENHANCED, line(`"${status}"`)))).toEqual([
      ['BEN@contoso.example', 'STATUS-DELIVERED/TRACE'],
      ['eve@fabrikam.example', 'SENDEXTERNAL/TRACE'],
      ['foe@fabrikam.example', 'STATUS-FAILED/TRACE'],
      ['all@contoso.example', 'STATUS-EXPANDED/TRACE'],
      ['old@contoso.example', 'REDIRECT/TRACE'],
      ['zoe@fabrikam.example', 'STATUS-PENDING/TRACE'],
      ['new@fabrikam.example', 'STATUS-FLY/TRACE'],
      ['odd@fabrikam.example', 'STATUS-NONE/TRACE'],
    ]);
  });

  test.each([
    ['', `NetworkMessageId:${GUID.toLowerCase()}`],
    ['<>', `NetworkMessageId:${GUID.toLowerCase()}`],
    ['<a@b>', 'a@b'],
  ])('the id %j is told as %s', (id, expected) => {
    const [event] = eventsOf(ENHANCED, line('ben@contoso.example##Deliver', id));
    expect(event?.messageId).toBe(expected);
  });
});

/** Of a line of the admin center. */
const idOf = (line: string): string | null => eventsOf(CENTER, line)[0]?.messageId ?? null;

test('where a line names no message, those of one mail have the same id, others have not', () => {
  const first = idOf('2026-09-01T10:11:12Z,Ann@contoso.example,ben@contoso.example,Hi,Delivered');
  expect(first).toBe('Trace:2026-09-01T10:11:12.000Z,ann@contoso.example');
  expect(idOf('2026-09-01 10:11:12,ann@contoso.example,eve@fabrikam.example,Hi,Failed')).toBe(
    first,
  );
  expect(idOf('2026-09-01 10:11:13,ann@contoso.example,ben@contoso.example,Hi,Failed')).not.toBe(
    first,
  );
  expect(idOf('2026-09-01 10:11:12,,ben@contoso.example,Hi,Failed')).toBe(
    'Trace:2026-09-01T10:11:12.000Z,<>',
  );
});

test.each([
  ['9/1/2026 1:00 PM,a@b,c@d,Hi,Delivered', 'local-time'],
  ['soon,a@b,c@d,Hi,Delivered', 'bad-date'],
  ['2026-09-01T99:00,a@b,c@d,Hi,Delivered', 'bad-time'],
  ['2026-09-01T10:00,a@b,c@d,Hi,', null],
  ['2026-09-01T10:00,a@b,c@d,Hi,<b>', 'bad-event-id'],
  ['2026-09-01T10:00,a@b,c@d,Hi', 'too-few-fields'],
  ['2026-09-01T10:00,a@b,c@d,Hi, there,Delivered', 'too-many-fields'],
  ['2026-09-01T10:00,a@b,c@d,"Hi,Delivered', 'bad-quotes'],
  ['2026-09-01T10:00,a@b,c@d,H\0i,Delivered', 'nul-bytes'],
])('%j is a reject: %s', (line, code) => {
  const decoded = decode(CENTER, line);
  expect(decoded.kind === 'reject' ? decoded.code : null).toBe(code);
});

test('without a header nobody knows what is in a line', () => {
  expect(messageTrace.decoder(messageTrace.initialLayout)('a,b,c,d,e')).toMatchObject({
    code: 'too-few-fields',
  });
});

test('the header tells which columns are new', () => {
  const columns = messageTrace.readDirective(`${CENTER},Mood`, messageTrace.initialLayout);
  expect(messageTrace.unknownColumns?.(columns)).toEqual(['mood']);
});

test('any text is events with one recipient each, or a reject', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(CMDLET, CENTER, ENHANCED),
      fc.array(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('2026-09-01T10:00Z', 'Delivered', '##', ';', 'a##Deliver'),
        ),
        { maxLength: 9 },
      ),
      (header, fields) => {
        const decoded = decode(header, fields.join(','));
        if (decoded.kind === 'event') expect(decoded.events.length).toBeGreaterThan(0);
        else expect(decoded.detail.length).toBeLessThan(200);
      },
    ),
  );
});
