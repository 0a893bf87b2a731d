import type { RelatedReport } from '../model/report.ts';

/** How a related message was found. */
export const RELATIONS: Readonly<Record<RelatedReport['relation'], string>> = {
  ndr: 'its NDR, told by sender, server and time',
  original: 'the message it reports on, told by sender, server and time',
  linked: 'the same message in another service (Linked-MSGID)',
};
