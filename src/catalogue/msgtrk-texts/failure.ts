import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import {
  INTERVALS,
  QUEUES,
  SINCE_2007,
  SINCE_2007_AND_ONLINE,
  SINCE_2013,
  SINCE_2016,
  TRACKING,
  TRACKING_2007,
} from './versions.ts';

/** Mail that ends badly, and the reports about it. */
export const FAILURE_TEXTS = {
  FAIL: {
    name: 'delivery failed',
    meaning:
      'Delivery to this recipient failed for good. The recipient status gives the code, the reference the report, if one was made.',
    ...MODERN_ADVICE.ndr,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    from: {
      SMTP: {
        name: 'refused by the next hop',
        meaning:
          'The next hop refused the recipient or the message for good; its reply stands in the recipient status. The sender gets a report, unless the sender is <>.',
      },
      DNS: {
        name: 'failed, the domain was not found',
        meaning:
          'By what DNS says, the domain of the recipient does not exist or takes no mail. The sender gets a report, unless the sender is <>.',
        causes: [
          'the domain is misspelt or gone',
          'the DNS servers of this server do not know names of the internet',
        ],
        nextCheck:
          'Run "Resolve-DnsName DOMAIN -Type MX" on the server, then "Get-TransportService SERVER | fl *DNS*". If the domain is right, check who hosts it.',
      },
      QUEUE: {
        name: 'expired or removed in its queue',
        meaning:
          'The message expired in its queue (by default after two days, 4.4.7) or was removed from it. The sender gets a report, unless it was removed without one.',
        causes: [
          'the next hop did not take it for two days',
          'an administrator removed it from the queue',
        ],
        nextCheck:
          'Look at the DEFER events before it: they say why it waited. Then run "Get-Queue -Server SERVER | fl NextHopDomain,Status,LastError" to see whether the next hop is still in trouble.',
        source: `${TRACKING_2007}; ${INTERVALS}`,
      },
      ROUTING: {
        name: 'failed in the categorizer',
        meaning:
          'The categorizer found that the message cannot or may not go to this recipient: unknown address, restriction, size or loop. The status says which.',
        causes: [
          'the recipient is unknown in a domain of ours',
          'the recipient or group does not accept this sender or size',
          'a loop of forwarding, or too many hops',
        ],
        nextCheck:
          'Look the code up with "mailtrail explain CODE", then run "Get-Recipient ADDRESS" and "Get-AcceptedDomain", and look at the limits: "Get-Mailbox MAILBOX | fl Max*,Accept*,Reject*,RequireSender*".',
      },
      RESOLVER: {
        name: 'failed in the resolver',
        meaning:
          'The resolver found no such recipient, several of them, or one that may not get this message. The status says which.',
        nextCheck:
          'Run "Get-Recipient ADDRESS" and "Get-AcceptedDomain": an unknown address in an authoritative domain fails here. For a reply to old mail look for the X500 address in EmailAddresses.',
      },
      STOREDRIVER: {
        name: 'refused by the mailbox store',
        meaning:
          'The store refused the message for good: mailbox full, disabled or restricted, or a message it cannot take. The status says which.',
        causes: [
          'the mailbox is over its quota',
          'the mailbox is disabled, or does not accept this sender',
          'the message is too large or damaged',
        ],
        nextCheck:
          'Run "Get-MailboxStatistics MAILBOX | fl StorageLimitStatus,TotalItemSize" and "Get-Mailbox MAILBOX | fl *Quota,Max*,Accept*,Reject*", and look the code up with "mailtrail explain CODE".',
      },
      AGENT: {
        name: 'stopped by an agent',
        meaning:
          'A transport agent (a mail flow rule, a filter, another product) ended the message for this recipient. Whether the sender was told depends on the agent.',
        ...MODERN_ADVICE.filtered,
      },
      MAILBOXRULE: {
        name: 'stopped by an inbox rule',
        meaning:
          'A rule of the mailbox refused or ended the message on purpose. Whether the sender was told depends on the rule.',
        causes: ['an inbox rule deletes or refuses it'],
        nextCheck: 'Run "Get-InboxRule -Mailbox MAILBOX | fl Name,Enabled,Description".',
      },
      APPROVAL: {
        name: 'failed for its approval',
        meaning:
          'The approval framework ended the message: it was rejected, expired, or could not be put to a moderator.',
        causes: [
          'a moderator rejected it, or none decided in time',
          'the request did not reach a moderator',
        ],
        nextCheck: MODERN_ADVICE.moderation.nextCheck,
      },
      ADMIN: {
        name: 'removed by an administrator',
        meaning:
          'An administrator removed the message from its queue. The sender gets a report only if the administrator asked for one.',
        causes: ['an administrator removed it, by Queue Viewer or "Remove-Message"'],
        nextCheck:
          'Ask the administrators of that day: "Search-AdminAuditLog -Cmdlets Remove-Message -StartDate DATE" names who did it. Then have the message sent again if it was wanted.',
      },
      POISONMESSAGE: {
        name: 'failed as a poison message',
        meaning:
          'The message made the transport service fail and was ended. Whether the sender was told is not proved.',
        causes: MODERN_ADVICE.poison.causes,
        nextCheck:
          'Run "Get-EventLog Application -Source MSExchangeTransport -After TIME" on the server: it names the message and what failed on it. Then have the content sent again in another form.',
      },
      DSN: {
        name: 'a report failed',
        meaning: 'A delivery status notification could not be made or sent for this recipient.',
        causes: ['the sender that the report goes back to cannot be reached'],
      },
    },
  },
  DSN: {
    name: 'a report was made',
    meaning:
      'The server made a delivery status notification, a message of its own from <>. The reference names the one that it reports on; the source context says which kind it is.',
    ...MODERN_ADVICE.accepted,
    nextCheck:
      'Trace the message in the reference: "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId DSN | fl SourceContext,Reference,Recipients". If the report itself waits, run "Get-Queue SERVER\\Submission".',
    versions: SINCE_2007,
    source: TRACKING_2007,
  },
  DELIVERFAIL: {
    name: 'delivery to a folder failed',
    meaning:
      'An agent wanted the message in a folder of the mailbox that does not exist. That it was put elsewhere is not proved.',
    causes: ['the folder that an agent or a rule names was removed or renamed'],
    nextCheck:
      'Run "Get-MailboxFolderStatistics MAILBOX | ft FolderPath" and "Get-InboxRule -Mailbox MAILBOX", and search the mailbox for the message: "Get-MessageTrackingLog -MessageId ID -EventId DELIVER" may follow.',
    versions: SINCE_2016,
    source: TRACKING,
  },
  BADMAIL: {
    name: 'could be neither delivered nor returned',
    meaning:
      'The message could be neither delivered nor returned to its sender, and was given up. Nobody is told.',
    ...MODERN_ADVICE.badmail,
    versions: SINCE_2007,
    source: TRACKING_2007,
    from: {
      DSN: {
        name: 'a report could not be returned',
        meaning:
          'A message from <>, usually a report, failed. Nothing is reported about a report, so it was given up and nobody is told.',
        causes: ['a report that could not be delivered: its sender is <>'],
      },
      PICKUP: {
        name: 'a file in Pickup could not be read',
        meaning:
          'A file in the Pickup or Replay folder could not be read as mail and was given up. It stays there with the ending .bad; nobody is told.',
        causes: ['a file in the Pickup or Replay folder that could not be read'],
      },
    },
  },
  DROP: {
    name: 'dropped without a report',
    meaning: 'The message was dropped on purpose, and the sender is not told.',
    ...MODERN_ADVICE.filtered,
    versions: SINCE_2013,
    source: TRACKING,
    from: {
      APPROVAL: {
        name: 'used request for approval dropped',
        meaning:
          'A request for approval was dropped once it had been answered. The moderated message itself has a trail of its own.',
        causes: [],
        nextCheck:
          'Trace the moderated message: "Get-MessageTrackingLog -Server SERVER -Source APPROVAL | ft Timestamp,EventId,MessageId,Reference".',
      },
      ROUTING: {
        name: 'dropped by the categorizer',
        meaning:
          'The categorizer dropped the message for this recipient, and the sender is not told, as with groups that suppress reports.',
        causes: ['the group that it was sent to has reports suppressed'],
        nextCheck:
          'Run "Get-DistributionGroup GROUP | fl ReportTo*,SendOofMessageToOriginatorEnabled", and look at the FAIL or EXPAND before it.',
      },
      AGENT: {
        name: 'dropped by an agent',
        meaning:
          'A transport agent dropped the message, as spam or by a mail flow rule, and the sender is not told.',
      },
    },
  },
  SUPPRESSED: {
    name: 'transmission suppressed',
    meaning:
      'The server did not send the message on, and the sender is not told. No document says more of it.',
    ...MODERN_ADVICE.filtered,
    nextCheck:
      'Run "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId SUPPRESSED | fl Source*,RecipientStatus,CustomData". For automatic replies look at "Get-RemoteDomain | fl DomainName,*Auto*,AllowedOOFType".',
    versions: SINCE_2013,
    source: TRACKING,
  },
  POISONMESSAGE: {
    name: 'put into or taken out of the poison queue',
    meaning:
      'The message was put into the poison queue, or taken out of it. There it stays until an administrator resumes or removes it.',
    ...MODERN_ADVICE.poison,
    versions: SINCE_2007,
    source: `${TRACKING_2007}; ${QUEUES}`,
  },
} as const satisfies Partial<MsgtrkTexts>;
