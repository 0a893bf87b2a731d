import type { HeadersReport, ReceivedReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';

/** The Received headers of a pasted mail, each beside what the logs say of that server. */
export function headersLines(headers: HeadersReport, { style, zone }: View): string[] {
  const what = headers.isNdr ? 'the message that the NDR reports on' : 'the pasted headers';
  const lines = [`${style.dim('Received')} as ${what} tell it, beside the log`];
  if (headers.received.length === 0) lines.push('  no Received header');
  for (const one of headers.received) {
    const at = one.at === null ? 'no time' : formatInZone(Date.parse(one.at), zone);
    lines.push(`  ${at}  by ${visible(one.by ?? '?')}, from ${visible(one.from ?? '?')}`);
    lines.push(`      ${loggedText(one, zone)}`);
  }
  return lines;
}

function loggedText({ server, loggedAt, differenceSeconds }: ReceivedReport, zone: string): string {
  if (server === null) return 'none of the servers whose logs are loaded';
  if (loggedAt === null) return `${visible(server)} has no line of it`;
  const at = `${visible(server)} logged it ${formatInZone(Date.parse(loggedAt), zone)}`;
  if (differenceSeconds === null) return at;
  if (differenceSeconds === 0) return `${at}, at the same second`;
  const side = differenceSeconds > 0 ? 'later' : 'earlier';
  return `${at}, ${formatDuration(Math.abs(differenceSeconds))} ${side}`;
}
