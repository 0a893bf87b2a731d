import { ADVICE } from './advice.ts';
import { ARRIVAL, HAND_OVER, PLAIN } from './flow.ts';
import type { EventEntry, EventTable } from './types.ts';

/** Ids of the Internet Mail Service of 5.0 and 5.5. */
export type ImsEventId = 1010 | 1011 | 1012 | 1013 | 1014 | 1015 | 1016 | 1017 | 1018;

/** KB 821905 lists the ids for 2003 as well, where no component is left to write them. */
const IMS = {
  versions: ['5.5'],
  source: 'KB 173364',
} as const satisfies Pick<EventEntry, 'versions' | 'source'>;

const INBOUND_CAUSES = [
  'the Internet Mail Service is stopped or hangs',
  'the information store is dismounted or slow',
] as const;

export const IMS_EVENTS = {
  1010: {
    id: 1010,
    name: 'SMTP queued outbound',
    stage: 'remote-queue',
    // The MTA of the same server handed it over (7), which ended its stay there.
    ...ARRIVAL,
    meaning: 'The Internet Mail Service queued the message for a host on the Internet.',
    causes: ['the Internet Mail Service is stopped or hangs', ...ADVICE.remote.causes],
    nextCheck:
      'Look for a 1011 after it. If none follows, open the outbound queue of the Internet Mail Service, then test DNS and port 25 of the host that it waits for.',
    ...IMS,
  },
  1011: {
    id: 1011,
    name: 'SMTP transferred outbound',
    stage: 'transferred',
    ...HAND_OVER,
    meaning: 'The Internet Mail Service handed the message to the host of the recipient.',
    ...ADVICE.handedOver,
    ...IMS,
  },
  1012: {
    id: 1012,
    name: 'SMTP received inbound',
    stage: 'accepted',
    ...ARRIVAL,
    meaning: 'The Internet Mail Service took the message in from another host.',
    causes: INBOUND_CAUSES,
    nextCheck:
      'Look for a 1013, or a 1014 where the message is relayed. If neither follows, open the inbound queue of the Internet Mail Service and check that the store is up.',
    ...IMS,
  },
  1013: {
    id: 1013,
    name: 'SMTP transferred inbound',
    stage: 'delivered',
    ...PLAIN,
    meaning:
      'The Internet Mail Service passed an incoming message to the information store. It is not a delivery of Exchange 2000 or 2003, which write 1023 and 1028.',
    causes: [],
    nextCheck:
      'If the recipient does not see the message, look for a 1000 or 9 of the same message, then check inbox rules and forwarding.',
    ...IMS,
  },
  1014: {
    id: 1014,
    name: 'SMTP message rerouted',
    stage: 'routing',
    ...PLAIN,
    meaning: 'The Internet Mail Service relays an incoming message to where it belongs.',
    causes: [
      'the routing table of the Internet Mail Service does not cover the domain',
      'relaying is not allowed to that domain',
      'the host that it should go to cannot be reached',
    ],
    nextCheck:
      'Look for a 1010 or 1011 after it. If none follows, check the routing settings of the Internet Mail Service and its outbound queue.',
    ...IMS,
  },
  1015: {
    id: 1015,
    name: 'SMTP report transferred in',
    stage: 'accepted',
    ...ARRIVAL,
    meaning:
      'The Internet Mail Service received a delivery receipt or a non-delivery report from outside.',
    causes: INBOUND_CAUSES,
    nextCheck:
      'Look for a 1013 or a 10 after it. If none follows, open the inbound queue of the Internet Mail Service: the sender has not seen the report yet.',
    ...IMS,
  },
  1016: {
    id: 1016,
    name: 'SMTP report transferred out',
    stage: 'transferred',
    ...HAND_OVER,
    meaning: 'The Internet Mail Service sent a delivery receipt or a non-delivery report out.',
    causes: ADVICE.handedOver.causes,
    nextCheck:
      'Nothing here: the report is on its way to the sender. If it does not arrive, ask the operator of the host that took it.',
    ...IMS,
  },
  1017: {
    id: 1017,
    name: 'SMTP report generated',
    stage: 'accepted',
    ...ARRIVAL,
    meaning: 'The Internet Mail Service made a delivery receipt or a non-delivery report.',
    causes: INBOUND_CAUSES,
    nextCheck:
      'Look for a 1013 or a 1016, which says that the report went to the sender, or a 1018, which says that it was dropped.',
    ...IMS,
  },
  1018: {
    id: 1018,
    name: 'SMTP report absorbed',
    stage: 'absorbed',
    ...PLAIN,
    meaning:
      'A report could not be delivered and was dropped, since there is no non-delivery report for a report.',
    ...ADVICE.absorbed,
    ...IMS,
  },
} as const satisfies EventTable<ImsEventId>;
