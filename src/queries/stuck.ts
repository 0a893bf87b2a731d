import type { StuckReport } from '../model/stuck-report.ts';
import { isoTime } from '../model/time.ts';
import { unfollowedMessages } from '../store/hand-overs.ts';
import { openMessages } from '../store/open-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { judgeQueue } from './judge-queue.ts';
import { oldestRecords } from './judged-messages.ts';
import { queueTable } from './queue-table.ts';
import type { QueueOptions } from './queue-table.ts';

/** How many of the oldest are listed. */
export const OLDEST = 10;

/** What is open at the moment asked about. `limit`: how many of the oldest are listed; 0: all. */
export function stuckReport(
  store: Store,
  options: QueueOptions & { readonly limit: number },
  context: QueryContext,
): StuckReport {
  const { asOf, thresholdMs } = context;
  const task = { upTo: asOf, withSystem: options.withSystem, day: null };
  const { content } = judgeQueue(store, queueCandidates(store, context), task, context);
  const end = endOf(context);
  return {
    schema: 'mailtrail/stuck/1',
    asOf: end === null ? null : isoTime(end),
    ...queueTable(content, options, { asOf: end ?? 0, thresholdMs }),
    oldest: oldestRecords(store, content.open, options.limit, asOf),
    coverage: coverageReport(context),
  };
}

/** Numbers of all messages that may be open or lost at the moment asked about, and of few others. */
export function queueCandidates(
  store: Store,
  { asOf, resolve, thresholdMs }: QueryContext,
): number[] {
  const handedOver = asOf === null ? null : { from: Number.MIN_SAFE_INTEGER, to: asOf + 1 };
  return [
    ...openMessages(store, asOf, thresholdMs),
    ...unfollowedMessages(store, handedOver, resolve),
  ];
}

/** The latest moment that any loaded log tells of. */
export function endOf({ servers }: QueryContext): number | null {
  return servers.reduce<number | null>((end, { to }) => Math.max(end ?? to, to), null);
}
