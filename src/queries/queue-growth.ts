import type { HopRow } from '../lifecycle/person.ts';
import { judgeMessage } from '../lifecycle/verdict.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import { groupBy } from '../model/group-by.ts';
import type { CountUnit, GrowthPoint } from '../model/stuck-report.ts';
import { isoTime } from '../model/time.ts';
import { createHopsOverTime } from '../store/hops-over-time.ts';
import type { AskedMoments } from '../store/lines-by-hop.ts';
import { lastLineOf, openSpans } from '../store/open-spans.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { isSystemMail } from './judged-messages.ts';
import type { QueueContent } from './queue-content.ts';
import { isOpenState } from '../model/stage.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** How many (message, hour) may be judged anew where it has to be soon: a fifth of a second or so. */
const SOON = 1500;

export interface GrowthOptions {
  readonly unit: CountUnit;
  readonly withSystem: boolean;
  /** `soon`: only where it does not take long. */
  readonly growth: 'soon' | 'all';
}

/**
 * How many were open on a server at each full hour of the 24 hours before `end`, and at the end, as `stuck` as of that moment counts them; null
 * where that takes long and has to be soon. `content` is that of the context's moment. What is on its way between two servers is not
 * counted: whether it is still on its way depends on what the next server has logged since.
 *
 * What no line was added to since stands where it stands now. All else is judged by its lines up to then.
 */
export function queueGrowth(
  store: Store,
  content: QueueContent,
  options: GrowthOptions,
  end: number,
  context: QueryContext,
): GrowthPoint[] | null {
  if (options.growth === 'soon' && content.open.length > SOON) return null;
  const moments = fullHours(end);
  const unsettled = hoursByMessage(store, moments);
  let work = 0;
  for (const hours of unsettled.values()) work += hours.length;
  if (options.growth === 'soon' && work > SOON) return null;
  const counts = moments.map(() => 0);
  const add = (hour: number, recipients: number): void => {
    const more = options.unit === 'messages' ? Math.min(1, recipients) : recipients;
    counts[hour] = (counts[hour] ?? 0) + more;
  };
  countUnsettled(store, { unsettled, moments, add }, options, context);
  countSettled(store, content, { unsettled, moments, add }, context);
  const now = content.open.filter(({ verdict }) => isHeld(verdict));
  return [
    ...moments.map((at, hour) => ({ at: isoTime(at), open: counts[hour] ?? 0 })),
    {
      at: isoTime(end),
      open: options.unit === 'messages' ? new Set(now.map(({ id }) => id)).size : now.length,
    },
  ];
}

/** Whether a recipient is open, and not handed over. */
function isHeld({ state, stage }: StandingVerdict): boolean {
  return isOpenState(state) && stage !== 'transferred';
}

/** Full hours of UTC within the day before, the first one first. */
function fullHours(end: number): number[] {
  const last = Math.ceil(end / HOUR_MS) - 1;
  return Array.from({ length: HOURS }, (_, index) => (last - HOURS + 1 + index) * HOUR_MS);
}

/** Which of the hours have to be judged for a message: their places, in order. */
function hoursByMessage(store: Store, moments: readonly number[]): Map<number, number[]> {
  const from = moments[0] ?? 0;
  const to = (moments.at(-1) ?? 0) + 1;
  const byMessage = new Map<number, number[]>();
  for (const [id, spans] of openSpans(store, { from, to })) {
    const hours = [...moments.keys()].filter((hour) => {
      const at = moments[hour] ?? 0;
      return spans.some((span) => span.from <= at && at < span.to);
    });
    if (hours.length > 0) byMessage.set(id, hours);
  }
  return byMessage;
}

interface Counting {
  readonly unsettled: ReadonlyMap<number, readonly number[]>;
  readonly moments: readonly number[];
  readonly add: (hour: number, recipients: number) => void;
}

/** How many recipients of a message are open as of a moment; what its log ends too soon for is not. */
type CountOpen = (recipients: readonly StandingVerdict[], at: number) => number;

function openCounter({ logEnds, thresholdMs }: QueryContext): CountOpen {
  return (recipients, at) =>
    recipients.filter(({ server, since }) => {
      const logEnd = logEnds.get(server) ?? 0;
      return at < logEnd || Math.floor((logEnd - since) / 1000) * 1000 >= thresholdMs;
    }).length;
}

function countUnsettled(
  store: Store,
  { unsettled, moments, add }: Counting,
  { withSystem }: GrowthOptions,
  context: QueryContext,
): void {
  const reader = createMessageReader(store);
  const hopsOverTime = createHopsOverTime(store);
  const countOpen = openCounter(context);
  const asked = [...unsettled]
    .toSorted(([a], [b]) => a - b)
    .map(([id, hours]): AskedMoments => [id, hours.map((hour) => moments[hour] ?? 0)]);
  for (const [id, hops] of hopsOverTime(asked)) {
    const sender = reader.sender(id);
    const open = openAtEach(hops, context);
    for (const [index, hour] of (unsettled.get(id) ?? []).entries()) {
      const counted = (open[index] ?? []).filter(
        ({ recipient }) => withSystem || !isSystemMail(sender, recipient),
      );
      add(hour, countOpen(counted, moments[hour] ?? 0));
    }
  }
}

/** Whether a recipient is open rests on its lines alone, not on what else was read: the context is the same for all moments. */
function openAtEach(
  hops: readonly (readonly HopRow[])[],
  context: QueryContext,
): StandingVerdict[][] {
  let before: readonly HopRow[] | null = null;
  let open: StandingVerdict[] = [];
  return hops.map((rows) => {
    if (rows !== before) open = judgeMessage(rows, context).filter(isHeld);
    before = rows;
    return open;
  });
}

function countSettled(
  store: Store,
  { open, young }: QueueContent,
  { unsettled, moments, add }: Counting,
  context: QueryContext,
): void {
  const lastLine = lastLineOf(store);
  const countOpen = openCounter(context);
  for (const [id, recipients] of groupBy([...open, ...young], (one) => one.id)) {
    const verdicts = recipients.map(({ verdict }) => verdict).filter(isHeld);
    const lastAt = lastLine(id);
    const judged = new Set(unsettled.get(id));
    for (const [hour, at] of moments.entries())
      if (at >= lastAt && !judged.has(hour)) add(hour, countOpen(verdicts, at));
  }
}
