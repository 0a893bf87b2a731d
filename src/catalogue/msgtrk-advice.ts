import type { Advice } from './types.ts';

/**
 * Causes and first checks for Exchange 2007 and later, shared by the tables of events, stages and states. Words in capitals stand for names: SERVER,
 * DATABASE, MAILBOX, ID (the message id, with its `<>`). Commands are those of the Exchange Management Shell.
 */
export const MODERN_ADVICE = {
  submission: {
    causes: [
      'the Mailbox Transport Submission service (2007 and 2010: Mail Submission) is stopped or hangs',
      'no transport service takes the message: back pressure, or no server of the site is up',
      'the message is deferred in the mailbox, or was only saved in the Outbox',
      'the log of the transport service for that time is not loaded',
    ],
    nextCheck:
      'Run "Test-ServiceHealth SERVER", and "Get-Service MSExchangeSubmission" there (2007 and 2010: MSExchangeMailSubmission). Then look for SUBMITDEFER of the same mailbox, and for the MSGTRK logs of the other servers.',
  },
  accepted: {
    causes: [
      'back pressure: disk, memory or the version buckets of the queue database',
      'an agent or an antivirus product holds the message',
      'Active Directory does not answer the categorizer',
      'a flood of messages is ahead of it',
    ],
    nextCheck:
      'Run "Get-Queue SERVER\\Submission" and see whether it grows. Then look for events 15004 to 15007 of MSExchangeTransport (back pressure) in the Application log, and run "Test-ServiceHealth SERVER".',
  },
  categorizer: {
    causes: [
      'Active Directory or DNS does not answer',
      'an agent put the message off or holds it',
      'an address of the recipient is wrong, doubled or not replicated yet',
    ],
    nextCheck:
      'Run "Get-Message -Queue SERVER\\Submission | fl Status,LastError,DeferReason". Then check the domain controllers with "Get-ExchangeServer SERVER -Status | fl Current*", and the agents with "Get-TransportAgent".',
  },
  remote: {
    causes: [
      'the next hop does not resolve or answer, or port 25 is blocked on the way',
      'the remote server greylists, refuses or throttles this one',
      'TLS, authentication or a certificate fails between the two',
      'no connector leads there: it is in the Unreachable queue',
      'the queue or the message is suspended',
    ],
    nextCheck:
      'Run "Get-Message -Server SERVER -Filter {InternetMessageId -eq \'ID\'} | fl Queue,Status,LastError,RetryCount", then "Get-Queue QUEUE | fl Status,NextHopDomain,LastError". Once the cause is gone: "Retry-Queue QUEUE".',
  },
  local: {
    causes: [
      'the mailbox database is dismounted, fails over or is overloaded',
      'the Mailbox Transport Delivery service (2007 and 2010: the store driver) does not take it',
      'the mailbox is being moved, is locked, or has too many deliveries at once',
      'the queue or the message is suspended',
    ],
    nextCheck:
      'Run "Get-MailboxDatabase DATABASE -Status | fl Mounted,Server", then "Get-Queue -Server SERVER | ft Identity,DeliveryType,Status,LastError" and "Get-Service MSExchangeDelivery" (2013 and later).',
  },
  handedOver: {
    causes: [
      'the next hop is outside the organisation, so its log is not ours',
      'the MSGTRK or MSGTRKMD log of the next server for that hour is not loaded',
      'message tracking is off on the next server',
      'the log of the next server was deleted: 30 days or 1000 MB are the defaults',
    ],
    nextCheck:
      'Load the MSGTRK logs of the next hop for that hour. If it belongs to someone else, give its operator the message id, the time and the reply in recipient-status: "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId SEND | fl Rec*".',
  },
  delivered: {
    causes: [],
    nextCheck:
      'Transport is done. If the user does not see the message, run "Get-InboxRule -Mailbox MAILBOX", "Get-Mailbox MAILBOX | fl *Forward*,Deliver*", and look into Junk Email and the deleted items.',
  },
  ndr: {
    causes: [
      'the recipient does not exist or may not receive this message',
      'the next hop refused the message for good',
      'the message expired in a queue, by default after two days',
    ],
    nextCheck:
      'Read the status code: "Get-MessageTrackingLog -Server SERVER -MessageId ID -EventId FAIL | fl RecipientStatus,SourceContext,Reference". Look it up with "mailtrail explain CODE"; the reference is the id of the report.',
  },
  badmail: {
    causes: [
      'a report that could not be delivered: its sender is <>',
      'a file in the Pickup or Replay folder that could not be read',
    ],
    nextCheck:
      'Run "Get-MessageTrackingLog -Server SERVER -MessageId ID | fl EventId,Source,SourceContext,RecipientStatus". If a file was dropped in, look for one that ends in .bad in the folders of "Get-TransportService SERVER | fl *Directory*".',
  },
  filtered: {
    causes: [
      'a mail flow rule deletes or refuses it',
      'a spam or malware filter stopped it',
      'an agent of another product stopped it',
    ],
    nextCheck:
      'Run "Get-TransportRule | ft Name,State,Actions" and "Get-TransportAgent", and "Get-AgentLog" for that time where antispam agents are installed. The AGENTINFO before it names the rule in custom-data.',
  },
  failed: {
    causes: [
      'the transport services refused the message for good',
      'the message cannot be converted or read from the mailbox',
    ],
    nextCheck:
      'Run "Get-MessageTrackingLog -Server SERVER -EventId SUBMITFAIL | fl Timestamp,Source*,RecipientStatus" for that time, read the Application log for MSExchangeTransportSubmission, then have the message sent again.',
  },
  redirected: {
    causes: [],
    nextCheck:
      'Trace the same message id for the other recipient. If the redirection surprises, run "Get-Mailbox MAILBOX | fl ForwardingAddress,ForwardingSmtpAddress,DeliverToMailboxAndForward".',
  },
  expanded: {
    causes: [],
    nextCheck:
      'Look at the members, which are recipients of the same message. If one is missing, run "Get-DistributionGroupMember GROUP" and "Get-DistributionGroup GROUP | fl *Restrict*,Accept*,Reject*".',
  },
  poison: {
    causes: [
      'the message made the transport service fail more than once',
      'a content conversion or an agent crashes on it',
    ],
    nextCheck:
      'Run "Get-Message -Queue SERVER\\Poison | fl Identity,FromAddress,Subject,LastError". Then "Resume-Message ID" once the cause is gone, or "Remove-Message ID -WithNDR $true". The queue is only listed while it holds something.',
  },
  moderation: {
    causes: [
      'the moderator has not decided yet',
      'the request did not reach the moderator',
      'the arbitration mailbox is not available',
    ],
    nextCheck:
      'Ask the moderator: "Get-DistributionGroup GROUP | fl ModeratedBy,ModerationEnabled" names him, as "Get-Mailbox" does for a mailbox. "Get-Mailbox -Arbitration" shows where it waits; unanswered, it expires after five days by default.',
  },
  shadow: {
    causes: [],
    nextCheck:
      'Nothing to do for the message itself. "Get-TransportConfig | fl Shadow*" shows the settings, and "Get-Queue -Server SERVER -Filter {DeliveryType -eq \'ShadowRedundancy\'}" the copies that are kept.',
  },
  note: {
    causes: [],
    nextCheck:
      'It moves nothing: look at the events before and after it, with "Get-MessageTrackingLog -Server SERVER -MessageId ID | ft Timestamp,EventId,Source,SourceContext".',
  },
  online: {
    causes: [],
    nextCheck:
      'Run "Get-MessageTraceDetailV2 -MessageTraceId TRACE -RecipientAddress ADDRESS" in Exchange Online, or ask for a detailed trace: "Start-HistoricalSearch -ReportType MessageTraceDetail".',
  },
} as const satisfies Record<string, Advice>;
