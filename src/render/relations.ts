import type { MadeOf, RelatedReport } from '../model/report.ts';

/** What another message is to this one. */
const MADE_OF_THIS: Readonly<Record<MadeOf, string>> = {
  ndr: 'its NDR',
  dsn: 'a delivery status notification about it',
  'moderation-request': 'the request to its moderator',
  'journal-report': 'its journal report',
  'rule-mail': 'what an inbox rule or an automatic reply made of it',
  'agent-mail': 'what a transport agent made of it',
};

/** What this message was made of, by what it is. */
const MADE_FROM: Readonly<Record<MadeOf, string>> = {
  ndr: 'the message that this NDR is about',
  dsn: 'the message that this delivery status notification is about',
  'moderation-request': 'the message that this asks the moderator about',
  'journal-report': 'the message that this journal report is of',
  'rule-mail': 'the message that an inbox rule or an automatic reply made this of',
  'agent-mail': 'the message that a transport agent made this of',
};

const TOLD_BY: Readonly<Record<RelatedReport['toldBy'], string>> = {
  reference: 'told by the reference in a log line',
  'linked-msgid': 'told by Linked-MSGID',
  'internal-id': 'told by its number on the server',
  circumstances: 'told by sender, server and time',
};

/** `its NDR, told by the reference in a log line (certain)` */
export function relationText(related: RelatedReport): string {
  return `${whatOf(related)}, ${TOLD_BY[related.toldBy]} (${related.confidence})`;
}

function whatOf({ relation, thisIs, toldBy }: RelatedReport): string {
  if (relation === 'original')
    return thisIs === null ? 'the message that this reports on' : MADE_FROM[thisIs];
  if (relation !== 'linked') return MADE_OF_THIS[relation];
  return toldBy === 'linked-msgid'
    ? 'the same message in another service'
    : 'another message that belongs to it';
}
