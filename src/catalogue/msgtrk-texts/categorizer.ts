import { MODERN_ADVICE } from '../msgtrk-advice.ts';
import type { MsgtrkTexts } from './types.ts';
import {
  SINCE_2007,
  SINCE_2007_AND_ONLINE,
  SINCE_2010,
  SINCE_2013,
  TRACKING,
  TRACKING_2007,
} from './versions.ts';

/** No event says that a message entered a queue: from the last of these on it waits in one. */
const WAITS_FOR_MAILBOX = { mailbox: MODERN_ADVICE.local } as const;

/** Recipients are looked up, replaced and divided. */
export const CATEGORIZER_TEXTS = {
  AGENTINFO: {
    name: 'agents told what they did',
    meaning:
      'Transport agents left their notes, so the categorizer has had the message. No later event says in which queue it waits.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2013,
    source: TRACKING,
    as: WAITS_FOR_MAILBOX,
  },
  RESOLVE: {
    name: 'address resolved to the primary one',
    meaning:
      'The directory knows the recipient by another address, which is used from here on. No later event says in which queue it waits.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    as: {
      ...WAITS_FOR_MAILBOX,
      former: {
        name: 'address replaced by the primary one',
        meaning: 'The message goes on under the primary address of the same recipient.',
        causes: [],
        nextCheck:
          'Trace the same message id for the primary address: "Get-Recipient ADDRESS | fl PrimarySmtpAddress,EmailAddresses" shows it.',
      },
    },
  },
  REDIRECT: {
    name: 'redirected to another recipient',
    meaning:
      'The message goes to this recipient instead of, or beside, the one that was addressed, by a forwarding address or an alternate recipient. No later event says in which queue it waits.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2007,
    source: TRACKING_2007,
    from: {
      ORAR: {
        name: 'redirected to the alternate recipient of the sender',
        meaning:
          'The sender asked for an alternate recipient (ORAR), and the message goes there. No later event says in which queue it waits.',
      },
    },
    as: {
      ...WAITS_FOR_MAILBOX,
      former: {
        name: 'redirected away from this recipient',
        meaning:
          'Another recipient gets the message instead of, or beside, this one. The trail goes on there.',
        ...MODERN_ADVICE.redirected,
      },
    },
  },
  DUPLICATEREDIRECT: {
    name: 'redirection met a recipient who has it',
    meaning:
      'The message was to be redirected to somebody who is a recipient already, and so gets it once.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2010,
    source: TRACKING,
    as: {
      former: {
        name: 'redirected to a recipient who has it',
        meaning: 'The alternate recipient gets the message already; no second copy is made.',
        ...MODERN_ADVICE.redirected,
      },
    },
  },
  EXPAND: {
    name: 'group expanded to this member',
    meaning:
      'A distribution group was expanded, and the message goes to this member of it. No later event says in which queue it waits.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    as: {
      ...WAITS_FOR_MAILBOX,
      former: {
        name: 'group expanded to its members',
        meaning:
          'The recipient is a distribution group, and its members took its place. Each of them has a fate of its own.',
        ...MODERN_ADVICE.expanded,
      },
    },
  },
  DUPLICATEEXPAND: {
    name: 'member met twice in groups',
    meaning:
      'While a group was expanded, a member came up who is a recipient already, and so gets the message once.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2010,
    source: TRACKING,
    as: {
      former: {
        name: 'group expanded to members who have it',
        meaning:
          'The group was expanded, and these members were recipients already. Its other members stand in EXPAND.',
        ...MODERN_ADVICE.expanded,
      },
    },
  },
  TRANSFER: {
    name: 'moved to a copy of the message',
    meaning:
      'The message was forked, and this recipient goes on with the new copy, which has an internal id of its own. No later event says in which queue it waits.',
    ...MODERN_ADVICE.remote,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING,
    from: {
      ROUTING: {
        name: 'forked for its route',
        meaning:
          'The categorizer forked the message: by route, recipient limit or kind of reports. This recipient goes on with the new copy. No later event says in which queue it waits.',
      },
      QUEUE: {
        name: 'forked in a queue',
        meaning:
          'The queue forked the message, as some recipients could go on and others not. This recipient goes on with the new copy, in a delivery queue.',
      },
      AGENT: {
        name: 'forked by an agent',
        meaning:
          'An agent forked the message to treat some recipients in another way. This recipient goes on with the new copy. No later event says in which queue it waits.',
      },
    },
    as: WAITS_FOR_MAILBOX,
  },
} as const satisfies Partial<MsgtrkTexts>;
