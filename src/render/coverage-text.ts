import type { CoverageReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { gapWords } from './gap-words.ts';
import { counted, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';

/** Seconds; less may be the time that a transfer takes. */
const TOLD_FROM = 30;

/** What was read: servers, from when to when, and what is missing in between. */
export function coverageLines(
  { servers, clockSkews, purgedBefore }: CoverageReport,
  view: View,
): string[] {
  const { style, zone } = view;
  const purged = purgedLines(purgedBefore, view);
  if (servers.length === 0) return [style.dim('Read: no logs'), ...purged];
  const width = Math.max(...servers.map(({ server }) => clip(server, 40).length));
  const time = (iso: string): string => formatInZone(Date.parse(iso), zone);
  const lines = [style.dim('Read')];
  for (const { server, from, to, gaps, rejectedLines, logs, misnamedFiles = [] } of servers) {
    const rejects =
      rejectedLines === 0 ? '' : `, ${counted(rejectedLines, 'line')} could not be read`;
    lines.push(`  ${clip(server, 40).padEnd(width)}  ${time(from)} to ${time(to)}${rejects}`);
    for (const gap of gaps) {
      lines.push(
        style.yellow(
          `  ${' '.repeat(width)}  ${gapWords(gap)} ${time(gap.from)} to ${time(gap.to)}`,
        ),
      );
    }
    const absent = logsNotLoaded(logs);
    if (absent !== '') lines.push(style.yellow(`  ${' '.repeat(width)}  ${absent} not loaded`));
    if (misnamedFiles.length > 0)
      lines.push(style.yellow(`  ${' '.repeat(width)}  ${misnamedText(misnamedFiles)}`));
  }
  for (const skew of clockSkews) if (isTold(skew)) lines.push(`  ${skewSentence(skew)}.`);
  return [...lines, ...purged.map((line) => `  ${line}`)];
}

/** `MSGTRKMS, MSGTRKMD`: what else a modern server must have written. */
export function logsNotLoaded(logs: CoverageReport['servers'][number]['logs'] = []): string {
  return logs
    .filter(({ files }) => files === 0)
    .map(({ log }) => log)
    .join(', ');
}

/** `MSGTRK9999123123-5.LOG is named for another time than its lines are of` */
export function misnamedText(files: readonly string[]): string {
  const [first = '', ...more] = files;
  const others = more.length === 0 ? '' : ` and ${counted(more.length, 'other file')}`;
  return more.length === 0
    ? `${first} is named for another time than its lines are of`
    : `${first}${others} are named for another time than their lines are of`;
}

/** What is not there any more, on purpose. */
export function purgedLines(purgedBefore: string | undefined, { zone }: View): string[] {
  return purgedBefore === undefined
    ? []
    : [`Lines before ${formatInZone(Date.parse(purgedBefore), zone)} were purged.`];
}

type ClockSkew = CoverageReport['clockSkews'][number];

function isTold({ secondsAhead }: ClockSkew): boolean {
  return Math.abs(secondsAhead) >= TOLD_FROM;
}

const shortName = (server: string): string => clip(server, 40);

function skewSentence({ from, to, secondsAhead }: ClockSkew, nameOf = shortName): string {
  const side = secondsAhead > 0 ? 'ahead of' : 'behind';
  return `The clock of ${nameOf(to)} is ${formatDuration(Math.abs(secondsAhead))} ${side} that of ${nameOf(from)}`;
}

/** More pairs than a person reads. */
const MAX_PAIRS = 40;

export interface ClockWords {
  /** How a server is named; by default in short, for a terminal. */
  readonly nameOf?: (server: string) => string;
  /** What has all pairs. */
  readonly all: string;
}

/** Each pair of servers whose clocks differ, and how many others agree. */
export function clockLines(skews: readonly ClockSkew[], { nameOf, all }: ClockWords): string[] {
  const pairs = pairsOf(skews);
  const told = pairs.filter(isTold);
  const lines = told
    .slice(0, MAX_PAIRS)
    .map((skew) => `${skewSentence(skew, nameOf)}, by ${counted(skew.handOvers, 'hand-over')}.`);
  const left = told.length - lines.length;
  if (left > 0) lines.push(`and ${formatCount(left)} more: ${all} has all`);
  const others = pairs.length - told.length;
  if (others > 0)
    lines.push(
      `${told.length === 0 ? 'The' : 'Beside these, the'} clocks of ${counted(others, 'pair')} of servers agree within ${TOLD_FROM} s.`,
    );
  return lines;
}

/** Hand-overs go both ways; that way tells a pair that more of them went. */
function pairsOf(skews: readonly ClockSkew[]): ClockSkew[] {
  const pairs = new Map<string, ClockSkew>();
  for (const skew of skews) {
    const key = [skew.from, skew.to].toSorted(byCodeUnit).join('\n');
    const other = pairs.get(key);
    if (other === undefined || skew.handOvers > other.handOvers) pairs.set(key, skew);
  }
  return [...pairs.values()];
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
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
