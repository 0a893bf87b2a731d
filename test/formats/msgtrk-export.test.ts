import { describe, expect, test } from 'vitest';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import { decodeLines, msgtrkEvent, msgtrkEvents } from '../support/decode.ts';
import { COLUMNS_2013, lineMsgtrk } from '../support/log-msgtrk.ts';

const ONLINE = COLUMNS_2013.join(',').replaceAll('-', '_').replace('date_time', 'date_time_utc');

test('a row of Exchange Online is read as one of the log that it is of', () => {
  const line = lineMsgtrk({ 'event-id': 'Receive', source: 'Smtp' }, COLUMNS_2013);
  const inCapitals = lineMsgtrk({}, COLUMNS_2013);
  expect(msgtrkEvent(ONLINE, line)).toEqual(msgtrkEvent(inCapitals));
  const quotedHeader = ONLINE.split(',')
    .map((name) => `"${name}"`)
    .join(',');
  expect(msgtrkEvent(quotedHeader, line)).toEqual(msgtrkEvent(inCapitals));
});

test.each([
  [[ONLINE, ''], 'Exchange Online'],
  [[`\uFEFF${ONLINE}`], 'Exchange Online'],
  [[`#Fields: ${COLUMNS_2013.join(',')}`], null],
  [['Timestamp,EventId,MessageId'], null],
])('a file that begins with %j is of the server %j where lines name none', (lines, server) => {
  expect(msgtrk.serverOf?.(lines)).toBe(server);
});

const HEADER =
  '"PSComputerName","Timestamp","ServerHostname","Source","EventId","MessageId","Recipients","RecipientStatus","Sender","MessageSubject","EventData"';

function exported(changes: Readonly<Record<string, string>> = {}): string {
  const fields: Readonly<Record<string, string>> = {
    PSComputerName: 'ex21.contoso.example',
    Timestamp: '2026-09-05T07:00:00.1230000Z',
    ServerHostname: 'EX21',
    Source: 'SMTP',
    EventId: 'RECEIVE',
    MessageId: '<one@contoso.example>',
    Recipients: 'ann@contoso.example;ben@contoso.example',
    Sender: 'eve@fabrikam.example',
    MessageSubject: 'Plan, new',
    ...changes,
  };
  return HEADER.split(',')
    .map((name) => `"${fields[name.slice(1, -1)] ?? ''}"`)
    .join(',');
}

describe('an export of Get-MessageTrackingLog', () => {
  test('is read by the names of its properties', () => {
    expect(msgtrkEvents('#TYPE Some.Type', HEADER, exported())).toEqual(
      ['ann@contoso.example', 'ben@contoso.example'].map((recipient) =>
        expect.objectContaining({
          at: Date.UTC(2026, 8, 5, 7, 0, 0, 123),
          recipient,
          server: 'EX21',
          messageId: 'one@contoso.example',
          sender: 'eve@fabrikam.example',
          subject: 'Plan, new',
        }),
      ),
    );
    expect(msgtrk.unknownColumns?.(msgtrk.readDirective(HEADER, msgtrk.initialLayout))).toEqual([]);
  });

  test('may tell the zone of its times', () => {
    const [event] = msgtrkEvents(HEADER, exported({ Timestamp: '2026-09-05T09:00:00+02:00' }));
    expect(event?.at).toBe(Date.UTC(2026, 8, 5, 7));
  });

  test.each([
    [
      { Timestamp: '9/5/2026 7:00:00 AM' },
      'local-time',
      'a local time without its zone: "9/5/2026',
    ],
    [{ Timestamp: '2026-09-05T07:00:00' }, 'local-time', 'a local time'],
    [{ Timestamp: '05.09.2026 07:00:00' }, 'local-time', 'a local time'],
    [{ Timestamp: 'soon' }, 'bad-date', 'no such time: "soon"'],
    [{ Recipients: 'System.String[]' }, 'type-names', 'System.String[]'],
    [{ EventId: '' }, 'bad-event-id', 'no event id'],
  ])('is set aside where it was exported badly: %j', (changes, code, detail) => {
    expect(decodeLines([HEADER, exported(changes)], msgtrk)).toEqual([
      { kind: 'reject', code, detail: expect.stringContaining(detail) },
    ]);
  });

  test('has no names of types where lists of lesser weight were', () => {
    const changes = {
      EventId: 'FAIL',
      RecipientStatus: 'System.String[]',
      EventData: 'System.Collections.Generic.KeyValuePair`2[System.String,System.Object][]',
    };
    const events = msgtrkEvents(HEADER, exported(changes));
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain('System.');
  });
});
