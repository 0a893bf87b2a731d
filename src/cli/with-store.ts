import { tuneEngine } from '../ingest/tune-engine.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../queries/context.ts';
import type { Asked, QueryContext } from '../queries/context.ts';
import { parseMoment } from '../queries/parse-moment.ts';
import { formatTime } from '../model/time.ts';
import type { Kept } from '../store/kept.ts';
import { readPurgedBefore } from '../store/purged-before.ts';
import { endOfLogs, hasQueryIndexes, openStore } from '../store/reader.ts';
import type { Store } from '../store/reader.ts';
import type { GlobalOptions, JudgingOptions, MessageOptions } from './options.ts';

/** Runs a query on the database, opened read-only; `logEnd` is the end of the loaded logs. */
export function withStore<T>(
  file: string,
  work: (store: Store, logEnd: number) => T,
  isMapped = false,
  kept: Kept | null = null,
): T {
  using store = openStore(file, isMapped, kept);
  return work(store, endOf(store));
}

/** `withStore` for work that loads what it needs on the way. */
export async function withStoreAsync<T>(
  file: string,
  work: (store: Store, logEnd: number) => Promise<T>,
): Promise<T> {
  using store = openStore(file);
  return await work(store, endOf(store));
}

/** `withStore` for reports that are made before anything is printed: all of it is read as of one moment, and without a lock for each row. */
export function withSnapshot<T>(
  file: string,
  work: (store: Store, logEnd: number) => T,
  isMapped = false,
  kept: Kept | null = null,
): T {
  const begun = (store: Store, logEnd: number): T => {
    store.db.exec('begin');
    if (!hasQueryIndexes(store)) throw notLoaded(file);
    return work(store, logEnd);
  };
  return withStore(file, begun, isMapped, kept);
}

/** `withSnapshot` for a process that ends with this answer, once all modules are loaded. */
export function answerOnce<T>(file: string, work: (store: Store, logEnd: number) => T): T {
  tuneEngine('answer');
  return withSnapshot(file, work, true);
}

/** `withSnapshot` for work that reads files too. */
export async function withSnapshotAsync<T>(
  file: string,
  work: (store: Store, logEnd: number) => Promise<T>,
): Promise<T> {
  using store = openStore(file);
  store.db.exec('begin');
  if (!hasQueryIndexes(store)) throw notLoaded(file);
  return await work(store, endOf(store));
}

function endOf(store: Store): number {
  const logEnd = endOfLogs(store);
  if (logEnd !== null) return logEnd;
  const purgedBefore = readPurgedBefore(store.db);
  throw new UserError(
    'empty-database',
    `the database ${JSON.stringify(store.file)} holds no events`,
    {
      hint:
        purgedBefore === null
          ? 'load logs first: mailtrail ingest FOLDER'
          : `lines before ${formatTime(purgedBefore)} were purged; load newer logs: mailtrail ingest FOLDER`,
      exitCode: EXIT.nothingFound,
    },
  );
}

/** Without the indexes that a first load ends with, a report of all that is open would take hours. */
function notLoaded(file: string): UserError {
  return new UserError(
    'load-not-finished',
    `the first load of ${JSON.stringify(file)} is not finished`,
    {
      hint: 'let it end, or where it was stopped, run the same mailtrail ingest again',
      exitCode: EXIT.internal,
    },
  );
}

export function contextFor(
  store: Store,
  logEnd: number,
  options: JudgingOptions & GlobalOptions,
): QueryContext {
  return queryContext(store, askedBy(options, logEnd));
}

/** What verdicts are asked at. */
export function askedBy(options: JudgingOptions & GlobalOptions, logEnd: number): Asked {
  const asOf =
    options.asOf === undefined
      ? null
      : parseMoment(options.asOf, '--as-of', { logEnd, zone: options.tz, edge: 'end' });
  return { asOf, thresholdMs: options.olderThan ?? DEFAULT_THRESHOLD_MS };
}

/** Whether the answer rests on logs with gaps or lines that could not be read. */
export function isIncomplete(context: QueryContext): boolean {
  return context.servers.some(({ gaps, rejectedLines }) => gaps.length > 0 || rejectedLines > 0);
}

/** The time range that is asked for, half-open, in milliseconds UTC. */
export function rangeOf(
  options: Pick<MessageOptions, 'since' | 'until'> & GlobalOptions,
  logEnd: number,
): { since: number | null; until: number | null } {
  const { since, until, tz: zone } = options;
  const range = {
    since:
      since === undefined ? null : parseMoment(since, '--since', { logEnd, zone, edge: 'start' }),
    until:
      until === undefined ? null : parseMoment(until, '--until', { logEnd, zone, edge: 'end' }),
  };
  if (range.since !== null && range.until !== null && range.since >= range.until)
    throw new UserError('empty-range', '--since is not before --until', {
      hint: 'exchange the two, or leave a span between them',
      exitCode: EXIT.usage,
    });
  return range;
}
