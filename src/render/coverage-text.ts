import type { CoverageReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { counted } from './numbers.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';

/** Seconds; less may be the time that a transfer takes. */
const TOLD_FROM = 30;

/** What was read: servers, from when to when, and what is missing in between. */
export function coverageLines(
  { servers, clockSkews }: CoverageReport,
  { style, zone }: View,
): string[] {
  if (servers.length === 0) return [style.dim('Read: no logs')];
  const width = Math.max(...servers.map(({ server }) => clip(server, 40).length));
  const time = (iso: string): string => formatInZone(Date.parse(iso), zone);
  const lines = [style.dim('Read')];
  for (const { server, from, to, gaps, rejectedLines } of servers) {
    const rejects =
      rejectedLines === 0 ? '' : `, ${counted(rejectedLines, 'line')} could not be read`;
    lines.push(`  ${clip(server, 40).padEnd(width)}  ${time(from)} to ${time(to)}${rejects}`);
    for (const gap of gaps) {
      const what = gap.why === 'missing-day' ? 'no file' : 'silent';
      lines.push(
        style.yellow(`  ${' '.repeat(width)}  ${what} ${time(gap.from)} to ${time(gap.to)}`),
      );
    }
  }
  for (const { from, to, secondsAhead } of clockSkews) {
    if (Math.abs(secondsAhead) < TOLD_FROM) continue;
    const side = secondsAhead > 0 ? 'ahead of' : 'behind';
    lines.push(
      `  The clock of ${clip(to, 40)} is ${formatDuration(Math.abs(secondsAhead))} ${side} that of ${clip(from, 40)}.`,
    );
  }
  return lines;
}

export function coverageText(report: CoverageReport, view: View): string {
  return `${coverageLines(report, view).join('\n')}\n`;
}

/** One line that could not be read: where, why, and how it begins. */
export function rejectText(
  reject: {
    readonly file: string;
    readonly line: number;
    readonly code: string;
    readonly detail: string;
    readonly start: string | null;
  },
  { width, style }: View,
): string {
  const { file, line, code, detail, start } = reject;
  const shown =
    start === null
      ? style.dim('(its bytes cannot be had any more)')
      : clip(start.replaceAll('\t', '⇥'), width - 4);
  return `${visible(file)}:${line}  ${code}  ${visible(detail)}\n    ${shown}\n`;
}
