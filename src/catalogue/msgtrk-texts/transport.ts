import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import {
  INTERVALS,
  SAFETY_NET,
  SINCE_2007,
  SINCE_2007_AND_ONLINE,
  SINCE_2010,
  SINCE_2013,
  SINCE_2016,
  TRACKING,
  TRACKING_2007,
} from './versions.ts';

/** The transport service takes mail, waits with it, and hands it to the next hop. */
export const TRANSPORT_TEXTS = {
  RECEIVE: {
    name: 'accepted into transport',
    meaning:
      'The message was accepted and is kept in the queue database of this server. A healthy message has one RECEIVE on each hop.',
    ...MODERN_ADVICE.accepted,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    from: {
      SMTP: {
        name: 'accepted by SMTP',
        meaning:
          'The transport service accepted the message by SMTP (from a client, another server, the submission service or the Replay folder) and answers for it now. The categorizer has still to come.',
      },
      STOREDRIVER: {
        name: 'taken out of the mailbox',
        meaning:
          'The store driver took the message out of the mailbox. From 2013 on the Mailbox Transport Submission service writes it, and the transport service has still to accept it.',
        ...MODERN_ADVICE.submission,
      },
      AGENT: {
        name: 'made by an agent',
        meaning:
          'An agent of this server made this message: a journal report, a copy or a notice. It has an id of its own; the reference names the message that it is about.',
      },
      MAILBOXRULE: {
        name: 'made by an inbox rule',
        meaning:
          'An inbox rule or an automatic reply of a mailbox made this message. The reference is the internal id of the one that caused it.',
      },
      DSN: {
        name: 'report accepted into transport',
        meaning:
          'A delivery status notification that this server made was accepted into transport. The reference names the message that it reports on.',
      },
      PICKUP: {
        name: 'taken from the Pickup folder',
        meaning:
          'A file in the Pickup folder was taken as a message. What wrote the file is not told.',
      },
      GATEWAY: {
        name: 'accepted from a foreign connector',
        meaning: 'A foreign connector or its drop folder gave the message to transport.',
      },
      PUBLICFOLDER: {
        name: 'sent by a public folder',
        meaning: 'A mail-enabled public folder sent the message into transport.',
      },
      ADMIN: {
        name: 'put in by an administrator',
        meaning: 'An administrator put the message in as a file, usually by the Replay folder.',
      },
      APPROVAL: {
        name: 'made by the approval framework',
        meaning:
          'The approval framework made this message: a request to a moderator, a notice, or what a moderator let through.',
      },
    },
  },
  DEFER: {
    name: 'delivery put off',
    meaning:
      'Delivery did not work out for now and will be tried again. The source context gives the reason; without success it fails after two days by default.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2007_AND_ONLINE,
    source: `${TRACKING}; ${INTERVALS}`,
    from: {
      SMTP: {
        name: 'put off by SMTP',
        meaning:
          'The next hop could not be reached, or answered with a 4xx. It is tried again: by default 4 times after 1 minute, 6 times after 5, then every 10 minutes, for two days.',
      },
      DNS: {
        name: 'put off, the next hop was not found',
        meaning:
          'No address of the next hop was found in DNS for now. It is tried again until the message expires, by default after two days.',
        causes: [
          'the DNS servers of this server do not answer',
          'the domain has no MX and no A record, or its name servers are down',
          'the smart host of the connector is misspelt',
        ],
        nextCheck:
          'Run "Resolve-DnsName DOMAIN -Type MX" on the server, then "Get-TransportService SERVER | fl *DNS*" and "Get-SendConnector | fl Name,AddressSpaces,SmartHosts,UseExternalDNSServersEnabled".',
      },
      QUEUE: {
        name: 'put off in its queue',
        meaning:
          'The delivery queue put the message off: its next hop is in Retry or the message is suspended. A queue that stays in Retry for 12 hours is resubmitted.',
      },
      ROUTING: {
        name: 'put off by routing',
        meaning:
          'The categorizer met an error that may pass, in the directory or in the routing tables. By default it tries again after 30 minutes.',
        ...MODERN_ADVICE.categorizer,
      },
      RESOLVER: {
        name: 'put off by the resolver',
        meaning:
          'The recipient could not be resolved for now: the directory did not answer or holds something odd. By default it is tried again after 30 minutes.',
        ...MODERN_ADVICE.categorizer,
      },
      AGENT: {
        name: 'put off by an agent',
        meaning:
          'A transport agent asked to try the message again later. Which agent is told, if at all, in the source context.',
        causes: [
          'a filter waits for an answer of its engine or service',
          'a mail flow rule could not be evaluated',
          'an agent of another product has trouble',
        ],
        nextCheck:
          'Run "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId DEFER | fl Source*", then "Get-TransportAgent" and "Get-MalwareFilteringServer SERVER", and read the Application log for that agent.',
      },
      STOREDRIVER: {
        name: 'put off by the mailbox store',
        meaning:
          'The mailbox could not take the message for now. By default it is tried again after 5 minutes.',
        ...MODERN_ADVICE.local,
      },
    },
    as: {
      mailbox: { ...MODERN_ADVICE.local },
    },
  },
  SEND: {
    name: 'sent to the next hop',
    meaning:
      'The next hop accepted the message by SMTP and answers for it now. Its reply stands in the recipient status. That it was delivered is not proved.',
    ...MODERN_ADVICE.handedOver,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    from: {
      SMTP: { name: 'sent by SMTP' },
      GATEWAY: {
        name: 'handed to a foreign connector',
        meaning:
          'The message was written into the drop folder of a foreign connector. What takes it from there writes no tracking log.',
      },
    },
    as: {
      'own-server': {
        name: 'sent to mailbox delivery',
        meaning:
          'The transport service handed the message to the Mailbox Transport Delivery service of this organisation. A DELIVER in a MSGTRKMD log has to follow.',
        causes: [
          'the MSGTRKMD log of that server is not loaded, or was deleted',
          'the Mailbox Transport Delivery service has still to store it',
        ],
        nextCheck:
          'Load the MSGTRKMD logs of that server for that hour, then run "Get-Service MSExchangeDelivery" and "Get-MailboxDatabase DATABASE -Status | fl Mounted,Server" there.',
      },
    },
  },
  SENDEXTERNAL: {
    name: 'sent out of the organisation',
    meaning:
      'A host outside the organisation accepted the message; its reply stands in the recipient status. What happened there is not known here.',
    causes: ['the next hop is outside the organisation, so its log is not ours'],
    nextCheck:
      'Give the operator of the remote host the message id, the time and its reply: "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId SENDEXTERNAL | fl Timestamp,ConnectorId,ServerIp,RecipientStatus".',
    versions: [...SINCE_2016, 'Online'],
    source: 'MicrosoftDocs/OfficeDocs-Exchange issues 1722 and 1771 (in no document)',
  },
  LOAD: {
    name: 'loaded when transport started',
    meaning:
      'The transport service started and found the message in its queue database. It goes on from there.',
    ...MODERN_ADVICE.accepted,
    versions: SINCE_2010,
    source: TRACKING,
  },
  RESUBMIT: {
    name: 'submitted again',
    meaning:
      'The message begins anew at the categorizer. Recipients who have it already show a DUPLICATEDELIVER.',
    ...MODERN_ADVICE.accepted,
    versions: SINCE_2007,
    source: TRACKING,
    from: {
      SAFETYNET: {
        name: 'submitted again by Safety Net',
        meaning:
          'A copy was submitted again by Safety Net after a database failed over or lost data. Recipients who have it already show a DUPLICATEDELIVER.',
        versions: SINCE_2013,
        source: `${TRACKING}; ${SAFETY_NET}`,
      },
      QUEUE: {
        name: 'submitted again by its queue',
        meaning:
          'The queue gave the message back to the categorizer: by "Retry-Queue -Resubmit", or after 12 hours in Retry, to find another route.',
        source: `${TRACKING}; ${INTERVALS}`,
      },
      AGENT: {
        name: 'submitted again by an agent',
        meaning: 'An agent gave the message back to the categorizer.',
      },
      REDUNDANCY: {
        name: 'submitted again from the shadow copy',
        meaning:
          'The server that held the message did not answer, by default for 3 hours, and this one went on with its shadow copy.',
        versions: SINCE_2010,
      },
    },
  },
  RESUBMITDEFER: {
    name: 'replay put off by Safety Net',
    meaning:
      'Safety Net could not submit a copy again for now. The first delivery stands as it is.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2013,
    source: `${TRACKING}; ${SAFETY_NET}`,
  },
  RESUBMITFAIL: {
    name: 'replay by Safety Net failed',
    meaning:
      'Safety Net gave up submitting a copy again. The first delivery stands; if the database lost data, the message may be missing in the mailbox.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2013,
    source: `${TRACKING}; ${SAFETY_NET}`,
  },
  DELAY: {
    name: 'delay told',
    meaning:
      'No document explains it. By its name the server noted a delay; a DEFER beside it tells the reason.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2013,
    source: 'in no document known to us; kept as it stands in the log',
  },
  THROTTLE: {
    name: 'throttled',
    meaning:
      'The server slowed the message down; the reference gives the reason. It stays in transport meanwhile.',
    causes: [
      'the sender or a rule goes beyond a rate limit',
      'the mailbox or its database gets more than it can take',
    ],
    nextCheck:
      'Read the reason: "Get-MessageTrackingLog -Server SERVER -EventId THROTTLE | fl Timestamp,Sender,Reference,SourceContext". Then "Get-ThrottlingPolicyAssociation MAILBOX" and "Get-Queue -Server SERVER".',
    versions: SINCE_2013,
    source: TRACKING,
  },
} as const satisfies Partial<MsgtrkTexts>;
