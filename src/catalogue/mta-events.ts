import { ADVICE } from './advice.ts';
import { ARRIVAL, HAND_OVER, PLAIN } from './flow.ts';
import type { EventEntry, EventTable } from './types.ts';

/** Ids of the MTA, the store and their gateways; every later version lists them on. */
export type MtaEventId =
  | 0
  | 1
  | 2
  | 4
  | 5
  | 6
  | 7
  | 8
  | 9
  | 10
  | 18
  | 23
  | 26
  | 28
  | 29
  | 31
  | 33
  | 34
  | 43
  | 50
  | 51
  | 52
  | 1000
  | 1001
  | 1002
  | 1003
  | 1004
  | 1005
  | 1006
  | 1007;

type Heritage = Pick<EventEntry, 'versions' | 'source'>;

const SINCE_40 = {
  versions: ['4.0', '5.5', '2000', '2003'],
  source: 'KB 174078, KB 173364, KB 311739, KB 821905',
} as const satisfies Heritage;

const SINCE_55 = {
  versions: ['5.5', '2000', '2003'],
  source: 'KB 173364, KB 311739, KB 821905',
} as const satisfies Heritage;

const SINCE_2000 = {
  versions: ['2000', '2003'],
  source: 'KB 311739, KB 821905',
} as const satisfies Heritage;

/** A probe asks whether a path works and carries no mail. */
const PROBE_CHECK =
  'Nothing: a probe tests a path and carries no mail. Ask who sends probes if there are many of them.';

const ASSOCIATION_CHECK =
  'Nothing for this message: look at the events before and after it, and at the MTA in the Application log if associations open and close all the time.';

