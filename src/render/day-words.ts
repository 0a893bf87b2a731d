import type { DailyReport, DayChange, Latency } from '../model/daily-report.ts';
import { formatDuration } from '../model/time.ts';
import { counted, formatCount } from './numbers.ts';
import { atLogEndText } from './stuck-text.ts';
import { clip } from './visible.ts';

/** The parts of the day's summary that are sentences, without colours. */

const STATUSES_TOLD = 4;

/** `46 recipients of 33 messages, oldest 3 d 4 h, worst partner.example (31)` */
export function stuckPhrase({ total, destinations }: DailyReport): string {
  const [worst] = destinations;
  return [
    `${counted(total.now, 'recipient')} of ${counted(total.messages, 'message')}`,
    ...(total.oldestSeconds === null ? [] : [`oldest ${formatDuration(total.oldestSeconds)}`]),
    ...(worst === undefined
      ? []
      : [`worst ${clip(worst.destination, 60)} (${formatCount(worst.now)})`]),
  ].join(', ');
}

/** `1,204 recipients in, 1,198 out, p95 12 s` */
export function flowPhrase({ throughput, latency }: DailyReport): string {
  const p95 = latency.p95Seconds === null ? '' : `, p95 ${formatDuration(latency.p95Seconds)}`;
  return `${counted(sumOf(throughput.hours, 'in'), 'recipient')} in, ${formatCount(sumOf(throughput.hours, 'out'))} out${p95}`;
}

export function sumOf(hours: DailyReport['throughput']['hours'], side: 'in' | 'out'): number {
  return hours.reduce((sum, hour) => sum + hour[side], 0);
}

/** What ended badly, by state; empty when nothing did. */
export function endedParts(report: DailyReport): string[] {
  const { ndr, badmail, failed, filtered, absorbed, held, lost, unlogged } = report.ended;
  const told: readonly (readonly [words: string, count: number, more: string])[] = [
    ['NDR', ndr, statusText(report)],
    ['Badmail', badmail, badmailText(report)],
    ['failed', failed, ''],
    ['lost', lost, ''],
    ['held', held, ''],
    ['filtered', filtered, ''],
    ['absorbed', absorbed, ''],
    ['unlogged', unlogged, ''],
  ];
  return told
    .filter(([, count]) => count > 0)
    .map(
      ([words, count, more]) => `${words} ${formatCount(count)}${more === '' ? '' : ` (${more})`}`,
    );
}

/** Where what was given up may lie: in a folder until Exchange 2003, nowhere from 2007 on. */
function badmailText({ ended, badmailBefore2007: old }: DailyReport): string {
  const modern = ended.badmail - old;
  const oldText = 'from 2003 SP1 on the file may not exist';
  const modernText = 'nobody is told, and no copy is kept';
  if (modern === 0) return oldText;
  if (old === 0) return modernText;
  return `${formatCount(old)} before Exchange 2007: ${oldText}; ${formatCount(modern)} from 2007 on: ${modernText}`;
}

/** `5.1.1 ×7, 5.7.1 ×2`; a log of 2000 or 2003 tells no status, so some may be without. */
function statusText({ ndrByStatus, ended }: DailyReport): string {
  if (ndrByStatus.length === 0) return '';
  const shown = ndrByStatus.slice(0, STATUSES_TOLD);
  const rest = ended.ndr - shown.reduce((sum, { count }) => sum + count, 0);
  const parts = shown.map(({ status, count }) => `${clip(status, 20)} ×${formatCount(count)}`);
  return [...parts, ...(rest > 0 ? [`other ×${formatCount(rest)}`] : [])].join(', ');
}

const MEASURES: Readonly<Record<DayChange['measure'], string>> = {
  ndr: 'NDR',
  badmail: 'Badmail',
  failed: 'failed',
  filtered: 'filtered',
  absorbed: 'absorbed',
  slow: 'slow',
  in: 'in',
  out: 'out',
};

/** What is far from usual; else one part that says so. */
export function changeParts({ changes }: DailyReport): string[] {
  const days = Math.max(0, ...changes.map((change) => change.days));
  if (days === 0) return ['no day before to compare with'];
  const notable = changes.filter((change) => change.notable);
  if (notable.length === 0) return [`as usual, by the median of ${counted(days, 'day')} before`];
  return notable.map(({ measure, today, median }) => {
    const usual = `${MEASURES[measure]} ${formatCount(today)}, usually ${formatCount(median)}`;
    return median > 0 && today > median ? `${usual} (×${(today / median).toFixed(1)})` : usual;
  });
}

/** `p50 2 s · p95 41 s · p99 2 h 10 min · 97.1 % under 90 s` */
export function latencyText(latency: Latency): string {
  if (latency.count === 0) return 'nothing delivered or handed on';
  const share = latency.underNinetySecondsShare;
  return [
    `p50 ${durationOr(latency.p50Seconds)}`,
    `p95 ${durationOr(latency.p95Seconds)}`,
    `p99 ${durationOr(latency.p99Seconds)}`,
    ...(share === null ? [] : [`${percent(share)} under 90 s`]),
  ].join(' · ');
}

/** Never rounds up to 100 %: that would hide the one that was slow. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** How long 19 of 20 took at most, by the stage that they ended in. */
export function stageLatencies({ latency }: DailyReport): string[] {
  return latency.byStage
    .filter(({ count }) => count > 0)
    .map(({ stage, p95Seconds }) => `${stage} ${durationOr(p95Seconds)}`);
}

export function durationOr(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds);
}

/** What is in no row: `Open at the end of the log: 1 (younger than 15 min, too young to judge)`. */
export function apartParts({ shape }: DailyReport): string[] {
  return [
    ...(shape.atLogEnd > 0 ? [atLogEndText(shape)] : []),
    ...(shape.system > 0 ? [`System mail, not counted: ${formatCount(shape.system)}`] : []),
  ];
}
