import type { MsgtrkEventId, MsgtrkSource } from './msgtrk-codes.ts';

/** What wrote a modern event: a part of transport, or a person. */
export interface MsgtrkSourceEntry {
  readonly meaning: string;
  /** Those it is known to write; others may be. */
  readonly events: readonly MsgtrkEventId[];
}

/** Microsoft Learn, Message tracking; which event comes from which source also by what others match in logs of theirs. */
export const MSGTRK_SOURCE_TABLE: Readonly<Record<MsgtrkSource, MsgtrkSourceEntry>> = {
  SMTP: {
    meaning: 'The part of the transport service that receives and sends by SMTP wrote it.',
    events: [
      'RECEIVE',
      'SEND',
      'SENDEXTERNAL',
      'DEFER',
      'FAIL',
      'HAREDIRECT',
      'HAREDIRECTFAIL',
      'HARECEIVE',
      'HADISCARD',
    ],
  },
  STOREDRIVER: {
    meaning:
      'The store driver wrote it, which takes mail out of mailboxes and puts it into them. From 2013 on it is part of the Mailbox Transport services.',
    events: [
      'NOTIFYMAPI',
      'NOTIFYSHADOW',
      'CLIENTSUBMISSION',
      'RECEIVE',
      'SUBMIT',
      'SUBMITDEFER',
      'SUBMITFAIL',
      'DELIVER',
      'DUPLICATEDELIVER',
      'DELIVERFAIL',
      'PROCESS',
      'DEFER',
      'FAIL',
    ],
  },
  AGENT: {
    meaning:
      'A transport agent wrote it: mail flow rules, journaling, a malware or spam filter, or an agent of another product.',
    events: ['AGENTINFO', 'RECEIVE', 'TRANSFER', 'DEFER', 'RESUBMIT', 'FAIL', 'DROP'],
  },
  ROUTING: {
    meaning: 'The categorizer wrote it, which resolves recipients and finds their route.',
    events: [
      'RESOLVE',
      'REDIRECT',
      'EXPAND',
      'TRANSFER',
      'DUPLICATEEXPAND',
      'DUPLICATEREDIRECT',
      'DEFER',
      'FAIL',
      'DROP',
      'SUPPRESSED',
    ],
  },
  QUEUE: {
    meaning: 'A delivery queue of the transport service wrote it.',
    events: ['DEFER', 'FAIL', 'TRANSFER', 'RESUBMIT'],
  },
  DSN: {
    meaning: 'What makes delivery status notifications, such as non-delivery reports, wrote it.',
    events: ['DSN', 'BADMAIL', 'RECEIVE', 'FAIL'],
  },
  DNS: {
    meaning: 'The lookup of the next hop in DNS is what it comes from.',
    events: ['DEFER', 'FAIL'],
  },
  RESOLVER: {
    meaning: 'The recipient resolver of the categorizer wrote it, which asks Active Directory.',
    events: ['DEFER', 'FAIL'],
  },
  MAILBOXRULE: {
    meaning: 'An inbox rule or an automatic reply of a mailbox is what it comes from.',
    events: ['RECEIVE', 'FAIL'],
  },
  APPROVAL: {
    meaning: 'The approval framework wrote it, which has mail to moderated recipients approved.',
    events: [
      'INITMESSAGECREATED',
      'MODERATORAPPROVE',
      'MODERATORREJECT',
      'MODERATIONEXPIRE',
      'MODERATORSALLNDR',
      'RECEIVE',
      'DROP',
      'FAIL',
    ],
  },
  SAFETYNET: {
    meaning:
      'Safety Net wrote it, which keeps delivered mail for two days and submits it again after a failover.',
    events: ['RESUBMIT', 'RESUBMITDEFER', 'RESUBMITFAIL'],
  },
  REDUNDANCY: {
    meaning: 'Shadow redundancy wrote it, which keeps a second copy of mail in transit.',
    events: ['HADISCARD', 'RESUBMIT'],
  },
  BOOTLOADER: {
    meaning:
      'The start of the transport service wrote it, which loads what the queue database held.',
    events: ['LOAD'],
  },
  PICKUP: {
    meaning: 'The Pickup folder is what it comes from: files there are taken as mail.',
    events: ['RECEIVE', 'BADMAIL'],
  },
  GATEWAY: {
    meaning: 'A foreign connector is what it comes from, for systems that do not speak SMTP.',
    events: ['RECEIVE', 'SEND'],
  },
  PUBLICFOLDER: {
    meaning: 'A mail-enabled public folder is what it comes from.',
    events: ['RECEIVE', 'DELIVER'],
  },
  POISONMESSAGE: {
    meaning: 'The search for poison messages wrote it, which make the transport service fail.',
    events: ['POISONMESSAGE', 'FAIL'],
  },
  MEETINGMESSAGEPROCESSOR: {
    meaning: 'The processor of meeting messages wrote it, which updates calendars.',
    events: ['PROCESSMEETINGMESSAGE'],
  },
  ADMIN: {
    meaning:
      'A person did it: an administrator removed the message from a queue, or put a file into the Replay folder.',
    events: ['FAIL', 'RECEIVE'],
  },
  ORAR: {
    meaning: 'The sender asked for an alternate recipient (ORAR).',
    events: ['REDIRECT'],
  },
  ADSN: {
    meaning: 'No document explains it; it was seen in logs of 2007, on mail without a message id.',
    events: ['RECEIVE'],
  },
  TRACE: {
    meaning:
      'mailtrail names it so where a summary trace of Exchange Online gives a status and no event.',
    events: [
      'STATUS-DELIVERED',
      'STATUS-EXPANDED',
      'STATUS-FAILED',
      'STATUS-FILTEREDASSPAM',
      'STATUS-GETTINGSTATUS',
      'STATUS-PENDING',
      'STATUS-QUARANTINED',
      'STATUS-NONE',
    ],
  },
};