export const MTA_EVENTS = {
  0: {
    id: 0,
    name: 'Message transfer in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning:
      'The MTA took the message over from another server, a connector or a gateway and is now responsible for it.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for a 7, 9 or 1027 after it. If none follows, the message is still in the MTA: check the MTA Stacks service and the X.400 queues.',
    ...SINCE_40,
  },
  1: {
    id: 1,
    name: 'Probe transfer in',
    stage: null,
    ...PLAIN,
    meaning: 'An X.400 probe arrived from a gateway, a link or another MTA.',
    causes: [],
    nextCheck: PROBE_CHECK,
    ...SINCE_55,
  },
  2: {
    id: 2,
    name: 'Report transfer in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning:
      'The MTA took over a delivery receipt or a non-delivery report from a server, a connector or a gateway.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for an 8 or 10 after it. If none follows, the report is still in the MTA: check the MTA Stacks service and the X.400 queues.',
    ...SINCE_40,
  },
  4: {
    id: 4,
    name: 'Message submission',
    stage: 'submission',
    ...ARRIVAL,
    meaning: 'A client sent the message, and the store gave it to the MTA.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for a 7 or 9 after it, and for a 1000 where the recipient is on the same server. If none follows, check the MTA Stacks service and its queues.',
    ...SINCE_40,
  },
  5: {
    id: 5,
    name: 'Probe submission',
    stage: null,
    ...PLAIN,
    meaning: 'A user of this server sent an X.400 probe.',
    causes: [],
    nextCheck: PROBE_CHECK,
    ...SINCE_55,
  },
  6: {
    id: 6,
    name: 'Probe transfer out',
    stage: null,
    ...PLAIN,
    meaning: 'An X.400 probe was passed on to a gateway, a link or another MTA.',
    causes: [],
    nextCheck: PROBE_CHECK,
    ...SINCE_55,
  },
  7: {
    id: 7,
    name: 'Message transfer out',
    stage: 'transferred',
    ...HAND_OVER,
    meaning:
      'The MTA passed the message to another server, a connector or a gateway, which is responsible for it from now on.',
    causes: ADVICE.handedOver.causes,
    nextCheck:
      'Look for a 0 with the same MTS-ID in the log of the server that Partner-Name gives. If a connector stands there, check the queue of that connector.',
    ...SINCE_40,
  },
  8: {
    id: 8,
    name: 'Report transfer out',
    stage: 'transferred',
    ...HAND_OVER,
    meaning:
      'The MTA passed a delivery receipt or a non-delivery report to a server, a connector or a gateway.',
    causes: ADVICE.handedOver.causes,
    nextCheck:
      'Look for a 2 with the same MTS-ID in the log of the server that Partner-Name gives.',
    ...SINCE_40,
  },
  9: {
    id: 9,
    name: 'Message delivered',
    stage: 'delivered',
    ...PLAIN,
    meaning: 'The MTA delivered the message to a mailbox or a public folder.',
    ...ADVICE.delivered,
    ...SINCE_40,
  },
  10: {
    id: 10,
    name: 'Report delivered',
    stage: 'delivered',
    ...PLAIN,
    meaning: 'A delivery receipt or a non-delivery report reached the mailbox of the sender.',
    causes: [],
    nextCheck:
      'Nothing for the report itself. Ask the sender for it: it says what became of the message it speaks of.',
    ...SINCE_40,
  },
  18: {
    id: 18,
    name: 'StartAssocByMTSUser',
    stage: null,
    ...PLAIN,
    meaning:
      'A user of the message transfer service, such as the store or a gateway, opened an association with the MTA.',
    causes: [],
    nextCheck: ASSOCIATION_CHECK,
    ...SINCE_2000,
  },
  23: {
    id: 23,
    name: 'ReleaseAssocByMTSUser',
    stage: null,
    ...PLAIN,
    meaning:
      'A user of the message transfer service closed its association with the MTA. Microsoft prints the name without the last letter.',
    causes: [],
    nextCheck: ASSOCIATION_CHECK,
    ...SINCE_2000,
  },
  26: {
    id: 26,
    name: 'Distribution list expansion',
    stage: null,
    ...PLAIN,
    meaning:
      'The MTA replaced a distribution list by its members. Transport of Exchange 2000 and 2003 expands lists in the categorizer and writes no such event.',
    causes: [],
    nextCheck: 'Go on with the events of the members, which carry the same message id.',
    // KB 311739 and KB 821905 leave it out.
    versions: ['4.0', '5.5', '2000'],
    source: 'KB 174078, KB 246959; Exchange Server Analyzer, EntryType table (aa998496)',
  },
  28: {
    id: 28,
    name: 'Message redirected',
    stage: 'redirected',
    ...PLAIN,
    meaning: 'The message was sent on to mailboxes other than the addressed one.',
    causes: [],
    nextCheck:
      'Trace the same message id for the new recipient. If the redirection surprises, check the alternate recipient of the addressed mailbox.',
    ...SINCE_40,
  },
  29: {
    id: 29,
    name: 'Message rerouted',
    stage: 'routing',
    ...PLAIN,
    meaning: 'The first path did not work, so the MTA chose another one for the message.',
    causes: [
      'the link or MTA on the first path is down',
      'the MTA Stacks service on the new path is stopped',
      'no path that is up leads to the recipient',
    ],
    nextCheck:
      'Look for a 7 after it. If none follows, check the X.400 queues, and the MTA in the Application log for the link that failed.',
    ...SINCE_40,
  },
  31: {
    id: 31,
    name: 'Downgrading',
    stage: null,
    ...PLAIN,
    meaning:
      'The message was turned into the X.400 form of 1984 before it was relayed, since the remote MTA knows no later one.',
    causes: [],
    nextCheck:
      'Nothing for delivery. If the recipient misses parts of it, check which year of X.400, 1984 or 1988, the connector is set to.',
    ...SINCE_55,
  },
  33: {
    id: 33,
    name: 'Report absorption',
    stage: 'absorbed',
    ...PLAIN,
    meaning:
      'The MTA dropped a receipt or non-delivery report. Sources differ on the reason: too many reports, or a report nobody asked for.',
    ...ADVICE.absorbed,
    ...SINCE_40,
  },
  34: {
    id: 34,
    name: 'Report generation',
    stage: null,
    ...PLAIN,
    meaning: 'The MTA made a delivery receipt or a non-delivery report for the message.',
    causes: [],
    nextCheck:
      'Read the report in the mailbox of the sender. On the line, a Recipient-Report-Status of 1 means not delivered; a 0 proves nothing.',
    ...SINCE_40,
  },
  43: {
    id: 43,
    name: 'Unroutable report discarded',
    stage: 'absorbed',
    ...PLAIN,
    meaning:
      'The MTA found no route for a delivery receipt or a non-delivery report and deleted it.',
    ...ADVICE.absorbed,
    ...SINCE_40,
  },
  50: {
    id: 50,
    name: 'Gateway deleted message',
    stage: 'filtered',
    ...PLAIN,
    meaning: 'An administrator deleted the message from the queue of a gateway.',
    causes: ['an administrator removed it by hand'],
    nextCheck: 'Ask the administrators of that gateway, then have the message sent again.',
    ...SINCE_40,
  },
  51: {
    id: 51,
    name: 'Gateway deleted probe',
    stage: 'filtered',
    ...PLAIN,
    meaning: 'An administrator deleted an X.400 probe from the queue of a gateway.',
    causes: ['an administrator removed it by hand'],
    nextCheck:
      'Nothing is lost, since a probe carries no mail. See why probes wait at that gateway.',
    ...SINCE_55,
  },
  52: {
    id: 52,
    name: 'Gateway deleted report',
    stage: 'filtered',
    ...PLAIN,
    meaning:
      'An administrator deleted a delivery receipt or a non-delivery report from the queue of a gateway.',
    causes: ['an administrator removed it by hand'],
    nextCheck:
      'Tell the sender what became of the message that the report speaks of, for no report reaches them.',
    ...SINCE_55,
  },
  1000: {
    id: 1000,
    name: 'Local delivery',
    stage: 'delivered',
    ...PLAIN,
    meaning:
      'The store delivered the message itself, since sender and recipient are on the same server.',
    ...ADVICE.delivered,
    ...SINCE_40,
  },
  1001: {
    id: 1001,
    name: 'Backbone transfer in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning: 'The message came from another MAPI system over a connector or a gateway.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for a delivery or transfer after it. If none follows, check the connector it came through and the MTA Stacks service.',
    ...SINCE_40,
  },
  1002: {
    id: 1002,
    name: 'Backbone transfer out',
    stage: 'transferred',
    ...PLAIN,
    meaning: 'The message went to another MAPI system over a connector or a gateway.',
    causes: [],
    nextCheck:
      'Ask the operator of that system, whose own log has to go on from here. Check the connector if several messages end this way.',
    ...SINCE_40,
  },
  1003: {
    id: 1003,
    name: 'Gateway transfer out',
    stage: 'transferred',
    ...PLAIN,
    meaning: 'The message left the organisation through a gateway.',
    causes: [],
    nextCheck:
      "Read the gateway's own log at this time; the line may name the host that took the message in Partner-Name.",
    ...SINCE_40,
  },
  1004: {
    id: 1004,
    name: 'Gateway transfer in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning: 'The message came in through a gateway.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for a delivery or transfer after it. If none follows, check the gateway, the MTA Stacks service and its queues.',
    ...SINCE_40,
  },
  1005: {
    id: 1005,
    name: 'Gateway report transfer in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning: 'A delivery receipt or a non-delivery report came in through a gateway.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for a 10 after it. If none follows, the sender has not seen the report yet: check the gateway and the queues of the MTA.',
    ...SINCE_40,
  },
  1006: {
    id: 1006,
    name: 'Gateway report transfer out',
    stage: 'transferred',
    ...PLAIN,
    meaning: 'A delivery receipt or a non-delivery report left through a gateway.',
    causes: [],
    nextCheck: "Read the gateway's own log at this time for the report.",
    ...SINCE_40,
  },
  1007: {
    id: 1007,
    name: 'Gateway report generation',
    stage: null,
    ...PLAIN,
    meaning:
      'A gateway made a non-delivery report, since the system behind it did not take the message.',
    causes: [],
    nextCheck:
      "Read the report in the mailbox of the sender and the gateway's own log for the reason of the refusal.",
    ...SINCE_40,
  },
} as const satisfies EventTable<MtaEventId>;
