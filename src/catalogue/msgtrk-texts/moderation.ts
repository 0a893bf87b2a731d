import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import { APPROVAL, SINCE_2010, SINCE_2013, TRACKING } from './versions.ts';

const SOURCE = `${TRACKING}; ${APPROVAL}`;

/** What a moderated message waits for has been decided against it. */
const REFUSED = {
  causes: [
    'the recipient or a mail flow rule has mail approved first',
    'the moderator did not see the request in time, or did not want the message',
  ],
  nextCheck:
    'Ask the moderator, whom "Get-DistributionGroup GROUP | fl ModeratedBy,SendModerationNotifications" or "Get-Mailbox" names. If the message was wanted, have it sent again.',
} as const;

/** Mail that a moderator has to let through. */
export const MODERATION_TEXTS = {
  INITMESSAGECREATED: {
    name: 'waits for its moderator',
    meaning:
      'The recipient is moderated: the message lies in the arbitration mailbox, and a request went to the moderators. It expires if nobody decides, by default after five days.',
    ...MODERN_ADVICE.moderation,
    versions: SINCE_2010,
    source: SOURCE,
  },
  MODERATORAPPROVE: {
    name: 'approved by its moderator',
    meaning:
      'A moderator let the message through, and it goes on as a new copy. Delivery has still to come.',
    ...MODERN_ADVICE.accepted,
    versions: SINCE_2010,
    source: SOURCE,
  },
  MODERATORREJECT: {
    name: 'rejected by its moderator',
    meaning:
      'A moderator rejected the message, and it was not delivered. The sender gets a notice, if notices are switched on.',
    ...REFUSED,
    versions: SINCE_2010,
    source: SOURCE,
  },
  MODERATIONEXPIRE: {
    name: 'expired before its moderator decided',
    meaning:
      'No moderator decided in time, by default within five days, and the message was not delivered.',
    ...REFUSED,
    versions: SINCE_2010,
    source: SOURCE,
  },
  MODERATORSALLNDR: {
    name: 'no request reached a moderator',
    meaning:
      'All requests for approval came back as undeliverable, so nobody can decide, and the message was not delivered.',
    causes: ['the mailboxes of the moderators are gone, full or refuse the request'],
    nextCheck:
      'Run "Get-DistributionGroup GROUP | fl ModeratedBy" or "Get-Mailbox MAILBOX | fl ModeratedBy", and check with "Get-Mailbox" that each moderator still has a mailbox that takes mail.',
    versions: SINCE_2013,
    source: SOURCE,
  },
} as const satisfies Partial<MsgtrkTexts>;
