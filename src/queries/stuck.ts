import type { StuckReport } from '../model/stuck-report.ts';
import { isoTime } from '../model/time.ts';
import { unfollowedMessages } from '../store/hand-overs.ts';
import { openMessages } from '../store/open-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { judgedMessages, oldestRecords } from './judged-messages.ts';
import { createQueueSorter, queueTable } from './queue-table.ts';
import type { QueueOptions } from './queue-table.ts';

/** How many of the oldest are listed. */
export const OLDEST = 10;

/** What is open at the moment asked about. `limit`: how many of the oldest are listed; 0: all. */
export function stuckReport(
  store: Store,
  options: QueueOptions & { readonly limit: number },
  context: QueryContext,
): StuckReport {
  const sorter = createQueueSorter(context, options.withSystem);
  const { asOf, thresholdMs } = context;
  for (const judged of judgedMessages(store, candidates(store, context), asOf, context))
    sorter.add(judged);
  const content = sorter.content();
  const end = endOf(context);
  return {
    schema: 'mailtrail/stuck/1',
    asOf: end === null ? null : isoTime(end),
    ...queueTable(content, options, { asOf: end ?? 0, thresholdMs }),
    oldest: oldestRecords(store, content.open, options.limit, asOf),
    coverage: coverageReport(context),
  };
}

function candidates(store: Store, { asOf, resolve, thresholdMs }: QueryContext): Set<number> {
  const handed = asOf === null ? null : { from: Number.MIN_SAFE_INTEGER, to: asOf + 1 };
  return new Set([
    ...openMessages(store, asOf, thresholdMs),
    ...unfollowedMessages(store, handed, resolve),
  ]);
}

/** The latest moment that any loaded log tells of. */
export function endOf({ servers }: QueryContext): number | null {
  return servers.reduce<number | null>((end, { to }) => Math.max(end ?? to, to), null);
}
