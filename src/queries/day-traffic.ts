import { eventIdsWhere } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import { readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { isSystemAddress } from '../catalogue/system-mail.ts';
import { eventEffect } from '../lifecycle/effect.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { DailyReport, Latency } from '../model/daily-report.ts';
import type { Stage } from '../model/stage.ts';
import { isoTime } from '../model/time.ts';
import { eachEndedHop, eachNewMessage } from '../store/day-ends.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { percentile } from './day-accounts.ts';

const HOUR = 3_600_000;
const SOON_SECONDS = 90;

/** What may be the end of a recipient's way through our servers. */
const OUT_CODES = eventIdsWhere(({ stage }) => {
  const kind = stage === null ? null : STAGE_TABLE[stage].kind;
  return kind === 'ended-well' || kind === 'left';
});

type Traffic = Pick<DailyReport, 'throughput' | 'latency'>;

/** What came and went in the day, and how long it took; mail of the system is left out. */
export function dayTraffic(store: Store, day: Span, context: QueryContext): Traffic {
  const isSystem = systemAddresses(store);
  const hours = Array.from({ length: Math.ceil((day.to - day.from) / HOUR) }, (_, hour) => ({
    at: isoTime(day.from + hour * HOUR),
    in: 0,
    out: 0,
  }));
  eachNewMessage(store, day, (number, recipients, sender) => {
    const hour = hours[number];
    if (hour !== undefined && !isSystem(sender)) hour.in += recipients;
  });
  const { isOut, ours } = outwards(store, context);
  const seconds = new Map<Stage, number[]>();
  eachEndedHop(store, day, OUT_CODES, ours, (number, code, nextHop, took, sender, recipient) => {
    const stage = isOut(code, nextHop);
    if (stage === null || isSystem(sender) || isSystem(recipient)) return;
    const hour = hours[number];
    if (hour !== undefined) hour.out += 1;
    if (isDuplicate(code)) return;
    const list = seconds.get(stage);
    if (list === undefined) seconds.set(stage, [Math.max(0, took)]);
    else list.push(Math.max(0, took));
  });
  const stages = [...seconds].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const byStage = stages.map(([stage, took]) => ({ stage, ...latencyOf([took]) }));
  return {
    throughput: { hours },
    latency: { ...latencyOf(stages.map(([, took]) => took)), byStage },
  };
}

/** Who had the message before did not wait until the duplicate was dropped. */
function isDuplicate(code: number): boolean {
  return readMsgtrkCode(code)?.event === 'DUPLICATEDELIVER';
}

/** There may be hundreds of thousands of times: as numbers of one kind they are sorted in a fraction of the time. */
function latencyOf(lists: readonly (readonly number[])[]): Latency {
  const all = new Float64Array(lists.reduce((count, { length }) => count + length, 0));
  let from = 0;
  let soon = 0;
  for (const list of lists) {
    all.set(list, from);
    from += list.length;
    for (const took of list) if (took < SOON_SECONDS) soon += 1;
  }
  const sorted = all.toSorted();
  return {
    count: sorted.length,
    p50Seconds: percentile(sorted, 0.5),
    p95Seconds: percentile(sorted, 0.95),
    p99Seconds: percentile(sorted, 0.99),
    underNinetySecondsShare: sorted.length === 0 ? null : soon / sorted.length,
  };
}

interface Outwards {
  /** The stage in which a recipient's way through our servers ended well; null where it did not end there. */
  readonly isOut: (code: number, nextHop: number) => Stage | null;
  /** Numbers of hosts of ours, as far as they were asked about. */
  readonly ours: ReadonlySet<number>;
}

function outwards(store: Store, { resolve }: QueryContext): Outwards {
  const foreign = new Set<number>();
  const ours = new Set<number>();
  const isForeign = (host: number): boolean => {
    if (foreign.has(host)) return true;
    if (ours.has(host)) return false;
    const { kind } = resolve(store.hostName(host));
    const is = kind === 'foreign' || kind === 'unnamed';
    (is ? foreign : ours).add(host);
    return is;
  };
  return {
    ours,
    isOut(code, nextHop) {
      const { stage, kind, handsOver } = eventEffect(code);
      if (kind === 'ended-well') return stage;
      if (kind !== 'left') return null;
      return !handsOver || nextHop === 0 || isForeign(nextHop) ? stage : null;
    },
  };
}

/** Whether the address of this number (0: none) is one of the system. */
function systemAddresses({ addressText }: Store): (address: number) => boolean {
  const known = new Map<number, boolean>();
  return (address) => {
    if (address === 0) return false;
    let is = known.get(address);
    if (is === undefined) {
      is = isSystemAddress(addressText(address));
      known.set(address, is);
    }
    return is;
  };
}
