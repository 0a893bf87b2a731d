import type { DailyReport } from '../model/daily-report.ts';
import { formatDuration } from '../model/time.ts';
import { clockTime } from './day-title.ts';
import { gapWords } from './gap-words.ts';
import { counted } from './numbers.ts';
import { clip } from './visible.ts';

/** Seconds that clocks may differ by without a word. */
const SKEW_TOLD_FROM = 30;
const GAPS_TOLD = 3;
const SERVERS_NAMED = 3;

/** What was read of the day: the first part says how much, the others what is missing or doubtful. */
export function dayCoverageParts(report: DailyReport): string[] {
  const { servers, hoursRead, hoursDue, missing } = report.coverage.day;
  const rejected = report.coverage.servers.reduce((sum, server) => sum + server.rejectedLines, 0);
  const skew = Math.max(
    0,
    ...report.coverage.clockSkews.map(({ secondsAhead }) => Math.abs(secondsAhead)),
  );
  return [
    ...(servers === 0
      ? ['Read: no log of the day']
      : [
          `Read: ${counted(servers, 'server')}, ${hoursText(hoursRead)} of ${hoursText(hoursDue)} h`,
        ]),
    ...(servers === 0 || missing.length === 0 ? [] : [`no log of the day: ${namesText(missing)}`]),
    ...gapTexts(report),
    ...(rejected === 0 ? [] : [`${counted(rejected, 'line')} not read`]),
    ...(skew < SKEW_TOLD_FROM ? [] : [`clocks differ by up to ${formatDuration(skew)}`]),
  ];
}

/** `94`, `93.5` */
function hoursText(hours: number): string {
  return String(Number(hours.toFixed(1)));
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, SERVERS_NAMED).map((name) => clip(name, 30));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Gaps as far as they lie in the day: `EXCH02 silent 11:20–13:05`. */
function gapTexts({ day, coverage }: DailyReport): string[] {
  const texts = coverage.servers
    // Of a server that says nothing all day, that was told.
    .filter(({ server }) => !coverage.day.missing.includes(server))
    .flatMap(({ server, gaps }) =>
      gaps
        .filter(({ from, to }) => from < day.to && to > day.from)
        .map(({ from, to, ...gap }) => {
          const what = gap.why === 'silence' ? 'silent' : `has ${gapWords(gap)}`;
          const begin = from > day.from ? clockTime(from, day.tz).slice(0, 5) : '00:00';
          const end = to < day.to ? clockTime(to, day.tz).slice(0, 5) : '24:00';
          return `${clip(server, 30)} ${what} ${begin}–${end}`;
        }),
    );
  const more = texts.length - GAPS_TOLD;
  return more > 0 ? [...texts.slice(0, GAPS_TOLD), counted(more, 'more gap')] : texts;
}
