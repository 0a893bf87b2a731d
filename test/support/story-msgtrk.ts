import { headerMsgtrk, lineMsgtrk } from './log-msgtrk.ts';
import type { MsgtrkFields } from './log-msgtrk.ts';

/*
 * One mail by two servers of Exchange 2016: to a colleague on the other one, to a list with a member outside, and to somebody who is not there.
 * A second mail waits for its moderator.
 */

export const MESSAGE = 'offer-7@contoso.example';
const MAILBOX = 'aaaa0001-0002-0003-0004-00000000000a';
const GUID = 'bbbb0001-0002-0003-0004-00000000000b';
const SUBMITTED = `MDB:cccc0001-0002-0003-0004-00000000000c, Mailbox:${MAILBOX}, Event:63779422, MessageClass:IPM.Note, CreationTime:2024-02-19T09:00:00.000Z, ClientType:OWA`;
const SUBJECT = 'Offer, for the Fabrikam people';

/** Every name of the story that no redacted bag may hold, in lower case. */
export const NAMES = [
  'ann.lee',
  'ben.oak',
  'cy.elm',
  'dan.ash',
  'eve.fir',
  'sales-list',
  'moderator.yew',
  'nobody.s',
  'contoso',
  'fabrikam',
  'ex01',
  'ex02',
  'mx-far',
  '10.1.0.',
  '10.9.0.',
  '2001:db8',
  'fe80::',
  MAILBOX,
  GUID,
  'cccc0001',
  '63779422',
  '5450313518',
  '7700881',
  'dddd0001',
  '08da9806',
  'eeee0001',
  'offer',
  'bounce-7',
  'approve-8',
  'secretword',
  'far connector',
];

const MAIL: MsgtrkFields = {
  'message-id': `<${MESSAGE}>`,
  'network-message-id': GUID,
  'message-subject': SUBJECT,
  'sender-address': 'ann.lee@contoso.example',
  'return-path': 'ann.lee@contoso.example',
  directionality: 'Originating',
  'client-hostname': 'EX01.contoso.example',
  'server-hostname': 'EX01',
  'client-ip': '10.1.0.1',
  'server-ip': 'fe80::1:2%3',
  'total-bytes': 41_300,
  'schema-version': '15.01.2375.007',
};

function mail(second: number, event: string, source: string, fields: MsgtrkFields): string {
  return lineMsgtrk({
    ...MAIL,
    'date-time': `2024-02-19T09:00:${String(second).padStart(2, '0')}.125Z`,
    'event-id': event,
    source,
    'log-id': `eeee0001-0002-0003-0004-${String(second).padStart(12, '0')}`,
    ...fields,
  });
}

const SUBMISSION = [
  mail(1, 'NOTIFYMAPI', 'STOREDRIVER', {
    'source-context': SUBMITTED,
    'message-id': '',
    'network-message-id': '',
    'internal-message-id': '',
    'server-hostname': '',
    'recipient-address': '',
    'message-subject': '',
  }),
  mail(2, 'RECEIVE', 'STOREDRIVER', {
    'source-context': SUBMITTED,
    'recipient-address':
      'ben.oak@contoso.example;sales-list@contoso.example;eve.fir@fabrikam.example',
    'recipient-status': 'To;To;Cc',
    'recipient-count': 3,
    'message-info': '04I: ',
    'original-client-ip': '2001:db8::77',
    'custom-data': 'S:DeliveryPriority=Normal;S:AccountForest=contoso.example;S:SecretWord=1',
  }),
];

const TRANSPORT = [
  mail(3, 'RECEIVE', 'SMTP', {
    'source-context': '08DA9806C5B670C1;2024-02-19T09:00:02.900Z;0',
    'connector-id': 'EX01\\Default EX01',
    'internal-message-id': 5_450_313_518,
    'recipient-address':
      'ben.oak@contoso.example;sales-list@contoso.example;eve.fir@fabrikam.example',
    'recipient-count': 3,
  }),
  mail(4, 'EXPAND', 'ROUTING', {
    'internal-message-id': 5_450_313_518,
    'recipient-address': 'cy.elm@contoso.example;dan.ash@fabrikam.example',
    'related-recipient-address': 'sales-list@contoso.example',
    'recipient-count': 2,
  }),
  mail(5, 'SENDEXTERNAL', 'SMTP', {
    'connector-id': 'Far connector',
    'server-hostname': 'mx-far.fabrikam.example',
    'server-ip': '10.9.0.7',
    'recipient-address': 'dan.ash@fabrikam.example',
    'recipient-status': "'250 2.0.0 Ok: queued as secretword; thanks'",
    'message-info':
      '2024-02-19T09:00:00.000Z;SRV=EX01.contoso.example:TOTAL-HUB=4.2|QDE=3.9(X-SMSDR=0.1)|CATSM-SecretWord Agent=0.1',
    'custom-data': "S:E2ELatency=5.125;'S:TRA=ETR|ruleId=secretword;st=1'",
  }),
  mail(6, 'SEND', 'SMTP', {
    'server-hostname': 'ex02.contoso.example',
    'recipient-address': 'ben.oak@contoso.example;cy.elm@contoso.example',
    'recipient-status':
      '250 2.6.0 <offer-7@contoso.example> [InternalId=7700881, Hostname=ex02.contoso.example] Queued mail for delivery',
  }),
  mail(7, 'FAIL', 'SMTP', {
    'recipient-address': 'eve.fir@fabrikam.example',
    'recipient-status':
      '[{LED=550 5.1.1 User secretword unknown};{MSG=};{FQDN=mx-far.fabrikam.example};{IP=10.9.0.7};{LRT=2/19/2024 9:00:06 AM}]',
    reference: '<bounce-7@contoso.example>',
  }),
  // No event id that anybody knows: whoever can write a log can write anything there.
  mail(8, 'SECRETWORD', 'NOBODY.S', { 'recipient-address': 'ben.oak@contoso.example' }),
  mail(9, 'INITMESSAGECREATED', 'APPROVAL', {
    'message-id': '<approve-8@contoso.example>',
    'network-message-id': 'dddd0001-0002-0003-0004-00000000000d',
    'recipient-address': 'moderator.yew@contoso.example',
    'related-recipient-address': 'sales-list@contoso.example',
    reference: `<${MESSAGE}>`,
  }),
];

const DELIVERY = [
  mail(10, 'DELIVER', 'STOREDRIVER', {
    'client-hostname': 'EX02.contoso.example',
    'server-hostname': 'EX02',
    'recipient-address': 'ben.oak@contoso.example;cy.elm@contoso.example',
    'recipient-count': 2,
  }),
];

/** The logs by their paths, as UTF-8 with a byte order mark and CRLF. */
export const STORY_MSGTRK: Readonly<Record<string, string>> = {
  'logs/EX01/MSGTRKMS2024021909-1.LOG': log(SUBMISSION),
  'logs/EX01/MSGTRK2024021909-1.LOG': log(TRANSPORT),
  'logs/EX02/MSGTRKMD2024021909-1.LOG': log(DELIVERY),
};

function log(lines: readonly string[]): string {
  return `\uFEFF${[...headerMsgtrk(), ...lines].join('\r\n')}\r\n`;
}
