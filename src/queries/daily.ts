import { ALL_EVENTS } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import { compareText } from '../lifecycle/person.ts';
import { stallsOf } from '../lifecycle/stalls.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import type { DailyReport, DayCounts, DayEnds } from '../model/daily-report.ts';
import { STAGES } from '../model/stage.ts';
import { isoTime } from '../model/time.ts';
import { unfollowedMessages } from '../store/hand-overs.ts';
import { endedMessages, openMessages } from '../store/open-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { DayAccounts, onlyRow, stageSpans } from './day-accounts.ts';
import { dayChanges } from './day-changes.ts';
import { dayCoverage } from './day-coverage.ts';
import { dayTraffic } from './day-traffic.ts';
import { dayVerdict } from './day-verdict.ts';
import { isSystemMail, judgedMessages, oldestRecords } from './judged-messages.ts';
import type { JudgedMessage } from './judged-messages.ts';
import { domainOf } from './queue-keys.ts';
import { createQueueSorter, queueTable } from './queue-table.ts';
import { endOf, OLDEST } from './stuck.ts';

/** A day that is asked for: half-open, in the zone that its midnights are of. */
export interface AskedDay extends Span {
  readonly zone: string;
  readonly withSystem: boolean;
}

const BAD_ENDS = ALL_EVENTS.filter(({ stage }) => {
  const kind = stage === null ? null : STAGE_TABLE[stage].kind;
  return kind === 'ended-badly' || kind === 'held';
}).map(({ id }) => id);

/** The summary of a day as its end saw it; `context` is as of that moment. */
export function dailyReport(store: Store, day: AskedDay, context: QueryContext): DailyReport {
  const { thresholdMs } = context;
  const logsEnd = Math.max(...context.logEnds.values());
  const asOf = Math.min(day.to, endOf(context) ?? day.to);
  const sorter = createQueueSorter(context, day.withSystem);
  const ledger = createLedger(day, context);
  // The day is half-open: what was logged with its last moment belongs to the next one.
  for (const judged of judgedMessages(
    store,
    candidates(store, day, context),
    day.to - 1,
    context,
  )) {
    sorter.add(judged);
    ledger.add(judged);
  }
  const content = sorter.content();
  const counts = ledger.counts();
  const coverage = {
    ...coverageReport(context),
    day: dayCoverage(context.servers, day, logsEnd),
  };
  const changes = dayChanges(store, day, day.zone, thresholdMs);
  const options = { by: 'destination', unit: 'recipients', withSystem: day.withSystem } as const;
  const shape = queueTable(content, options, { asOf, thresholdMs });
  // What reaches the threshold as the day ends is new in the next one.
  const stalled = content.open.filter(
    ({ verdict }) => verdict.stall !== null && verdict.since + thresholdMs < day.to,
  );
  return {
    schema: 'mailtrail/daily/1',
    day: { from: isoTime(day.from), to: isoTime(day.to), tz: day.zone },
    asOf: isoTime(asOf),
    ...dayVerdict({ ...counts, coverage, changes }),
    coverage,
    ...counts,
    ndrByStatus: [],
    shape: { ...shape, stalled: stalled.length },
    ...dayTraffic(store, day, context),
    changes,
    oldest: oldestRecords(store, stalled, OLDEST, day.to - 1),
  };
}

function candidates(store: Store, day: Span, { resolve, thresholdMs }: QueryContext): Set<number> {
  const slowMs = Math.min(thresholdMs, 60_000);
  // What was handed over shortly before the day shows in it that it was lost.
  const handedOver = { from: day.from - thresholdMs, to: day.to };
  return new Set([
    ...openMessages(store, day.to - 1, slowMs),
    ...endedMessages(store, day, thresholdMs, BAD_ENDS),
    ...unfollowedMessages(store, handedOver, resolve),
  ]);
}

type Counts = Pick<DailyReport, 'total' | 'stages' | 'servers' | 'destinations' | 'ended'>;

/** Keeps the accounts of a day, message by message. */
function createLedger(day: AskedDay, context: QueryContext) {
  const all = new DayAccounts(day);
  const stages = new DayAccounts(day);
  const servers = new DayAccounts(day);
  const destinations = new DayAccounts(day);
  const ended = { ...NO_ENDS };
  const stuck = new Set<number>();
  return {
    add({ id, sender, persons, events }: JudgedMessage): void {
      for (const judged of persons) {
        const { verdict } = judged;
        if (!day.withSystem && isSystemMail(sender, verdict.recipient)) continue;
        const end = endIn(day, verdict, context.thresholdMs);
        if (end !== null) ended[end] += 1;
        const destination = domainOf(verdict.recipient);
        for (const interval of stallsOf(judged, day, context, events)) {
          all.add({ ...interval, key: '' }, verdict);
          servers.add({ ...interval, key: interval.server }, verdict);
          destinations.add({ ...interval, key: destination }, verdict);
          for (const part of stageSpans(interval)) stages.add(part, verdict);
          if (interval.to === null) stuck.add(id);
        }
      }
    },
    counts(): Counts {
      const byStage = stages.rows();
      return {
        total: { ...onlyRow(all), messages: stuck.size },
        stages: STAGES.flatMap((stage) => {
          const row = byStage.get(stage);
          return row === undefined ? [] : [{ stage, ...row }];
        }),
        servers: worstFirst(servers.rows()).map(([server, row]) => ({ server, ...row })),
        destinations: worstFirst(destinations.rows()).map(([destination, row]) => ({
          destination,
          ...row,
        })),
        ended,
      };
    },
  };
}

function worstFirst(rows: ReadonlyMap<string, DayCounts>): (readonly [string, DayCounts])[] {
  return [...rows].toSorted(
    ([a, one], [b, other]) =>
      other.now - one.now || other.carried + other.new - one.carried - one.new || compareText(a, b),
  );
}

const NO_ENDS: DayEnds = {
  ndr: 0,
  badmail: 0,
  failed: 0,
  filtered: 0,
  absorbed: 0,
  held: 0,
  lost: 0,
  unlogged: 0,
};

/** The bad end that a recipient met in the day; null for none. What was lost is known to be once the threshold has passed. */
function endIn(day: Span, verdict: Verdict, thresholdMs: number): keyof DayEnds | null {
  const { state, proof, since } = verdict;
  if (!isBadEnd(state)) return null;
  const inTransit = state === 'unlogged' ? since : since + thresholdMs;
  const at = state === 'lost' || state === 'unlogged' ? inTransit : (proof?.at ?? since);
  return at >= day.from && at < day.to ? state : null;
}

function isBadEnd(state: string): state is keyof DayEnds {
  return Object.hasOwn(NO_ENDS, state);
}
