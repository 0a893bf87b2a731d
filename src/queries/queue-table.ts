import { bucketOf, readShape } from '../lifecycle/queue-shape.ts';
import { compareText } from '../lifecycle/person.ts';
import { BUCKET_MINUTES } from '../model/stuck-report.ts';
import type {
  CountUnit,
  QueueShape,
  QueueTable,
  StuckBy,
  StuckRow,
} from '../model/stuck-report.ts';
import { groupBy } from '../model/group-by.ts';
import { isoTime } from '../model/time.ts';
import type { OpenRecipient, QueueContent } from './queue-content.ts';
import { QUEUE_KEYS } from './queue-keys.ts';

export interface QueueOptions {
  readonly by: StuckBy;
  readonly unit: CountUnit;
  readonly withSystem: boolean;
}

/** The age table; `asOf` is where the logs end for it, in milliseconds UTC. */
export function queueTable(
  content: QueueContent,
  { by, unit }: QueueOptions,
  { asOf, thresholdMs }: { readonly asOf: number; readonly thresholdMs: number },
): QueueTable {
  const keyOf = ({ verdict, sender }: OpenRecipient): string => QUEUE_KEYS[by](verdict, sender);
  const young = groupBy(content.young, keyOf);
  const shape = (open: readonly OpenRecipient[], late: readonly OpenRecipient[]): QueueShape =>
    shapeOf(open, late, unit, { asOf, thresholdMs });
  const rows: StuckRow[] = [...groupBy(content.open, keyOf)].map(([key, open]) => ({
    key,
    ...shape(open, young.get(key) ?? []),
  }));
  return {
    by,
    unit,
    thresholdSeconds: Math.round(thresholdMs / 1000),
    bucketMinutes: BUCKET_MINUTES,
    total: shape(content.open, content.young),
    rows: rows.toSorted(worstFirst),
    stalled: content.open.filter(({ verdict }) => verdict.stall !== null).length,
    atLogEnd: counted(content.young, unit).length,
    inTransit: { lost: content.lost, unlogged: content.unlogged },
    system: content.system,
  };
}

function arrivalsOf(list: readonly OpenRecipient[]): number[] {
  return list.map(({ verdict }) => verdict.since);
}

/** Where the logs end that hold them: a queue whose log ends is not over. */
function logsEndOf(list: readonly OpenRecipient[], otherwise: number): number {
  return list.length === 0
    ? otherwise
    : list.reduce((end, { verdict }) => Math.max(end, verdict.asOf), Number.NEGATIVE_INFINITY);
}

function shapeOf(
  open: readonly OpenRecipient[],
  young: readonly OpenRecipient[],
  unit: CountUnit,
  at: { readonly asOf: number; readonly thresholdMs: number },
): QueueShape {
  const ages = counted(open, unit);
  const buckets = BUCKET_MINUTES.map(() => 0);
  for (const age of ages) buckets[bucketOf(age)] = (buckets[bucketOf(age)] ?? 0) + 1;
  const { trend, beganAt, lastNewAt } = readShape(
    arrivalsOf(open),
    arrivalsOf(young),
    logsEndOf([...open, ...young], at.asOf),
    at.thresholdMs,
  );
  return {
    count: ages.length,
    buckets,
    oldestSeconds: ages.length === 0 ? null : ages.reduce((a, b) => Math.max(a, b)),
    trend,
    beganAt: beganAt === null ? null : isoTime(beganAt),
    lastNewAt: lastNewAt === null ? null : isoTime(lastNewAt),
  };
}

/** The ages that count: of each recipient, or the greatest one of each message. */
function counted(open: readonly OpenRecipient[], unit: CountUnit): number[] {
  if (unit === 'recipients') return open.map(({ verdict }) => verdict.ageSeconds ?? 0);
  const ages = new Map<number, number>();
  for (const { id, verdict } of open)
    ages.set(id, Math.max(ages.get(id) ?? 0, verdict.ageSeconds ?? 0));
  return [...ages.values()];
}

function worstFirst(a: StuckRow, b: StuckRow): number {
  return (
    b.count - a.count ||
    (b.oldestSeconds ?? 0) - (a.oldestSeconds ?? 0) ||
    compareText(a.key, b.key)
  );
}
