import { ADVICE } from './advice.ts';
import { ARRIVAL, HAND_OVER, PLAIN } from './flow.ts';
import type { EventEntry, EventTable } from './types.ts';

/** Ids of the SMTP transport of 2000 and 2003. */
export type SmtpEventId =
  | 1019
  | 1020
  | 1021
  | 1022
  | 1023
  | 1024
  | 1025
  | 1026
  | 1027
  | 1028
  | 1029
  | 1030
  | 1031
  | 1032
  | 1033
  | 1034
  | 1035
  | 1036
  | 1037
  | 1038
  | 1039
  | 1040
  | 1041
  | 1042;

const SINCE_2000 = ['2000', '2003'] as const satisfies EventEntry['versions'];

/** KB 821905: tracking beyond the categorizer is new in 2003, so a 2000 log holds none of these. */
const SINCE_2003 = ['2003'] as const satisfies EventEntry['versions'];

/** Intelligent Message Filter compares its rating, 0 to 9, with two thresholds. */
const SPAM_RATING = ['the spam confidence level reached the gateway threshold'] as const;

export const SMTP_EVENTS = {
  1019: {
    id: 1019,
    name: 'SMTP submit message to AQ',
    stage: 'accepted',
    ...ARRIVAL,
    meaning:
      'The message entered the SMTP service and was offered to advanced queuing (AQ). It is written at every entry, so a hop or a resubmission by an event sink writes it again.',
    ...ADVICE.accepted,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1020: {
    id: 1020,
    name: 'SMTP begin outbound transfer',
    stage: 'transfer',
    ...PLAIN,
    meaning:
      'The server began to send the message to the next hop. Every attempt writes another 1020; only a 1031 says that one succeeded.',
    ...ADVICE.remote,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1021: {
    id: 1021,
    name: 'SMTP bad mail',
    stage: 'badmail',
    ...PLAIN,
    meaning:
      'The message could be neither delivered nor returned and went to the Badmail folder. Most of these are non-delivery reports to senders that do not exist.',
    ...ADVICE.badmail,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905; Exchange Best Practices Analyzer, message tracking rules',
  },
  1022: {
    id: 1022,
    name: 'SMTP AQ failure',
    stage: 'queue-failure',
    ...PLAIN,
    meaning: 'Advanced queuing met a fatal error and wrote the details to the event log.',
    ...ADVICE.queueFailure,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1023: {
    id: 1023,
    name: 'SMTP local delivery',
    stage: 'delivered',
    ...PLAIN,
    meaning:
      'The store driver delivered the message to a mailbox or public folder; advanced queuing wrote the line. With a 1028 beside it, it is the same delivery told twice.',
    ...ADVICE.delivered,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1024: {
    id: 1024,
    name: 'SMTP submit message to categorizer',
    stage: 'categorizer',
    ...PLAIN,
    meaning:
      'Advanced queuing gave the message to the categorizer, which looks its recipients up in Active Directory. Exchange 2000 tells nothing more until transfer or delivery, so there it may also be past the categorizer.',
    ...ADVICE.categorizer,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1025: {
    id: 1025,
    name: 'SMTP begin submit message',
    stage: 'accepted',
    ...PLAIN,
    meaning: 'Advanced queuing began to take in the message that a 1019 offered.',
    ...ADVICE.accepted,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1026: {
    id: 1026,
    name: 'SMTP AQ failed message',
    stage: 'queue-failure',
    ...PLAIN,
    meaning: 'Advanced queuing could not process this message and gave it up.',
    ...ADVICE.queueFailure,
    versions: SINCE_2000,
    // No page of Microsoft's that we hold names it.
    source: 'OSSIM, exchange.cfg, which lists the id without a description',
  },
  1027: {
    id: 1027,
    name: 'SMTP submit message to store driver (SD)',
    stage: 'submission',
    ...ARRIVAL,
    meaning:
      'The message left the store through the store driver on its way to the SMTP service. Mail of Outlook and Outlook Web Access begins here; so does mail that the MTA passes on.',
    ...ADVICE.submission,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905; Microsoft, public folder replication troubleshooting',
  },
  1028: {
    id: 1028,
    name: 'SMTP SD local delivery',
    stage: 'delivered',
    ...PLAIN,
    meaning:
      'The store driver (SD) delivered the message to a mailbox or public folder and wrote the line itself. A 1023 beside it tells of the same delivery.',
    ...ADVICE.delivered,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1029: {
    id: 1029,
    name: 'SMTP SD gateway delivery',
    stage: 'transferred',
    ...PLAIN,
    meaning:
      'The store driver passed the message to the MTA of this server, for X.400 or another connector. The MTA goes on with it in the same log, under an MTS-ID.',
    causes: ADVICE.gateway.causes,
    nextCheck:
      'Look for the MTS-ID that Linked-MSGID gives, or for a 0, 7 or 1003 of the MTA just after it. Exchange 2000 lost that link until a hotfix (KB 830369). If nothing follows, check the X.400 queues.',
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905, KB 830369',
  },
  1030: {
    id: 1030,
    name: 'SMTP NDR all',
    stage: 'ndr',
    ...PLAIN,
    meaning:
      'Delivery failed for good and a non-delivery report was made. The report is a message of its own, with its own message id.',
    ...ADVICE.ndr,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905; Exchange Server Analyzer, test mail generated NDR (aa996183)',
  },
  1031: {
    id: 1031,
    name: 'SMTP end outbound transfer',
    stage: 'transferred',
    ...HAND_OVER,
    meaning:
      'The next hop accepted the message and is responsible for it from now on. This does not mean that it was delivered.',
    ...ADVICE.handedOver,
    versions: SINCE_2000,
    source: 'KB 311739, KB 821905',
  },
  1032: {
    id: 1032,
    name: 'SMTP message scheduled to retry categorization',
    stage: 'categorizer-retry',
    ...PLAIN,
    meaning:
      'The categorizer met an error that may pass, such as a directory server that did not answer, and will try the message again.',
    ...ADVICE.categorizer,
    versions: SINCE_2003,
    source: 'KB 821905; Exchange Server Analyzer, retry categorization (aa996163)',
  },
  1033: {
    id: 1033,
    name: 'SMTP message categorized and queued for routing',
    stage: 'routing',
    ...PLAIN,
    meaning:
      'The categorizer is done with the message: recipients are resolved and lists expanded. The routing engine has to choose the next hop.',
    ...ADVICE.routing,
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1034: {
    id: 1034,
    name: 'SMTP message routed and queued for remote delivery',
    stage: 'remote-queue',
    ...PLAIN,
    meaning:
      'The next hop is chosen and the message waits in the queue of that connector or domain. As long as neither a transfer nor a non-delivery report follows, it is still there.',
    ...ADVICE.remote,
    versions: SINCE_2003,
    source: 'KB 821905; Exchange Server Analyzer, remote delivery queue issue (aa998416)',
  },
  1035: {
    id: 1035,
    name: 'SMTP message scheduled to retry routing',
    stage: 'routing-retry',
    ...PLAIN,
    meaning: 'The routing engine found no path to the recipient that is up, and will try again.',
    ...ADVICE.routing,
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1036: {
    id: 1036,
    name: 'SMTP message queued for local delivery',
    stage: 'local-queue',
    ...PLAIN,
    meaning: 'The recipient is on this server, and the message waits for its store to take it.',
    ...ADVICE.local,
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1037: {
    id: 1037,
    name: 'SMTP message scheduled to retry local delivery',
    stage: 'local-retry',
    ...PLAIN,
    meaning: 'The store refused the message for now, and delivery will be tried again.',
    ...ADVICE.local,
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1038: {
    id: 1038,
    name: 'SMTP message routed and queued for gateway delivery',
    stage: 'gateway-queue',
    ...PLAIN,
    meaning:
      'The message waits to be handed to the MTA, for an X.400 or another connector. A 1029 says that it was.',
    ...ADVICE.gateway,
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1039: {
    id: 1039,
    name: 'SMTP message deleted by Intelligent Message Filtering',
    stage: 'filtered',
    ...PLAIN,
    meaning:
      'Intelligent Message Filter took the message for spam and deleted it. Nobody was told and no copy was kept.',
    causes: SPAM_RATING,
    nextCheck:
      'If the message was wanted, have it sent again after you raised the gateway threshold, changed its action to Archive, or put the sending host on the accept list.',
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1040: {
    id: 1040,
    name: 'SMTP message rejected by Intelligent Message Filtering',
    stage: 'filtered',
    ...PLAIN,
    meaning:
      'Intelligent Message Filter took the message for spam and refused it within the SMTP session. It is for the sending host to tell the sender.',
    causes: SPAM_RATING,
    nextCheck:
      'If the message was wanted, raise the gateway threshold or put the sending host on the accept list, and ask the sender, who should have a report, to send it again.',
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1041: {
    id: 1041,
    name: 'SMTP message archived by Intelligent Message Filtering',
    stage: 'filtered',
    ...PLAIN,
    meaning:
      'Intelligent Message Filter took the message for spam and moved it to its archive folder instead of delivering it.',
    causes: SPAM_RATING,
    nextCheck:
      'Look for the file in the archive folder of the virtual server (UceArchive); if the message was wanted, move it to the Pickup folder, then raise the gateway threshold.',
    versions: SINCE_2003,
    source: 'KB 821905',
  },
  1042: {
    id: 1042,
    name: 'Message redirected to the alternate recipient',
    stage: 'redirected',
    ...PLAIN,
    meaning:
      'The mailbox has an alternate recipient, and the message goes there. Where "deliver to both" is set, the addressed mailbox gets it too.',
    causes: [],
    nextCheck:
      'Trace the same message id for the alternate recipient; who that is stands in the delivery options of the addressed mailbox.',
    versions: SINCE_2003,
    source: 'KB 821905',
  },
} as const satisfies EventTable<SmtpEventId>;
