import type { StuckReport } from '../model/stuck-report.ts';
import { isoTime } from '../model/time.ts';
import { unfollowedMessages } from '../store/hand-overs.ts';
import { keptOr } from '../store/kept.ts';
import { openMessages } from '../store/open-messages.ts';
import { readKnownQueue } from '../store/read-queue.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { judgeQueue } from './judge-queue.ts';
import { sortStanding } from './queue-content.ts';
import type { QueueContent } from './queue-content.ts';
import { queueGrowth } from './queue-growth.ts';
import { createQueueRecords } from './queue-records.ts';
import { queueTable } from './queue-table.ts';
import type { QueueOptions } from './queue-table.ts';

/** How many of the oldest, and of the newest, are listed. */
export const OLDEST = 10;

export interface StuckListing {
  /** How many are listed; 0: all. */
  readonly limit: number;
  /** Those that stalled last are listed too. */
  readonly newest?: boolean;
  /** How it grew: `soon` where that does not take long. */
  readonly growth?: 'soon' | 'all' | undefined;
}

/** What is open at the moment asked about. */
export function stuckReport(
  store: Store,
  options: QueueOptions & StuckListing,
  context: QueryContext,
): StuckReport {
  const { asOf, thresholdMs } = context;
  const content = queueContent(store, options.withSystem, context);
  const end = endOf(context);
  const recordsOf = createQueueRecords(store, asOf);
  const { limit, newest = false } = options;
  const stalled = newest ? content.open.filter(({ verdict }) => verdict.stall !== null) : [];
  return {
    schema: 'mailtrail/stuck/1',
    asOf: end === null ? null : isoTime(end),
    ...queueTable(content, options, { asOf: end ?? 0, thresholdMs }),
    oldest: recordsOf(content.open, 'oldest', limit),
    ...growthOf(store, content, options, context),
    ...(newest ? { newest: recordsOf(stalled, 'newest', limit) } : {}),
    coverage: coverageReport(context),
  };
}

function growthOf(
  store: Store,
  content: QueueContent,
  { growth, unit, withSystem }: QueueOptions & StuckListing,
  context: QueryContext,
): Pick<StuckReport, 'growth'> {
  const end = endOf(context);
  if (growth === undefined || end === null) return {};
  const points = queueGrowth(store, content, { growth, unit, withSystem }, end, context);
  return points === null ? {} : { growth: points };
}

/** All recipients that are open at the moment asked about, and how many are not seen again. */
export function queueContent(
  store: Store,
  withSystem: boolean,
  context: QueryContext,
): QueueContent {
  const { asOf, thresholdMs } = context;
  const key = `queue ${asOf} ${thresholdMs} ${withSystem}`;
  return keptOr(store.kept, key, () => judgeContent(store, withSystem, context));
}

function judgeContent(store: Store, withSystem: boolean, context: QueryContext): QueueContent {
  const { asOf, thresholdMs, resolve } = context;
  const known = readKnownQueue(store, asOf, thresholdMs, resolve);
  const ids = known?.others ?? queueCandidates(store, context);
  const task = { upTo: asOf, withSystem, day: null, across: known?.across ?? [] };
  const { content } = judgeQueue(store, ids, task, context);
  for (const standing of known?.standings() ?? [])
    sortStanding(content, standing, context, withSystem);
  return content;
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
