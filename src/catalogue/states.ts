import type { State } from '../model/stage.ts';
import { ADVICE } from './advice.ts';
import { MODERN_ADVICE } from './msgtrk-advice.ts';
import { STAGE_TABLE } from './stages.ts';
import type { Advice, StateEntry } from './types.ts';

type StateTable = { readonly [K in State]: StateEntry & { readonly state: K } };

const LOST = {
  causes: [
    'the tracking log of the next server was full, off or not written at that time',
    'a gateway or an antivirus relay between the two took it, or changed its message id',
    'the name of the next hop led to another host than the one of that log',
    'the next server lost the message',
  ],
  nextCheck:
    'Run "Get-MessageTrackingLog -Server NEXT -Sender ADDRESS -Start TIME" and "Get-Message -Server NEXT -Filter {FromAddress -eq \'ADDRESS\'}", and look for the InternalId of the reply in the recipient status. Safety Net keeps what was delivered for two days.',
} as const satisfies Advice;

const UNLOGGED = {
  causes: [
    'the MSGTRK or MSGTRKMD log of that server and hour was not loaded',
    'message tracking is off there',
    'the log was deleted: 30 days or 1000 MB are the defaults',
  ],
  nextCheck:
    'Load the MSGTRK logs of that server for that hour: "Get-TransportService SERVER | fl MessageTrackingLog*" shows folder and age. If there is none, run "Set-TransportService SERVER -MessageTrackingLogEnabled $true" and ask the user to look in the mailbox.',
} as const satisfies Advice;

export const STATE_TABLE = {
  delivered: {
    state: 'delivered',
    meaning: 'The store took the message for this recipient.',
    ...ADVICE.delivered,
    modern: MODERN_ADVICE.delivered,
  },
  transferred: {
    state: 'transferred',
    meaning:
      'The message left for a host outside the loaded logs, and that host accepted it. What happened then is not known here.',
    ...ADVICE.handedOver,
    modern: MODERN_ADVICE.handedOver,
  },
  waiting: {
    state: 'waiting',
    meaning:
      'Nothing has gone wrong as far as the log tells, but the last event is one after which another has to come. It counts as stalled once it is older than the threshold.',
    causes: [
      'the stage it rests in has trouble',
      'the message is only young, or the log ends soon after its last event',
    ],
    nextCheck:
      'Explain the stage that it is in: causes and queue depend on it. See with "mailtrail find --state waiting" whether others wait in the same place.',
    modern: null,
  },
  retrying: {
    state: 'retrying',
    meaning:
      'An attempt failed in a way that may pass, and the server will try again until the message expires, usually after two days.',
    causes: [
      'what made the first attempt fail is still there',
      'the remote server defers mail of senders it does not know, for some minutes',
    ],
    nextCheck:
      'Explain the stage that it is in, and see whether other messages for the same destination retry too: if so, the trouble is there and not in this message.',
    modern: null,
  },
  ndr: {
    state: 'ndr',
    meaning:
      'Delivery failed for good, and the sender is told so by a non-delivery report, unless the sender address is empty or wrong.',
    ...ADVICE.ndr,
    modern: MODERN_ADVICE.ndr,
  },
  badmail: {
    state: 'badmail',
    meaning:
      'The message could be neither delivered nor returned and was given up. Nobody is told.',
    ...ADVICE.badmail,
    modern: MODERN_ADVICE.badmail,
  },
  failed: {
    state: 'failed',
    meaning: 'The transport failed on the message. The log does not say that anybody was told.',
    ...ADVICE.queueFailure,
    modern: MODERN_ADVICE.failed,
  },
  filtered: {
    state: 'filtered',
    meaning: 'A filter, a rule or an administrator stopped the message on purpose.',
    causes: STAGE_TABLE.filtered.causes,
    nextCheck: STAGE_TABLE.filtered.nextCheck,
    modern: MODERN_ADVICE.filtered,
  },
  absorbed: {
    state: 'absorbed',
    meaning:
      'This was a receipt or a non-delivery report, and it was dropped instead of delivered.',
    ...ADVICE.absorbed,
    modern: null,
  },
  held: {
    state: 'held',
    meaning: 'The server keeps the message and will do nothing until a person acts.',
    causes: STAGE_TABLE.held.causes,
    nextCheck: STAGE_TABLE.held.nextCheck,
    modern: null,
  },
  redirected: {
    state: 'redirected',
    meaning: 'Another recipient gets the message in place of, or beside, this one.',
    causes: [],
    nextCheck: STAGE_TABLE.redirected.nextCheck,
    modern: MODERN_ADVICE.redirected,
  },
  expanded: {
    state: 'expanded',
    meaning:
      'This recipient is a distribution list. Its members took its place, and each of them has a state of its own.',
    causes: [],
    nextCheck:
      'Look at the members of the list, which are recipients of the same message. If one is missing, check its membership at that time and the restrictions of the list.',
    modern: MODERN_ADVICE.expanded,
  },
  lost: {
    state: 'lost',
    meaning:
      'One server handed the message to another of ours; the log of that one covers the time and never saw the message.',
    causes: [
      'the System Attendant of the next server could not write its log at that time (event 5007)',
      'a gateway or an antivirus relay between the two took it, or changed its message id',
      'the name of the next hop led to another host than the one of that log',
      'the next server lost the message',
    ],
    nextCheck:
      'Search the next server for the same sender, recipient and subject around that time. Then look for event 5007 in its Application log, and for the message in its queues, Badmail folder and archive folder.',
    modern: LOST,
  },
  unlogged: {
    state: 'unlogged',
    meaning:
      'One server handed the message to another of ours, and the log of that one is not loaded for the time.',
    causes: [
      'the log of that server and UTC day was not loaded',
      'message tracking is off there, as it is by default up to Exchange 2003',
      'the log was deleted when its days, often seven, were over',
    ],
    nextCheck:
      'Load the log of that server for that UTC day. If there is none, switch message tracking on in the properties of the server and ask the user to look in the mailbox.',
    modern: UNLOGGED,
  },
} as const satisfies StateTable;
