import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import { ONLINE } from './versions.ts';

const TRACE = { versions: ONLINE, source: 'Microsoft Learn, Get-MessageTraceV2' } as const;

/** Summary traces of Exchange Online: a status stands for all that happened. */
export const ONLINE_TEXTS = {
  'STATUS-DELIVERED': {
    name: 'traced as delivered',
    meaning:
      'The trace says that the message was delivered: to a mailbox, or to a host outside, which it does not tell apart.',
    causes: [],
    nextCheck:
      'Transport is done. If the user does not see the message, run "Get-InboxRule -Mailbox MAILBOX", look into Junk Email, and at "Get-MessageTraceDetailV2 -MessageTraceId TRACE -RecipientAddress ADDRESS".',
    ...TRACE,
  },
  'STATUS-EXPANDED': {
    name: 'traced as expanded',
    meaning:
      'The recipient is a group, and its members took its place. Each of them has a line of its own.',
    ...MODERN_ADVICE.expanded,
    ...TRACE,
  },
  'STATUS-FAILED': {
    name: 'traced as failed',
    meaning: 'The message was not delivered. The summary does not say why.',
    ...MODERN_ADVICE.online,
    causes: MODERN_ADVICE.ndr.causes,
    ...TRACE,
  },
  'STATUS-FILTEREDASSPAM': {
    name: 'traced as spam',
    meaning: 'The message was taken for spam and refused or diverted; it did not reach the Inbox.',
    causes: ['a spam filter policy matched', 'a block list holds the sender or its host'],
    nextCheck:
      'Run "Get-QuarantineMessage -MessageId ID" and "Get-HostedContentFilterPolicy", and look into Junk Email of the mailbox.',
    ...TRACE,
  },
  'STATUS-GETTINGSTATUS': {
    name: 'status not known yet',
    meaning:
      'The trace had no status yet when it was made. The message came in; what became of it is not known.',
    causes: ['the trace was made soon after it came in'],
    nextCheck:
      'Run the trace again some minutes later: "Get-MessageTraceV2 -MessageId ID -RecipientAddress ADDRESS".',
    ...TRACE,
  },
  'STATUS-PENDING': {
    name: 'traced as pending',
    meaning: 'Delivery was being tried, or tried again, when the trace was made.',
    causes: [
      'the next hop or a server of ours behind a connector does not take it yet',
      'the trace was made soon after it came in',
    ],
    nextCheck:
      'Run "Get-MessageTraceDetailV2 -MessageTraceId TRACE -RecipientAddress ADDRESS" and read the Defer events; "Validate-OutboundConnector" checks a connector.',
    ...TRACE,
  },
  'STATUS-QUARANTINED': {
    name: 'traced as quarantined',
    meaning: 'The message lies in quarantine, until it is released or its days there are over.',
    causes: ['a spam, malware or phishing policy matched', 'a mail flow rule sends it there'],
    nextCheck:
      'Run "Get-QuarantineMessage -MessageId ID | fl Type,PolicyName,Expires", and "Release-QuarantineMessage" if it is wanted.',
    ...TRACE,
  },
  'STATUS-NONE': {
    name: 'traced without a status',
    meaning: 'The line of the trace gives no status. It tells nothing of the message.',
    ...MODERN_ADVICE.online,
    ...TRACE,
  },
} as const satisfies Partial<MsgtrkTexts>;
