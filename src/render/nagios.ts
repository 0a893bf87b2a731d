import type { DailyReport } from '../model/daily-report.ts';
import type { StuckReport } from '../model/stuck-report.ts';
import { formatDuration } from '../model/time.ts';
import { dayDate } from './day-title.ts';
import { counted } from './numbers.ts';
import { visible } from './visible.ts';

/** Most that may be stuck before a monitor is to warn, or to call; null: it never is. */
export interface NagiosLimits {
  readonly warn: number | null;
  readonly crit: number | null;
}

/** A plugin's answer: its exit code and its one line, with the line end. */
export interface NagiosAnswer {
  readonly status: 0 | 1 | 2 | 3;
  readonly text: string;
}

const WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

const TOLD_ENDS = [
  ['ndr', 'NDR'],
  ['badmail', 'Badmail'],
  ['failed', 'failed'],
  ['lost', 'lost'],
  ['unlogged', 'unlogged'],
] as const;

/** As the plugin guidelines read a plain number N: alert outside of 0 to N, so at N itself all is well. */
export function nagiosStatus(count: number, warn: number | null, crit: number | null): 0 | 1 | 2 {
  if (crit !== null && count > crit) return 2;
  return warn !== null && count > warn ? 1 : 0;
}

/** Without limits, anything that is stuck is a warning. */
export function stuckNagios(report: StuckReport, limits: NagiosLimits): NagiosAnswer {
  if (report.asOf === null) return answer(3, 'no logs are loaded', []);
  const { total, unit, inTransit } = report;
  // Of a moment in the past there is open mail that is too young to be stuck.
  const count = unit === 'recipients' ? report.stalled : total.count;
  const status = isUnlimited(limits)
    ? Number(report.stalled > 0)
    : nagiosStatus(count, limits.warn, limits.crit);
  const words = [
    stuckWords(count, unit.slice(0, -1), total.oldestSeconds, report.rows[0]),
    ...(inTransit.lost > 0 ? [`${inTransit.lost} lost in transit`] : []),
  ];
  return answer(statusOf(status), words.join(', '), [
    limited('stuck', count, limits),
    seconds('oldest', total.oldestSeconds ?? 0),
    plain('at_log_end', report.atLogEnd),
    plain('lost', inTransit.lost),
    plain('unlogged', inTransit.unlogged),
  ]);
}

/** With limits they decide, by the number stuck when the day ends; without, any day that is not quiet is a warning. */
export function dailyNagios(report: DailyReport, limits: NagiosLimits): NagiosAnswer {
  const { total, ended, coverage, verdict } = report;
  const date = dayDate(report);
  const [worst] = report.destinations;
  if (coverage.day.servers === 0) return answer(3, `no log of ${date} is loaded`, []);
  const status = isUnlimited(limits)
    ? Number(verdict !== 'quiet')
    : nagiosStatus(total.now, limits.warn, limits.crit);
  const words = [
    `${date} ${verdict}: ${stuckWords(total.now, 'recipient', total.oldestSeconds, worst && { key: worst.destination, count: worst.now })}`,
    ...TOLD_ENDS.filter(([state]) => ended[state] > 0).map(
      ([state, word]) => `${ended[state]} ${word}`,
    ),
  ];
  return answer(statusOf(status), words.join(', '), dayData(report, limits));
}

function isUnlimited({ warn, crit }: NagiosLimits): boolean {
  return warn === null && crit === null;
}

function statusOf(number: number): 0 | 1 | 2 {
  return number === 2 ? 2 : number === 1 ? 1 : 0;
}

function dayData(report: DailyReport, limits: NagiosLimits): string[] {
  const { total, ended, latency, coverage, throughput } = report;
  const sum = (side: 'in' | 'out'): number =>
    throughput.hours.reduce((all, hour) => all + hour[side], 0);
  return [
    plain('carried', total.carried),
    plain('new', total.new),
    plain('cleared', total.cleared),
    limited('now', total.now, limits),
    seconds('oldest', total.oldestSeconds ?? 0),
    seconds('wait_p95', total.p95Seconds),
    ...Object.entries(ended).map(([state, count]) => plain(state, count)),
    plain('in', sum('in')),
    plain('out', sum('out')),
    seconds('p95', latency.p95Seconds),
    `hours_read=${coverage.day.hoursRead};;;0;${coverage.day.hoursDue}`,
  ];
}

function stuckWords(
  count: number,
  unit: string,
  oldestSeconds: number | null,
  worst: { readonly key: string; readonly count: number } | undefined,
): string {
  if (count === 0) return 'nothing stuck';
  return [
    `${counted(count, unit).replaceAll(',', '')} stuck`,
    ...(oldestSeconds === null ? [] : [`oldest ${formatDuration(oldestSeconds)}`]),
    ...(worst === undefined ? [] : [`worst ${harmless(worst.key)} ${worst.count}`]),
  ].join(', ');
}

function answer(status: 0 | 1 | 2 | 3, words: string, data: readonly string[]): NagiosAnswer {
  const after = data.length === 0 ? '' : ` | ${data.join(' ')}`;
  return { status, text: `MAILTRAIL ${WORDS[status]} - ${words}${after}\n` };
}

/** Log text goes on into the commands that notify people: no `|`, no `;`, nothing that a shell takes. */
function harmless(key: string): string {
  const text = visible(key)
    .slice(0, 64)
    .replaceAll(/[^\p{L}\p{N}.@:/+=_ -]/gu, '_');
  return text === '' ? '-' : text;
}

function plain(label: string, value: number): string {
  return `${label}=${value};;;0`;
}

function limited(label: string, value: number, { warn, crit }: NagiosLimits): string {
  return `${label}=${value};${warn ?? ''};${crit ?? ''};0`;
}

/** `U`: could not be determined, as the guidelines have it. */
function seconds(label: string, value: number | null): string {
  return value === null ? `${label}=U` : `${label}=${value}s;;;0`;
}
