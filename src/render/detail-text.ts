import type { DetailReport } from '../model/latency.ts';
import type { RecipientReport } from '../model/report.ts';
import { formatInZone } from '../model/zone.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';
import { wrap } from './wrap.ts';

/** Replies of some servers are pages. */
const REPLY_ROOM = 600;

/** `detailText` for a terminal. */
export function detailLines(recipient: RecipientReport, { width, zone }: View): string[] {
  const text = detailText(recipient, zone);
  return text === null ? [] : wrap(text, width, '  ', '       ');
}

/** What was answered when a recipient was last put off or failed, word for word; null where no line says. */
export function detailText({ detail, state }: RecipientReport, zone: string): string | null {
  if (detail?.text == null) return null;
  const told = `${labelOf(detail)}: ${who(detail)}${clip(detail.text, REPLY_ROOM)}`;
  // Of what came through in the end it is what happened on the way.
  return state === 'delivered' || state === 'transferred'
    ? `${told} (${detail.event} at ${formatInZone(Date.parse(detail.at), zone)})`
    : told;
}

/** What another server said, or what the one that wrote the line did. */
function labelOf({ replyCode, statusCode, host, ip }: DetailReport): string {
  const isAnswer = [replyCode, statusCode, host, ip].some((part) => part !== null);
  return isAnswer ? 'Answer' : 'The log says';
}

function who({ host, ip }: DetailReport): string {
  if (host === null && ip === null) return '';
  const name = host === null || ip === null || host === ip ? (host ?? ip) : `${host} [${ip}]`;
  return `${clip(name ?? '', 120)}: `;
}
