import type { DailyCoverageReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { dateInZone, formatInZone } from '../model/zone.ts';
import { gridOf, MARKS, pictureOf } from './coverage-grid.ts';
import type { Grid } from './coverage-grid.ts';
import { headOf } from './coverage-head.ts';
import { clockLines, purgedLines } from './coverage-text.ts';
import { counted, formatCount } from './numbers.ts';
import { COLUMN_GAP, plainLines } from './plain-table.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** What is to be shown: the report, the hours that each server logged, and the range asked for. */
export interface CoveragePicture {
  readonly report: DailyCoverageReport;
  readonly hours: ReadonlyMap<string, readonly number[]>;
  readonly since: number | null;
  readonly until: number | null;
}

type ServerReport = DailyCoverageReport['servers'][number];

/** Longer names of servers are cut. */
const NAME_WIDTH = 24;
const LEAST_NAME_WIDTH = 7;
/** Of a time without seconds. */
const TIME_WIDTH = 16;
/** More gaps of a kind than a person reads. */
const MAX_GAPS = 60;

/** What was read, as a picture of servers by days, and what is missing. */
export function coverageDaysText(picture: CoveragePicture, view: View): string {
  const { report } = picture;
  if (report.servers.length === 0)
    return `${['Read: no logs', ...purgedLines(report.purgedBefore, view)].join('\n')}\n`;
  const lines = [
    ...gridLines(picture, view),
    '',
    ...factLines(report.servers, view),
    '',
    ...gapLines(report.servers, view),
    ...purgedLines(report.purgedBefore, view),
    ...sectionOf('Clocks', clockLines(report.clockSkews, { all: '--json' }), view),
    ...rejectLines(report, view),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Widths of the facts: name, two times, two counts. The name gives way. */
function factWidths(servers: readonly ServerReport[], { width }: View): FactWidths {
  const counts = [
    countWidth(
      'files',
      servers.map(({ files }) => files),
    ),
    countWidth(
      'not read',
      servers.map(({ rejectedLines }) => rejectedLines),
    ),
  ] as const;
  const beside = 2 * TIME_WIDTH + counts[0] + counts[1] + 4 * COLUMN_GAP;
  const most = Math.min(NAME_WIDTH, Math.max(LEAST_NAME_WIDTH, width - beside));
  const name = Math.max('server'.length, ...servers.map(({ server }) => clip(server, most).length));
  return [name, TIME_WIDTH, TIME_WIDTH, ...counts];
}

function countWidth(head: string, counts: readonly number[]): number {
  return Math.max(head.length, ...counts.map((count) => formatCount(count).length));
}

type FactWidths = readonly [name: number, number, number, number, number];

function gridLines({ report, hours, since, until }: CoveragePicture, view: View): string[] {
  const { servers } = report;
  const { zone, style, width } = view;
  const first = Math.max(
    since ?? Number.NEGATIVE_INFINITY,
    Math.min(...servers.map(({ from }) => Date.parse(from))),
  );
  const last = Math.min(
    until === null ? Number.POSITIVE_INFINITY : until - 1,
    Math.max(...servers.map(({ to }) => Date.parse(to))),
  );
  const read = `Read: ${counted(servers.length, 'server')}, ${counted(
    servers.reduce((sum, { files }) => sum + files, 0),
    'file',
  )}`;
  if (first > last) return [`${read}; no log is of the time asked for`];
  const [nameWidth] = factWidths(servers, view);
  const grid = gridOf(first, last, zone, width - nameWidth - COLUMN_GAP);
  const span = `${dateInZone(first, zone)} to ${dateInZone(last, zone)}`;
  const gap = ' '.repeat(grid.form.gap);
  const pictures = servers.map((server) => ({
    name: clip(server.server, nameWidth),
    picture: pictureOf(server, hours.get(server.server) ?? [], grid).join(gap),
    rejects: rejectsBelow(server, grid, zone),
  }));
  const rows = pictures.flatMap(({ name, picture, rejects }) => [
    [name, painted(picture.trimEnd(), view)],
    ...(rejects === '' ? [] : [['', style.red(rejects)]]),
  ]);
  const shown = pictures.map(({ picture, rejects }) => picture + rejects).join('');
  const head = headOf(grid, zone);
  const pictureWidth = Math.max(
    (grid.bounds.length - 1) * (grid.form.cells + grid.form.gap),
    ...head.map(({ length }) => length),
  );
  const columns = { widths: [nameWidth, pictureWidth], right: new Set<number>(), gap: COLUMN_GAP };
  return [
    `${read}, ${span} (${zone})`,
    ...wrap(cutNote(grid), width),
    ...plainLines({
      rows: head.map((line, index) => [index === 0 ? 'server' : '', line]),
      ...columns,
    }).map(style.dim),
    ...plainLines({ rows, ...columns }),
    ...wrap(legendOf(grid, shown), width).map(style.dim),
  ].filter((line) => line !== '');
}

/** What is missing, in a colour; it has a character of its own too. */
function painted(picture: string, { style }: View): string {
  const { missingDay, silence } = MARKS;
  return picture.replaceAll(new RegExp(`[${missingDay}${silence}]+`, 'g'), style.yellow);
}

/** Lines that could not be read, below the days of their files. */
function rejectsBelow({ days }: ServerReport, grid: Grid, zone: string): string {
  const { cells, gap } = grid.form;
  const begins = grid.bounds.slice(0, -1).map((at) => dateInZone(at, zone));
  const end = dateInZone((grid.bounds.at(-1) ?? 0) - 1, zone);
  const counts = begins.map((begin, column) => {
    const next = begins[column + 1];
    return days
      .filter(({ day }) => day >= begin && (next === undefined ? day <= end : day < next))
      .reduce((sum, { rejected }) => sum + rejected, 0);
  });
  const text = counts.map((count) => {
    const digits = count === 0 ? '' : String(count);
    return (digits.length <= cells ? digits : '*').padEnd(cells);
  });
  return text.join(' '.repeat(gap)).trimEnd();
}

function cutNote({ form, bounds, total }: Grid): string {
  const shown = bounds.length - 1;
  if (shown === total) return '';
  return `The last ${shown} of ${total} ${form.days === 7 ? 'weeks' : 'days'} are shown: --since and --until show others.`;
}

/** What characters say; those that are not there need no word. */
const LEGEND: readonly (readonly [character: RegExp, says: string])[] = [
  [/█/, '█ lines in each hour'],
  [/[▁-▇]/, '▁ to ▇ lines in some hours'],
  [new RegExp(MARKS.nothing), `${MARKS.nothing} no line`],
  [new RegExp(MARKS.silence), `${MARKS.silence} a silence beyond the usual`],
  [new RegExp(MARKS.missingDay), `${MARKS.missingDay} a day without a file`],
  [/\d/, 'a number below counts lines of these days that could not be read'],
  [/\*/, '* more of them than there is room for'],
];

function legendOf({ form }: Grid, shown: string): string {
  const span = form.days === 7 ? 'a week, from Monday on' : formatDuration(86_400 / form.cells);
  const says = LEGEND.filter(([character]) => character.test(shown)).map(([, text]) => text);
  return `A character is ${span}: ${says.join(', ')}.`;
}

/** Seconds and the zone would leave no room for names; the heading names the zone. */
function minuteOf(iso: string, zone: string): string {
  return formatInZone(Date.parse(iso), zone).slice(0, TIME_WIDTH);
}

function factLines(servers: readonly ServerReport[], view: View): string[] {
  const { zone, style } = view;
  const widths = factWidths(servers, view);
  const rows = servers.map(({ server, from, to, files, rejectedLines }) => [
    clip(server, widths[0]),
    minuteOf(from, zone),
    minuteOf(to, zone),
    formatCount(files),
    formatCount(rejectedLines),
  ]);
  const columns = { widths, right: NUMBERS, gap: COLUMN_GAP };
  const heads = ['server', 'first line', 'last line', 'files', 'not read'];
  return [
    ...plainLines({ rows: [heads], ...columns }).map(style.dim),
    ...plainLines({ rows, ...columns }),
  ];
}

/** Columns of files and of lines that were not read. */
const NUMBERS = new Set([3, 4]);

const GAP_KINDS: readonly (readonly [why: string, about: string])[] = [
  [
    'missing-day',
    'No file: days (UTC) without a log between two that have one. Copy these logs, then ingest them.',
  ],
  [
    'silence',
    'Silence: far longer than is usual for that server. It stood still, or lines are missing.',
  ],
];

function gapLines(servers: readonly ServerReport[], view: View): string[] {
  const { zone, style, width } = view;
  const [nameWidth] = factWidths(servers, view);
  const lines = GAP_KINDS.flatMap(([kind, about]) => {
    const gaps = servers.flatMap(({ server, gaps: all }) =>
      all.filter(({ why }) => why === kind).map((gap) => ({ server, ...gap })),
    );
    if (gaps.length === 0) return [];
    const told = gaps.slice(0, MAX_GAPS).map(({ server, from, to }) => {
      const name = clip(server, nameWidth).padEnd(nameWidth);
      const length = formatDuration((Date.parse(to) - Date.parse(from)) / 1000);
      return `    ${name}  ${minuteOf(from, zone)} to ${minuteOf(to, zone)}, ${length}`;
    });
    const more = gaps.length - told.length;
    if (more > 0) told.push(`    and ${formatCount(more)} more: --csv has all`);
    return [...wrap(about, width, '  '), ...told.map(style.yellow)];
  });
  return lines.length === 0 ? ['No gaps.'] : ['Missing', ...lines];
}

function sectionOf(title: string, lines: readonly string[], { width }: View): string[] {
  if (lines.length === 0) return [];
  return ['', title, ...lines.flatMap((line) => wrap(line, width, '  ', '    '))];
}

function rejectLines({ servers, noServer }: DailyCoverageReport, view: View): string[] {
  const { files, rejectedLines } = noServer;
  const count = servers.reduce((sum, one) => sum + one.rejectedLines, rejectedLines);
  const lines: string[] = [];
  if (files > 0)
    lines.push(
      `Of ${counted(files, 'file')} no line tells a server; ${counted(rejectedLines, 'line')} of ${files === 1 ? 'it' : 'them'} could not be read.`,
    );
  if (count > 0) lines.push(`${counted(count, 'line')} could not be read.`);
  const section = sectionOf('Not read', lines, view);
  // A command is to be copied, so it stays on one line.
  if (count > 0) section.push(`  Next: ${visible(view.command)} coverage --rejects`);
  return section;
}
