import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/model/log-event.ts';
import { msgtrkEvent } from '../support/decode.ts';
import { lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';

const MAILBOX = '279F077C-216F-4323-A9EE-48E50FFD3CAD';
const SUBMISSION = `Mailbox:${MAILBOX.toLowerCase()},Event:42`;
const CONTEXT = `MDB:61914740-3f1b-4ddb-94e0-557196870cfa, Mailbox:${MAILBOX}, Event:42, MessageClass:IPM.Note`;
const GUID = '0a000000-0000-0000-0000-00000000000b';

function idsOf(fields: MsgtrkFields): (string | null | undefined)[] {
  const event = msgtrkEvent(lineMsgtrk(fields));
  return [event.messageId, event.submissionId, event.networkMessageId];
}

describe('a line is joined by', () => {
  test.each<[string, MsgtrkFields, (string | null)[]]>([
    ['its message id', {}, ['one@contoso.example', null, GUID]],
    [
      'a GUID in capitals',
      { 'network-message-id': GUID.toUpperCase() },
      ['one@contoso.example', null, GUID],
    ],
    ['one without brackets', { 'message-id': 'a b' }, ['a b', null, GUID]],
    [
      'one with control characters',
      { 'message-id': '<a\u001f\u0007b>' },
      ['a\uFFFD\uFFFDb', null, GUID],
    ],
    [
      'its submission, too, where it tells of one',
      { source: 'STOREDRIVER', 'source-context': CONTEXT },
      ['one@contoso.example', SUBMISSION, GUID],
    ],
    [
      'its submission alone',
      {
        'event-id': 'NOTIFYMAPI',
        'message-id': '',
        'network-message-id': '',
        'source-context': CONTEXT,
      },
      [SUBMISSION, null, null],
    ],
    [
      'nothing, where the store warns of a full mailbox',
      {
        'event-id': 'NOTIFYMAPI',
        'message-id': '',
        'source-context': CONTEXT.replace('IPM.Note', 'IPM.Note.StorageQuotaWarning.Warning'),
      },
      [null, null, GUID],
    ],
    [
      'no submission of another event',
      { 'event-id': 'DELIVER', 'source-context': CONTEXT },
      ['one@contoso.example', null, GUID],
    ],
    [
      'no submission of a mailbox without a number',
      { 'source-context': CONTEXT.replace('Event:42', 'Event:x') },
      ['one@contoso.example', null, GUID],
    ],
    [
      'no submission of what is no mailbox',
      { 'source-context': CONTEXT.replace(MAILBOX, '-'.repeat(36)) },
      ['one@contoso.example', null, GUID],
    ],
    ['its number on the server', { 'message-id': '<>' }, ['InternalId:7@ex01', null, GUID]],
    [
      'its GUID, where there is nothing else',
      { 'message-id': '', 'internal-message-id': 0 },
      [`NetworkMessageId:${GUID}`, null, GUID],
    ],
    [
      'nothing',
      { 'message-id': '', 'internal-message-id': '', 'network-message-id': '' },
      [null, null, null],
    ],
    [
      'no GUID of zeros',
      { 'network-message-id': GUID.replaceAll(/[ab]/g, '0') },
      ['one@contoso.example', null, null],
    ],
    ['no GUID that is none', { 'network-message-id': 'x' }, ['one@contoso.example', null, null]],
  ])('%s', (_name, fields, ids) => {
    expect(idsOf(fields)).toEqual(ids);
  });
});

describe('the message that a line refers to is', () => {
  test.each<[string, MsgtrkFields, string | null]>([
    ['that of a report', { 'event-id': 'DSN', reference: '<a@b>' }, 'a@b'],
    ['the report', { 'event-id': 'FAIL', reference: '<a@b>' }, 'a@b'],
    ['what caused it', { 'event-id': 'RECEIVE', reference: '<a@b>' }, 'a@b'],
    ['the first of several', { 'event-id': 'RECEIVE', reference: '<a@b>;<c@d>' }, 'a@b'],
    [
      'what waits for a moderator',
      { 'event-id': 'MODERATORREJECT', reference: '<one@contoso.example>' },
      'one@contoso.example',
    ],
    ['none of a number', { 'event-id': 'RECEIVE', reference: '123' }, null],
    ['none of another text', { 'event-id': 'RECEIVE', reference: '<a>' }, null],
    ['none of a fork', { 'event-id': 'TRANSFER', reference: '<a@b>' }, null],
    ['none where nothing says so', { 'event-id': 'DSN' }, null],
  ])('%s', (_name, fields, linked) => {
    expect(msgtrkEvent(lineMsgtrk(fields)).linkedMessageId).toBe(linked);
  });
});

const REPLY =
  '250 2.6.0 <one@contoso.example> [InternalId=5450313518243, Hostname=EX02.contoso.example] Queued';

describe('the server, whom it gave the message to, and who gave it the message:', () => {
  const both = { 'client-hostname': 'A', 'server-hostname': 'B', 'server-ip': '10.1.0.2' };
  test.each<[string, MsgtrkFields, (string | null)[]]>([
    ['RECEIVE', both, ['B', null, 'A']],
    ['RECEIVE', { ...both, 'server-hostname': '' }, ['A', null, 'A']],
    ['RECEIVE', { ...both, 'client-hostname': '', 'server-hostname': '' }, [null, null, null]],
    ['DSN', both, ['B', null, 'A']],
    ['SEND', both, ['A', 'B', null]],
    ['SEND', { ...both, 'server-hostname': '' }, ['A', '10.1.0.2', null]],
    ['SEND', { ...both, 'recipient-status': REPLY }, ['A', 'EX02.contoso.example', null]],
    ['SEND', { ...both, 'source-context': `x;${REPLY};y` }, ['A', 'EX02.contoso.example', null]],
    ['SEND', { ...both, 'client-hostname': '', 'server-hostname': '' }, [null, '10.1.0.2', null]],
    ['SENDEXTERNAL', { ...both, 'recipient-status': REPLY }, ['A', 'B', null]],
    ['DELIVER', both, ['A', null, null]],
    ['DELIVER', { ...both, 'client-hostname': '' }, ['B', null, null]],
    ['FAIL', both, ['A', null, null]],
    ['SUBMIT', both, ['A', 'B', null]],
    ['SUBMIT', { ...both, 'server-hostname': 'a' }, ['A', null, null]],
    [
      'SUBMIT',
      { ...both, 'client-hostname': 'ex01.b', 'server-hostname': 'EX01' },
      ['EX01', null, null],
    ],
    ['NOTIFYMAPI', both, ['A', null, null]],
    ['AGENTINFO', both, ['A', null, null]],
  ])('%s %j', (event, fields, hosts) => {
    const read: LogEvent = msgtrkEvent(lineMsgtrk({ 'event-id': event, ...fields }));
    expect([read.server, read.partner, read.clientHost]).toEqual(hosts);
  });
});
