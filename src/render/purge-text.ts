import type { PurgeReport } from '../model/purge-report.ts';
import { formatInZone } from '../model/zone.ts';
import { counted, formatBytes, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';
import { wrap } from './wrap.ts';

/** More names than a person reads. */
const MAX_SERVERS = 20;

/** What was removed, and how the file shrank. */
export function purgeText(report: PurgeReport, { width, zone }: View): string {
  const { dryRun, lines, rejects, messages, messagesGone, messagesNotRetold } = report;
  const moment = formatInZone(Date.parse(report.before), zone);
  const parts =
    lines + rejects === 0
      ? [`No line is older than ${moment}.`]
      : [
          `${dryRun ? 'Would remove' : 'Removed'} what is older than ${moment}: ${counted(lines, 'line')}${rejects === 0 ? '' : ` and ${formatCount(rejects)} that could not be read`}.`,
          `${counted(messagesGone, 'message')} ${verb(dryRun, messagesGone)} gone${keptNote(messages - messagesGone)}.`,
        ];
  if (messagesNotRetold > 0)
    parts.push(
      `Sender, subject and size of ${counted(messagesNotRetold, 'message')} stay as they are: lines that tell them are neither in the archive nor in their files any more.`,
    );
  if (lines > 0 && report.serversGone.length > 0)
    parts.push(`No line is left of ${serverList(report.serversGone)}.`);
  if (report.bytesAfter !== null)
    parts.push(
      `The database has ${formatBytes(report.bytesAfter)}, before ${formatBytes(report.bytesBefore)}.`,
    );
  return `${wrap(parts.join(' '), width).join('\n')}\n`;
}

function verb(dryRun: boolean, count: number): string {
  return dryRun ? 'would be' : count === 1 ? 'is' : 'are';
}

function keptNote(kept: number): string {
  return kept === 0 ? '' : `, ${formatCount(kept)} ${kept === 1 ? 'has' : 'have'} newer lines`;
}

function serverList(servers: readonly string[]): string {
  const names = servers.slice(0, MAX_SERVERS).map((name) => clip(name, 40));
  const more = servers.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${formatCount(more)} more` : names.join(', ');
}

/** `looked at  45 %` */
export function purgeProgress(
  { step, done, total }: { readonly step: string; readonly done: number; readonly total: number },
  _seconds: number,
  width: number,
): string {
  const percent = total === 0 ? '' : `${Math.floor((done / total) * 100)} % `;
  return clip(`${percent}${step}`, width);
}
