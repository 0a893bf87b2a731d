import { findEvent } from '../catalogue/events.ts';
import type { Span, StallInterval } from '../lifecycle/stalls.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import type { DayCounts } from '../model/daily-report.ts';

/** A time in which something was stalled as one row of a table has it. */
interface RowSpan {
  readonly key: string;
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
  reason: { readonly at: number; readonly text: string } | null;
}

/**
 * Counts stalls over a day, row by row: a stall that begins with the day is new, one that ends with it is cleared in the next one, so
 * `carried + new - cleared = now` holds for each row.
 */
export class DayAccounts {
  readonly #day: Span;
  readonly #accounts = new Map<string, Account>();

  constructor(day: Span) {
    this.#day = day;
  }

  /** `ageSeconds` is that of the verdict, which the span still holds for if it is open. */
  add({ key, from, to, since }: RowSpan, verdict: Verdict): void {
    const { from: begin } = this.#day;
    if (to !== null && to < begin) return;
    const account = this.#accountOf(key);
    if (from < begin) account.carried += 1;
    else account.new += 1;
    if (to === null) this.#stays(account, verdict);
    else {
      account.cleared += 1;
      account.waits.push(Math.floor((to - since) / 1000));
    }
  }

  /** Rows by key, each with anything in it. */
  rows(): ReadonlyMap<string, DayCounts> {
    return new Map([...this.#accounts].map(([key, account]) => [key, countsOf(account)]));
  }

  #stays(account: Account, { ageSeconds, proof }: Verdict): void {
    account.now += 1;
    account.oldestSeconds = Math.max(account.oldestSeconds ?? 0, ageSeconds ?? 0);
    if (proof === null || proof.at < (account.reason?.at ?? Number.NEGATIVE_INFINITY)) return;
    const text = reasonOf(proof.code);
    if (proof.at === account.reason?.at && text <= account.reason.text) return;
    account.reason = { at: proof.at, text };
  }

  #accountOf(key: string): Account {
    let account = this.#accounts.get(key);
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
      this.#accounts.set(key, account);
    }
    return account;
  }
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
  return accounts.rows().values().next().value ?? NOTHING;
}

function countsOf({ waits, reason, ...counts }: Account): DayCounts {
  return {
    ...counts,
    p95Seconds: percentile(
      waits.toSorted((a, b) => a - b),
      0.95,
    ),
    lastReason: reason?.text ?? null,
  };
}

function reasonOf(code: number): string {
  return `${findEvent(code)?.name ?? 'event'} (${code})`;
}

/** The value that so great a share of all does not exceed (nearest rank); null of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted.length === 0
    ? null
    : (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null);
}

/** A stall as each stage that it went through has it: what it waited before is the first one's. */
export function stageSpans({ parts, since }: StallInterval): RowSpan[] {
  return parts.map(({ stage, from, to }, index) => ({
    key: stage,
    from,
    to,
    since: index === 0 ? since : from,
  }));
}
