import { describe, expect, test } from 'vitest';
import { eventKey, msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { rowOfLine } from '../../src/formats/msgtrk-details/row-of-line.ts';
import type { MsgtrkRow } from '../../src/formats/msgtrk-row.ts';
import { detailSentence, isReasonFor } from '../../src/queries/detail-reason.ts';
import { createDetailsReader, nextCheckFor } from '../../src/queries/event-details.ts';
import type { Details } from '../../src/queries/event-details.ts';
import type { State } from '../../src/model/stage.ts';
import type { StoredEvent } from '../../src/store/read-messages.ts';
import { COLUMNS_2007, COLUMNS_2016, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';

const RECIPIENT = 'ann@contoso.example';

/** Details of the recipient by lines that are told by some of their fields, a second each. */
function details(lines: readonly MsgtrkFields[], columns = COLUMNS_2016): Details {
  const rows = new Map<number, MsgtrkRow | null>();
  const events = lines.map((fields, index): StoredEvent => {
    const at = Date.UTC(2024, 1, 19, 9, 0, index);
    const line = lineMsgtrk(
      { 'recipient-address': RECIPIENT, ...fields, 'date-time': new Date(at).toISOString() },
      columns,
    );
    rows.set(index, rowOfLine(line, columns));
    const code = msgtrkCode(String(fields['event-id']), String(fields['source'] ?? 'SMTP'));
    return {
      at,
      code,
      key: eventKey(code),
      messageId: 'one@contoso.example',
      recipient: RECIPIENT,
      server: 'EX01',
      partner: null,
      clientHost: null,
      slot: 1,
      file: 'MSGTRK20240219-1.LOG',
      sourceId: 1,
      line: index + 6,
      offset: index,
      length: 1,
    };
  });
  return createDetailsReader((event) => rows.get(event.offset) ?? null)(events);
}

const DEFER = { 'event-id': 'DEFER' };
const FAIL = { 'event-id': 'FAIL' };

describe('why a recipient was put off or failed', () => {
  test.each<[string, MsgtrkFields, object]>([
    [
      'a structured status',
      {
        ...FAIL,
        'recipient-status':
          "'[{LED=550 5.1.1 RESOLVER.ADR.RecipNotFound; not found};{MSG=};{FQDN=mx1.fabrikam.example};{IP=192.0.2.7};{LRT=}]'",
      },
      {
        event: 'FAIL/SMTP',
        text: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
        replyCode: 550,
        statusCode: '5.1.1',
        reason: 'RESOLVER.ADR.RecipNotFound',
        host: 'mx1.fabrikam.example',
        ip: '192.0.2.7',
        nextTryAt: null,
        timesPutOff: 0,
      },
    ],
    [
      'the status of this recipient, not of the others',
      {
        ...FAIL,
        'recipient-address': `ben@contoso.example;${RECIPIENT}`,
        'recipient-status': "'550 5.2.2 full; a';'550 4.4.7 QUEUE.Expired; b'",
      },
      { statusCode: '4.4.7', reason: 'QUEUE.Expired' },
    ],
    [
      'one status for all',
      {
        ...DEFER,
        'recipient-address': `ben@contoso.example;${RECIPIENT}`,
        'recipient-status': '432 4.3.2 recipient thread limit exceeded',
      },
      { statusCode: '4.3.2', reason: 'recipient thread limit exceeded' },
    ],
    [
      'a context, where the status is none',
      { ...DEFER, 'recipient-status': 'To', 'source-context': '451 4.7.0 Temporary server error' },
      { text: '451 4.7.0 Temporary server error', statusCode: '4.7.0' },
    ],
    [
      'a reply in the context of a session',
      { ...DEFER, 'source-context': '08DA9806C5B670C1;421 4.4.2 dropped;ClientSubmitTime:' },
      { text: '421 4.4.2 dropped', statusCode: '4.4.2', reason: null },
    ],
    [
      'a reply within words',
      {
        ...DEFER,
        source: 'AGENT',
        'source-context': 'Malware Agent; 432 4.7.0 Engine error; will retry',
      },
      {
        text: 'Malware Agent; 432 4.7.0 Engine error; will retry',
        replyCode: 432,
        statusCode: '4.7.0',
      },
    ],
    [
      'what stands behind a submission',
      {
        'event-id': 'SUBMITDEFER',
        source: 'STOREDRIVER',
        'source-context':
          'MDB:a, Mailbox:b, Event:7, ClientType:OWA; Transient failure: 451 4.4.0 no connection',
      },
      { text: 'Transient failure: 451 4.4.0 no connection', statusCode: '4.4.0' },
    ],
    [
      'the reference of THROTTLE',
      { 'event-id': 'THROTTLE', reference: 'SenderRate' },
      { text: 'SenderRate', statusCode: null },
    ],
    [
      'words',
      { ...DEFER, 'source-context': "waits for Ann's agent; really" },
      { text: "waits for Ann's agent; really", replyCode: null, reason: null, meaning: null },
    ],
  ])('is told by %s', (_, fields, detail) => {
    expect(details([fields]).detail).toMatchObject(detail);
  });

  test('is told of the last time', () => {
    const first = { ...DEFER, 'recipient-status': '421 4.4.1 Connection timed out' };
    const second = { ...DEFER, 'recipient-status': '421 4.4.2 Connection dropped' };
    expect(details([first, second]).detail?.statusCode).toBe('4.4.2');
  });

  test.each(['To', 'Cc', ''])('is not told by the status %j', (status) => {
    expect(details([{ ...DEFER, 'recipient-status': status }]).detail).toBeUndefined();
  });

  test('is not told where the line cannot be read', () => {
    expect(createDetailsReader(() => null)([])).toEqual({});
    const unread = details([{ ...FAIL, 'recipient-status': '550 5.1.1 x' }], ['date-time']);
    expect(unread).toEqual({});
  });

  test('tells the next try of 2007, but takes no arrival for one', () => {
    const later = { ...DEFER, 'message-info': '2024-02-19T09:15:00.000Z' };
    expect(details([later], COLUMNS_2007).detail).toMatchObject({
      text: null,
      nextTryAt: '2024-02-19T09:15:00.000Z',
    });
    const earlier = { ...DEFER, 'message-info': '2024-02-19T08:59:00.000Z' };
    expect(details([earlier]).detail).toBeUndefined();
  });
});

describe('the sentence about it', () => {
  test.each<[MsgtrkFields, string]>([
    [
      {
        ...DEFER,
        'recipient-status': '421 4.4.2 Connection dropped [Hostname=mx1.fabrikam.example]',
      },
      'mx1.fabrikam.example said 421 4.4.2 (Connection dropped): the connection broke within the session; it is tried again.',
    ],
    [
      { ...FAIL, 'recipient-status': '550 5.1.6 gone away' },
      'The answer was 550 5.1.6: the recipient has moved and left no forwarding address.',
    ],
    [
      { ...DEFER, 'source-context': 'an agent', 'message-info': '2024-02-19T09:15:00.000Z' },
      'The next try is at 2024-02-19 09:15:00Z.',
    ],
    [{ ...DEFER, 'source-context': '<script>alert(1)</script>' }, ''],
    [{ ...FAIL, 'recipient-status': '550 nobody here' }, 'The answer was 550.'],
  ])('%j', (fields, sentence) => {
    const { detail } = details([fields]);
    expect(
      detail === undefined ? null : detailSentence(detail, 'retrying', Date.UTC(2024, 1, 19, 9, 1)),
    ).toBe(sentence);
  });

  test('how often it was put off counts from its last arrival on', () => {
    const answer = { 'recipient-status': '421 4.4.2 dropped' };
    const defer = { ...DEFER, ...answer };
    const lines = [{ 'event-id': 'RECEIVE' }, defer, { 'event-id': 'RESUBMIT' }, defer, defer];
    const { detail } = details(lines);
    expect(detail?.timesPutOff).toBe(2);
    expect(details([defer, { ...FAIL, ...answer }]).detail?.timesPutOff).toBe(1);
  });

  test.each<[string, State, string]>([
    ['to come', 'retrying', 'The next try is at 2024-02-19 09:00:30Z.'],
    [
      'that no line tells of',
      'waiting',
      'The next try was due at 2024-02-19 09:00:30Z, and no line',
    ],
    ['of what is over is not told', 'ndr', ''],
  ])('a try %s', (_, state, sentence) => {
    const info = { 'message-info': '2024-02-19T09:00:30.000Z' };
    const { detail } = details([DEFER, { ...DEFER, ...info }]);
    if (detail === undefined) throw new Error('no detail');
    const told = detailSentence(
      detail,
      state,
      Date.UTC(2024, 1, 19, 9, state === 'waiting' ? 1 : 0),
    );
    expect(told.slice(0, 23 + sentence.length)).toBe(
      state === 'ndr' ? '' : `It was put off 2 times. ${sentence}`.slice(0, 23 + sentence.length),
    );
  });

  test('is a reason only for what it led to', () => {
    const { detail } = details([{ ...DEFER, 'recipient-status': '421 4.4.2 dropped' }]);
    if (detail === undefined) throw new Error('no detail');
    const at = Date.parse(detail.at);
    expect(isReasonFor('retrying', at - 1, detail)).toBe(true);
    expect(isReasonFor('delivered', at - 1, detail)).toBe(false);
    // It came back since.
    expect(isReasonFor('waiting', at + 1, detail)).toBe(false);
    expect(nextCheckFor(detail)).toMatch(/port 25/);
  });
});

test.each<[string, MsgtrkFields, RegExp | null]>([
  [
    'a reason',
    { ...FAIL, source: 'ROUTING', 'recipient-status': '550 5.1.1 RESOLVER.ADR.RecipNotFound' },
    /Get-Recipient/,
  ],
  ['a code of the next hop', { ...DEFER, 'recipient-status': '421 4.4.2 dropped' }, /port 25/],
  [
    'a code of our own server',
    { ...DEFER, source: 'AGENT', 'recipient-status': '421 4.4.2 dropped' },
    null,
  ],
  ['no code', { ...DEFER, 'source-context': 'words' }, null],
])('what to check first by %s', (_, fields, check) => {
  const { detail } = details([fields]);
  const told = detail === undefined ? undefined : nextCheckFor(detail);
  if (check === null) expect(told).toBeNull();
  else expect(told).toMatch(check);
});

describe('where the time went', () => {
  const INFO = '2024-02-19T08:59:58.500Z;SRV=EX01:TOTAL-HUB=1.5|QDM=1.2';

  test('is told by the last line that was measured', () => {
    const { latency } = details([
      { 'event-id': 'SEND', 'message-info': '2024-02-19T08:59:58.500Z;SRV=EX01:TOTAL-HUB=1' },
      { 'event-id': 'DELIVER', source: 'STOREDRIVER', 'message-info': INFO },
      { 'event-id': 'RECEIVE', 'message-info': '04I: ' },
    ]);
    expect(latency).toMatchObject({
      event: 'DELIVER/STOREDRIVER',
      at: '2024-02-19T09:00:01.000Z',
      originalArrivalAt: '2024-02-19T08:59:58.500Z',
      seconds: 2.5,
      segments: [{ server: 'EX01', total: 'TOTAL-HUB', seconds: 1.5 }],
    });
  });

  test('is told by the end, though the clock of another server has its SEND later', () => {
    const delivered = { 'event-id': 'DELIVER', source: 'STOREDRIVER', 'message-info': INFO };
    const sent = { 'event-id': 'SEND', 'message-info': INFO };
    expect(details([delivered, sent]).latency?.event).toBe('DELIVER/STOREDRIVER');
    expect(details([sent]).latency?.event).toBe('SEND/SMTP');
  });

  test('may be below zero where clocks differ', () => {
    const ahead = { 'event-id': 'DELIVER', 'message-info': '2024-02-19T09:00:05.000Z' };
    expect(details([ahead]).latency?.seconds).toBe(-5);
  });

  test('is not told without a measure', () => {
    expect(details([{ 'event-id': 'DELIVER', 'message-info': '' }]).latency).toBeUndefined();
    expect(details([{ 'event-id': 'RECEIVE', 'message-info': INFO }]).latency).toBeUndefined();
  });
});
