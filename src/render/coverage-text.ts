import type { CoverageReport } from '../model/report.ts';
import { formatInZone } from '../model/zone.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';

/** What was read: servers, from when to when, and what is missing in between. */
export function coverageLines({ servers }: CoverageReport, { style, zone }: View): string[] {
  if (servers.length === 0) return [style.dim('Read: no logs')];
  const width = Math.max(...servers.map(({ server }) => visible(server).length));
  const time = (iso: string): string => formatInZone(Date.parse(iso), zone);
  const lines = [style.dim('Read')];
  for (const { server, from, to, gaps, rejectedLines } of servers) {
    const rejects = rejectedLines === 0 ? '' : `, ${rejectedLines} lines could not be read`;
    lines.push(`  ${visible(server).padEnd(width)}  ${time(from)} to ${time(to)}${rejects}`);
    for (const gap of gaps) {
      const what = gap.why === 'missing-day' ? 'no file' : 'silent';
      lines.push(
        style.yellow(`  ${' '.repeat(width)}  ${what} ${time(gap.from)} to ${time(gap.to)}`),
      );
    }
  }
  return lines;
}
