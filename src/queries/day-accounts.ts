import { findEvent } from '../catalogue/events.ts';
import { eventKey } from '../catalogue/msgtrk-codes.ts';
import type { Span, StallInterval } from '../lifecycle/stalls.ts';
import type { Mark } from '../lifecycle/order.ts';
import type { DayCounts } from '../model/daily-report.ts';

/** A time in which something was stalled as one row of a table has it. */
interface RowSpan {
  readonly from: number;
  readonly to: number | null;
  readonly since: number;
}

interface Account {
  carried: number;
  new: number;
  cleared: number;
  now: number;
  oldestSeconds: number | null;
  readonly waits: number[];
  reason: Reason | null;
}

/** The newest event that something stalled now rests on. */
interface Reason {
  readonly at: number;
  readonly code: number;
}

/** Stalls of a day by the key of their row. */
export type DayAccounts = Map<string, Account>;

/** How old a verdict says that something is, and by which event; milliseconds UTC. */
export interface ProvenAge {
  readonly ageSeconds: number | null;
  readonly proof: Pick<Mark, 'at' | 'code'> | null;
}

/**
 * Counts a stall in a day: one that begins with the day is new, one that ends with it is cleared in the next one, so
 * `carried + new - cleared = now` holds for each row. The verdict is the one it still holds for if it is open.
 */
export function countStall(
  accounts: DayAccounts,
  day: Span,
  key: string,
  { from, to, since }: RowSpan,
  { ageSeconds, proof }: ProvenAge,
): void {
  if (to !== null && to < day.from) return;
  const account = accountOf(accounts, key);
  if (from < day.from) account.carried += 1;
  else account.new += 1;
  if (to === null) {
    account.now += 1;
    account.oldestSeconds = Math.max(account.oldestSeconds ?? 0, ageSeconds ?? 0);
    account.reason = newest(account.reason, proof);
  } else {
    account.cleared += 1;
    account.waits.push(Math.floor((to - since) / 1000));
  }
}

function accountOf(accounts: DayAccounts, key: string): Account {
  let account = accounts.get(key);
  if (account === undefined) {
    account = {
      carried: 0,
      new: 0,
      cleared: 0,
      now: 0,
      oldestSeconds: null,
      waits: [],
      reason: null,
    };
    accounts.set(key, account);
  }
  return account;
}

/** Of two at one moment the one with the higher id: their order must not show. */
function newest(a: Reason | null, b: Reason | null): Reason | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.code >= b.code ? a : b;
}

/** Rows by key, each with anything in it. */
export function accountRows(accounts: DayAccounts): ReadonlyMap<string, DayCounts> {
  return new Map([...accounts].map(([key, account]) => [key, countsOf(account)]));
}

const NOTHING: DayCounts = {
  carried: 0,
  new: 0,
  cleared: 0,
  now: 0,
  oldestSeconds: null,
  p95Seconds: null,
  lastReason: null,
};

/** The only row of accounts that have one key. */
export function onlyRow(accounts: DayAccounts): DayCounts {
  return accountRows(accounts).values().next().value ?? NOTHING;
}

function countsOf({ waits, reason, ...counts }: Account): DayCounts {
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    ...counts,
    p95Seconds: percentile(sorted, 0.95),
    lastReason: reason === null ? null : reasonOf(reason.code),
  };
}

function reasonOf(code: number): string {
  return `${findEvent(code)?.name ?? 'event'} (${eventKey(code)})`;
}

/** The value that so great a share of all does not exceed (nearest rank); null of nothing. */
function percentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted.length === 0
    ? null
    : (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null);
}

/** A stall as each stage that it went through has it: what it waited before is the first one's. */
export function stageSpans({
  parts,
  since,
}: StallInterval): (RowSpan & Pick<StallInterval['parts'][number], 'stage'>)[] {
  return parts.map(({ stage, from, to }, index) => ({
    stage,
    from,
    to,
    since: index === 0 ? since : from,
  }));
}
