import { eventIdsWhere } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { DailyReport } from '../model/daily-report.ts';
import { isoTime } from '../model/time.ts';
import { startOfDay } from '../model/zone.ts';
import { unfollowedMessages } from '../store/hand-overs.ts';
import { endedMessages, openMessages } from '../store/open-messages.ts';
import { readKnownQueue } from '../store/read-queue.ts';
import type { StoredStall } from '../store/queue-rows.ts';
import type { KnownQueue } from '../store/read-queue.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { dayChanges } from './day-changes.ts';
import { dayCoverage } from './day-coverage.ts';
import { enterGone, enterInTransit, enterStanding, ledgerCounts } from './day-ledger.ts';
import { dayTraffic } from './day-traffic.ts';
import { dayVerdict } from './day-verdict.ts';
import { judgeQueue } from './judge-queue.ts';
import type { JudgedQueue } from './judge-queue.ts';
import { createQueueRecords } from './queue-records.ts';
import { sortStanding } from './queue-content.ts';
import { queueTable } from './queue-table.ts';
import { endOf, OLDEST } from './stuck.ts';
import { createTraffic } from './traffic.ts';

/** A day that is asked for: half-open, in the zone that its midnights are of. */
export interface AskedDay extends Span {
  readonly zone: string;
  readonly withSystem: boolean;
}

/** The day in a zone that a moment lies in. */
export function askedDay(
  at: number,
  { tz: zone, withSystem = false }: { readonly tz: string; readonly withSystem?: boolean },
): AskedDay {
  return { from: startOfDay(at, zone), to: startOfDay(at, zone, 1), zone, withSystem };
}

const BAD_ENDS = eventIdsWhere(({ stage }) => {
  const kind = stage === null ? null : STAGE_TABLE[stage].kind;
  return kind === 'ended-badly' || kind === 'held';
});

/** Who gave way to others in less time was never stalled. */
const SLOW_MS = 60_000;

/** The summary of a day as its end saw it; `context` is as of that moment. */
export function dailyReport(store: Store, day: AskedDay, context: QueryContext): DailyReport {
  const { thresholdMs } = context;
  const { from, to, zone, withSystem } = day;
  const asOf = Math.min(to, endOf(context) ?? to);
  const logsEnd = Math.max(...context.logEnds.values());
  const { content, ledger } = judgeDay(store, day, context);
  const counts = ledgerCounts(ledger);
  const traffic = createTraffic(store, context);
  const today = traffic.byQuarter(day);
  const changes = dayChanges(store, day, {
    traffic,
    today,
    slowMs: thresholdMs,
    ended: counts.ended,
    isWhole: logsEnd >= to,
  });
  const coverage = {
    ...coverageReport(context),
    day: dayCoverage(context.servers, day, logsEnd),
  };
  const options = { by: 'destination', unit: 'recipients', withSystem } as const;
  // What reaches the threshold as the day ends is new in the next one.
  const stalled = content.open.filter(
    ({ verdict }) => verdict.stall !== null && verdict.since + thresholdMs < to,
  );
  return {
    schema: 'mailtrail/daily/1',
    day: { from: isoTime(from), to: isoTime(to), tz: zone },
    asOf: isoTime(asOf),
    ...dayVerdict({ ...counts, coverage, changes }),
    coverage,
    ...counts,
    ndrByStatus: [],
    shape: {
      ...queueTable(content, options, { asOf, thresholdMs }),
      stalled: stalled.length,
    },
    ...dayTraffic(day, today),
    changes,
    oldest: createQueueRecords(store, to - 1)(stalled, 'oldest', OLDEST),
  };
}

/** Where the logs end with the day, what the last run left tells of messages without a line of the day. */
function judgeDay(store: Store, day: AskedDay, context: QueryContext): JudgedQueue {
  const { withSystem } = day;
  // The day is half-open: what was logged with its last moment belongs to the next one.
  const upTo = day.to - 1;
  const { resolve, thresholdMs } = context;
  const slowMs = Math.min(thresholdMs, SLOW_MS);
  const known = readKnownQueue(store, upTo, slowMs, resolve);
  const ended = endedMessages(store, day, thresholdMs, BAD_ENDS);
  const ids = new Set([
    ...ended,
    ...(known === null
      ? openAt(store, day, slowMs, context)
      : [...known.others, ...known.across, ...known.stalledSince(day.from, thresholdMs)]),
  ]);
  const task = { upTo, withSystem, day, across: known?.across ?? [] };
  const judged = judgeQueue(store, ids, task, context);
  if (known !== null) addKnown(judged, known, ids, day, context);
  return judged;
}

/** What is known of messages but for those with these numbers. */
function addKnown(
  { content, ledger }: JudgedQueue,
  known: KnownQueue,
  ids: ReadonlySet<number>,
  day: AskedDay,
  context: QueryContext,
): void {
  const { withSystem } = day;
  const stalls = known.stalls(day.from, context.thresholdMs);
  for (const stall of stalls)
    if (stall.person === null && !ids.has(stall.id) && (withSystem || !stall.isSystem))
      enterGone(ledger, day, stall, context);
  const stallOf = stallsInOrder(stalls);
  for (const standing of known.standings()) {
    const { id, number, at } = standing;
    if (ids.has(id)) continue;
    const found = sortStanding(content, standing, context, withSystem);
    if (found === null) continue;
    if (typeof found === 'string') enterInTransit(ledger, day, found, at, context);
    else {
      const stall = stallOf(id, number);
      enterStanding(ledger, day, { standing, stall, verdict: found }, context);
    }
  }
}

/** Those of who is there still; of standings that come in the same order, by message, each is met once. */
function stallsInOrder(
  stalls: readonly StoredStall[],
): (id: number, person: number) => StoredStall | undefined {
  let next = 0;
  return (id, person) => {
    while ((stalls[next]?.id ?? id) < id) next += 1;
    for (let at = next; stalls[at]?.id === id; at++)
      if (stalls[at]?.person === person) return stalls[at];
    return undefined;
  };
}

function openAt(store: Store, day: Span, slowMs: number, { resolve }: QueryContext): number[] {
  // Of all times, as `stuck` has it: what is in transit stays so.
  const handedOver = { from: Number.MIN_SAFE_INTEGER, to: day.to };
  return [
    ...openMessages(store, day.to - 1, slowMs),
    ...unfollowedMessages(store, handedOver, resolve),
  ];
}
