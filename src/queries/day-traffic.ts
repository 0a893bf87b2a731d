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
  const isOut = outwards(store, context);
  const seconds = new Map<Stage, number[]>();
  eachEndedHop(store, day, OUT_CODES, (number, code, nextHop, took, sender, recipient) => {
    const stage = isOut(code, nextHop);
    if (stage === null || isSystem(sender) || isSystem(recipient)) return;
    const hour = hours[number];
    if (hour !== undefined) hour.out += 1;
    if (isDuplicate(code)) return;
    const list = seconds.get(stage);
    if (list === undefined) seconds.set(stage, [Math.max(0, took)]);
    else list.push(Math.max(0, took));
  });
  const byStage = [...seconds]
    .map(([stage, took]) => ({ stage, ...latencyOf(Float64Array.from(took)) }))
    .toSorted((a, b) => (a.stage < b.stage ? -1 : 1));
  return {
    throughput: { hours },
    latency: { ...latencyOf(Float64Array.from([...seconds.values()].flat())), byStage },
  };
}

/** Who had the message before did not wait until the duplicate was dropped. */
function isDuplicate(code: number): boolean {
  return readMsgtrkCode(code)?.event === 'DUPLICATEDELIVER';
}

function latencyOf(took: Float64Array): Latency {
  const sorted = took.toSorted();
  const soon = sorted.findIndex((seconds) => seconds >= SOON_SECONDS);
  return {
    count: sorted.length,
    p50Seconds: percentile(sorted, 0.5),
    p95Seconds: percentile(sorted, 0.95),
    p99Seconds: percentile(sorted, 0.99),
    underNinetySecondsShare:
      sorted.length === 0 ? null : (soon < 0 ? sorted.length : soon) / sorted.length,
  };
}

/** The stage in which a recipient's way through our servers ended well; null where it did not end there. */
function outwards(
  store: Store,
  { resolve }: QueryContext,
): (code: number, nextHop: number) => Stage | null {
  const foreign = new Map<number, boolean>();
  const isForeign = (host: number): boolean => {
    let known = foreign.get(host);
    if (known === undefined) {
      const { kind } = resolve(store.hostName(host));
      known = kind === 'foreign' || kind === 'unnamed';
      foreign.set(host, known);
    }
    return known;
  };
  return (code, nextHop) => {
    const { stage, kind, handsOver } = eventEffect(code);
    if (kind === 'ended-well') return stage;
    if (kind !== 'left') return null;
    return !handsOver || nextHop === 0 || isForeign(nextHop) ? stage : null;
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
