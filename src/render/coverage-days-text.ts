import type { DailyCoverageReport, GapReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { dateInZone } from '../model/zone.ts';
import { factLines, minuteOf, nameWidthOf } from './coverage-facts.ts';
import { gridOf, MARKS, pictureOf } from './coverage-grid.ts';
import type { Grid } from './coverage-grid.ts';
import { headOf } from './coverage-head.ts';
import { clockLines, logsNotLoaded, misnamedText, purgedLines } from './coverage-text.ts';
import { gapWords } from './gap-words.ts';
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
  const nameWidth = nameWidthOf(servers, view);
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
  const { missingDay, missingFile, silence } = MARKS;
  const marks = new RegExp(`[${missingDay}${missingFile}${silence}]+`, 'g');
  return picture.replaceAll(marks, style.yellow);
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
  [/\?/, `${MARKS.missingFile} a file of a log is missing`],
  [/\d/, 'a number below counts lines of these days that could not be read'],
  [/\*/, '* more of them than there is room for'],
];

function legendOf({ form }: Grid, shown: string): string {
  const span = form.days === 7 ? 'a week, from Monday on' : formatDuration(86_400 / form.cells);
  const says = LEGEND.filter(([character]) => character.test(shown)).map(([, text]) => text);
  return `A character is ${span}: ${says.join(', ')}.`;
}

const GAP_KINDS: readonly (readonly [why: GapReport['why'], about: string])[] = [
  [
    'missing-day',
    'No file: days (UTC) without a log between two that have one. Copy these logs, then ingest them.',
  ],
  [
    'missing-file',
    'No file of a log: counters, or hours and days (UTC), between two that have one. Copy these logs, then ingest them.',
  ],
  [
    'silence',
    'Silence: far longer than is usual for that server. It stood still, or lines are missing.',
  ],
];

function gapLines(servers: readonly ServerReport[], view: View): string[] {
  const { zone, style, width } = view;
  const nameWidth = nameWidthOf(servers, view);
  const lines = GAP_KINDS.flatMap(([kind, about]) => {
    const gaps = servers.flatMap(({ server, gaps: all }) =>
      all.filter(({ why }) => why === kind).map((gap) => ({ server, ...gap })),
    );
    if (gaps.length === 0) return [];
    const told = gaps.slice(0, MAX_GAPS).flatMap(({ server, from, to, ...gap }) => {
      const name = clip(server, nameWidth).padEnd(nameWidth);
      const length = formatDuration((Date.parse(to) - Date.parse(from)) / 1000);
      const line = `    ${name}  ${minuteOf(from, zone)} to ${minuteOf(to, zone)}, ${length}`;
      return gap.file === undefined ? [line] : withFiles(line, gapWords(gap), nameWidth, width);
    });
    const more = gaps.length - told.length;
    if (more > 0) told.push(`    and ${formatCount(more)} more: --csv has all`);
    return [...wrap(about, width, '  '), ...told.map(style.yellow)];
  });
  lines.push(...absentLogs(servers, nameWidth, view), ...misnamedLines(servers, nameWidth, view));
  return lines.length === 0 ? ['No gaps.'] : ['Missing', ...lines];
}

const ABSENT =
  'No file at all: logs that servers of 2013 and later write (Edge servers MSGTRK alone). Without MSGTRKMD no delivery to a mailbox is told, without MSGTRKMS no submission from one.';

function absentLogs(
  servers: readonly ServerReport[],
  nameWidth: number,
  { style, width }: View,
): string[] {
  const told = servers.flatMap(({ server, logs }) => {
    const absent = logsNotLoaded(logs);
    const name = clip(server, nameWidth).padEnd(nameWidth);
    return absent === '' ? [] : [style.yellow(`    ${name}  ${absent}`)];
  });
  return told.length === 0 ? [] : [...wrap(ABSENT, width, '  '), ...told];
}

const MISNAMED =
  'Names that are not believed: all lines of the file are of another time, and count for no hour. Give it the name of its first line, forget it, and ingest it again.';

function misnamedLines(
  servers: readonly ServerReport[],
  nameWidth: number,
  { style, width }: View,
): string[] {
  const told = servers.flatMap(({ server, misnamedFiles = [] }) =>
    misnamedFiles.length === 0
      ? []
      : [
          style.yellow(
            `    ${clip(server, nameWidth).padEnd(nameWidth)}  ${misnamedText(misnamedFiles)}`,
          ),
        ],
  );
  return told.length === 0 ? [] : [...wrap(MISNAMED, width, '  '), ...told];
}

/** Names of files beside the time, or below it where there is no room. */
function withFiles(line: string, words: string, nameWidth: number, width: number): string[] {
  const beside = `${line}: ${words}`;
  return beside.length <= width
    ? [beside]
    : [line, ...wrap(words, width, ' '.repeat(nameWidth + 6))];
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
