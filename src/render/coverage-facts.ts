import type { DailyCoverageReport, LogReport } from '../model/report.ts';
import { formatInZone } from '../model/zone.ts';
import { formatCount } from './numbers.ts';
import { COLUMN_GAP, plainLines } from './plain-table.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';

type ServerReport = DailyCoverageReport['servers'][number];

/** Longer names of servers are cut. */
const NAME_WIDTH = 24;
const LEAST_NAME_WIDTH = 7;
/** Of a time without seconds. */
const TIME_WIDTH = 16;

/** Before the names of a server's logs. */
const INDENT = '  ';
const NOT_LOADED = 'not loaded';

/** Seconds and the zone would leave no room for names; the heading names the zone. */
export function minuteOf(iso: string, zone: string): string {
  return formatInZone(Date.parse(iso), zone).slice(0, TIME_WIDTH);
}

/** How wide the names of servers are shown. They give way to the facts beside them. */
export function nameWidthOf(servers: readonly ServerReport[], view: View): number {
  const counts = countWidths(servers);
  const beside = counts.reduce((sum, width) => sum + width + COLUMN_GAP, 0);
  const times = 2 * (TIME_WIDTH + COLUMN_GAP);
  const most = Math.min(NAME_WIDTH, Math.max(LEAST_NAME_WIDTH, view.width - times - beside));
  const names = servers.flatMap(({ server, logs = [] }) => [
    clip(server, most).length,
    ...logs.map(({ log }) => clip(INDENT + log, Math.max(most, INDENT.length)).length),
  ]);
  return Math.max('server'.length, ...names);
}

/** First and last line, files and rejects of each server, and of its logs below it. */
export function factLines(servers: readonly ServerReport[], view: View): string[] {
  const counts = countsOf(servers);
  const widths = [nameWidthOf(servers, view), TIME_WIDTH, TIME_WIDTH, ...countWidths(servers)];
  const rows = servers.flatMap((server) => [
    [
      clip(server.server, widths[0] ?? 0),
      minuteOf(server.from, view.zone),
      minuteOf(server.to, view.zone),
      ...counts.map(({ of }) => formatCount(of(server))),
    ],
    ...(server.logs ?? []).map((log) => logRow(log, server, widths[0] ?? 0, view)),
  ]);
  const right = new Set(counts.map((_, index) => 3 + index));
  const columns = { widths, right, gap: COLUMN_GAP };
  const heads = ['server', 'first line', 'last line', ...counts.map(({ head }) => head)];
  return [
    ...plainLines({ rows: [heads], ...columns }).map(view.style.dim),
    ...plainLines({ rows, ...columns }),
  ];
}

function logRow(
  { log, from, to, files }: LogReport,
  { gaps }: ServerReport,
  width: number,
  { zone, style }: View,
): string[] {
  const name = clip(INDENT + log, width);
  if (from === null || to === null) return [name, style.yellow(NOT_LOADED), '', '0', '', ''];
  const missing = gaps.filter((gap) => gap.log === log).length;
  return [
    name,
    minuteOf(from, zone),
    minuteOf(to, zone),
    formatCount(files),
    formatCount(missing),
    '',
  ];
}

interface Count {
  readonly head: string;
  readonly of: (server: ServerReport) => number;
}

const FILES: Count = { head: 'files', of: ({ files }) => files };
const GAPS: Count = { head: 'gaps', of: ({ gaps }) => gaps.length };
const REJECTS: Count = { head: 'not read', of: ({ rejectedLines }) => rejectedLines };

/** Gaps are counted where they are those of several logs. */
function countsOf(servers: readonly ServerReport[]): readonly Count[] {
  const areModern = servers.some(({ logs }) => logs !== undefined);
  return areModern ? [FILES, GAPS, REJECTS] : [FILES, REJECTS];
}

function countWidths(servers: readonly ServerReport[]): number[] {
  return countsOf(servers).map(({ head, of }) =>
    Math.max(head.length, ...servers.map((server) => formatCount(of(server)).length)),
  );
}
