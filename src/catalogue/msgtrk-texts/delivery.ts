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

/** Mail reaches a mailbox. */
export const DELIVERY_TEXTS = {
  DELIVER: {
    name: 'delivered to the mailbox',
    meaning:
      'The store took the message for this mailbox. In which folder it lies, and whether it was read, is not told.',
    ...MODERN_ADVICE.delivered,
    versions: SINCE_2007_AND_ONLINE,
    source: TRACKING_2007,
    from: {
      PUBLICFOLDER: {
        name: 'delivered to the public folder',
        meaning: 'The store took the message for this public folder.',
      },
    },
  },
  DUPLICATEDELIVER: {
    name: 'delivered before, the duplicate was dropped',
    meaning:
      'The store had the same message for this mailbox already and dropped this one, as after nested groups or a replay of Safety Net. The first copy counts.',
    ...MODERN_ADVICE.delivered,
    versions: SINCE_2007,
    source: TRACKING,
  },
  PROCESS: {
    name: 'processed in place of a delivery',
    meaning:
      'The message was worked on and not put into a folder, as system messages are. That a person sees it is not to be expected.',
    ...MODERN_ADVICE.delivered,
    versions: SINCE_2010,
    source: TRACKING,
  },
  PROCESSMEETINGMESSAGE: {
    name: 'meeting message processed',
    meaning:
      'The Mailbox Transport Delivery service took the meeting message and updated the calendar by it. It may not appear in the Inbox.',
    causes: [],
    nextCheck:
      'Transport is done. Look into the calendar of the mailbox, and run "Get-CalendarProcessing MAILBOX" and "Get-CalendarDiagnosticLog -Identity MAILBOX" if it is not as expected.',
    versions: SINCE_2013,
    source: TRACKING,
  },
  JOURNALREPORT: {
    name: 'journal report told',
    meaning:
      'No document explains it. By its name a journal report was made of the message; the report has a trail of its own.',
    ...MODERN_ADVICE.note,
    versions: SINCE_2013,
    source: 'in no document known to us; kept as it stands in the log',
  },
  REPLICATION: {
    name: 'replication told',
    meaning:
      'No document explains it; an administrator saw it on 2019. It moves nothing that is known.',
    ...MODERN_ADVICE.note,
    versions: ['2019'],
    source: 'MicrosoftDocs/OfficeDocs-Exchange issue 2996 (in no document)',
  },
} as const satisfies Partial<MsgtrkTexts>;
