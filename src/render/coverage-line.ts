import type { CoverageReport } from '../model/report.ts';
import { formatInZone } from '../model/zone.ts';
import { counted } from './numbers.ts';
import type { View } from './style.ts';

/** What an answer rests on, in one line; `mailtrail coverage` tells the rest. */
export function coverageLine({ servers }: CoverageReport, { zone }: View): string {
  if (servers.length === 0) return 'Read: no logs';
  // All times have one form, so text order is time order.
  const from = servers.map((server) => server.from).reduce((a, b) => (a < b ? a : b));
  const to = servers.map((server) => server.to).reduce((a, b) => (a > b ? a : b));
  const gaps = servers.reduce((sum, server) => sum + server.gaps.length, 0);
  const rejected = servers.reduce((sum, server) => sum + server.rejectedLines, 0);
  const absent = [
    ...new Set(
      servers.flatMap(({ logs = [] }) =>
        logs.flatMap(({ log, files }) => (files === 0 ? [log] : [])),
      ),
    ),
  ];
  const minute = (iso: string): string => formatInZone(Date.parse(iso), zone).slice(0, 16);
  return [
    `Read: ${counted(servers.length, 'server')}, ${minute(from)} to ${minute(to)}`,
    ...(gaps === 0 ? [] : [counted(gaps, 'gap')]),
    ...(absent.length === 0 ? [] : [`${absent.join(', ')} not loaded`]),
    ...(rejected === 0 ? [] : [`${counted(rejected, 'line')} not read`]),
  ].join(' · ');
}
