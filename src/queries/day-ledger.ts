import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { stallsOfKept } from '../lifecycle/kept-stalls.ts';
import { stallOfStanding, stallsOf } from '../lifecycle/stalls.ts';
import type { LifeEvent, Span, StallInterval } from '../lifecycle/stalls.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import { compareText } from '../lifecycle/person.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import type { DailyReport, DayCounts, DayEnds } from '../model/daily-report.ts';
import { STAGES } from '../model/stage.ts';
import type { StoredStall, StoredStanding } from '../store/queue-rows.ts';
import type { Lines } from '../store/read-lines.ts';
import type { QueryContext } from './context.ts';
import { accountRows, countStall, onlyRow, stageSpans } from './day-accounts.ts';
import type { DayAccounts, ProvenAge } from './day-accounts.ts';
import { isSystemMail } from './judged-messages.ts';
import type { JudgedMessage } from './judged-messages.ts';
import { domainOf } from './queue-keys.ts';

/** What a day is counted by. */
export interface DayLedger {
  readonly all: DayAccounts;
  readonly stages: DayAccounts;
  readonly servers: DayAccounts;
  readonly destinations: DayAccounts;
  readonly ended: Record<keyof DayEnds, number>;
  badmailBefore2007: number;
  /** Numbers of messages with a recipient that is stalled when the day ends. */
  readonly stuck: Set<number>;
}

export function emptyLedger(): DayLedger {
  return {
    all: new Map(),
    stages: new Map(),
    servers: new Map(),
    destinations: new Map(),
    ended: {
      ndr: 0,
      badmail: 0,
      failed: 0,
      filtered: 0,
      absorbed: 0,
      held: 0,
      lost: 0,
      unlogged: 0,
    },
    badmailBefore2007: 0,
    stuck: new Set(),
  };
}

/** Counts what a message did in the day. Its verdicts and lines are as of the day's end. */
export function enterMessage(
  ledger: DayLedger,
  day: Span,
  { id, sender, persons, linesOn }: JudgedMessage,
  linesOf: Lines,
  context: QueryContext,
  withSystem: boolean,
): void {
  const events = linesOn ?? ((server: string): readonly LifeEvent[] => linesOf(id, server));
  for (const judged of persons) {
    const { verdict } = judged;
    if (!withSystem && isSystemMail(sender, verdict.recipient)) continue;
    const end = endIn(day, verdict, context.thresholdMs);
    countEnd(ledger, end, verdict);
    for (const interval of stallsOf(judged, day, context, events))
      enterStall(ledger, day, interval, stalledIn(id, verdict));
  }
}

/** What is kept of a recipient. */
interface KnownRecipient {
  readonly standing: StoredStanding;
  /** What the standing does not tell of the time on its server. */
  readonly stall: StoredStall | undefined;
  /** That of the standing. */
  readonly verdict: StandingVerdict;
}

/** The same of a recipient of whom all that counts is kept. */
export function enterStanding(
  ledger: DayLedger,
  day: Span,
  { standing, stall, verdict }: KnownRecipient,
  context: QueryContext,
): void {
  const { id, recipient, code, at } = standing;
  const proof = code === null ? null : { at, code };
  const { state, since, ageSeconds } = verdict;
  const end = endIn(day, { state, since, proof }, context.thresholdMs);
  countEnd(ledger, end, { proof });
  const of = { id, recipient, ageSeconds, proof };
  if (stall !== undefined) {
    for (const interval of stallsOfKept(stall, day, context)) enterStall(ledger, day, interval, of);
    return;
  }
  const interval = stallOfStanding(standing, day, context);
  if (interval !== null) enterStall(ledger, day, interval, of);
}

/** The same of one who was on a server and went on unsaid. */
export function enterGone(
  ledger: DayLedger,
  day: Span,
  stall: StoredStall,
  context: QueryContext,
): void {
  const { id, recipient } = stall;
  const of = { id, recipient, ageSeconds: null, proof: null };
  for (const interval of stallsOfKept(stall, day, context)) enterStall(ledger, day, interval, of);
}

/** The same of one who was handed over at that moment (milliseconds UTC) and is not seen again. */
export function enterInTransit(
  ledger: DayLedger,
  day: Span,
  state: 'lost' | 'unlogged',
  since: number,
  { thresholdMs }: QueryContext,
): void {
  countEnd(ledger, endIn(day, { state, since, proof: null }, thresholdMs), { proof: null });
}

function countEnd(
  ledger: DayLedger,
  end: keyof DayEnds | null,
  { proof }: Pick<ProvenAge, 'proof'>,
): void {
  if (end === null) return;
  ledger.ended[end] += 1;
  if (end === 'badmail' && proof !== null && !isMsgtrkCode(proof.code))
    ledger.badmailBefore2007 += 1;
}

interface Stalled extends ProvenAge {
  readonly id: number;
  readonly recipient: string | null;
}

function stalledIn(id: number, { recipient, ageSeconds, proof }: Verdict): Stalled {
  return { id, recipient, ageSeconds, proof };
}

function enterStall(ledger: DayLedger, day: Span, interval: StallInterval, of: Stalled): void {
  countStall(ledger.all, day, '', interval, of);
  countStall(ledger.servers, day, interval.server, interval, of);
  countStall(ledger.destinations, day, domainOf(of.recipient), interval, of);
  for (const part of stageSpans(interval)) countStall(ledger.stages, day, part.stage, part, of);
  if (interval.to === null) ledger.stuck.add(of.id);
}

type Counts = Pick<
  DailyReport,
  'total' | 'stages' | 'servers' | 'destinations' | 'ended' | 'badmailBefore2007'
>;

/** Rows with anything in them: stages in the order of a life, the others worst first. */
export function ledgerCounts({
  all,
  stages,
  servers,
  destinations,
  ended,
  badmailBefore2007,
  stuck,
}: DayLedger): Counts {
  const byStage = accountRows(stages);
  return {
    total: { ...onlyRow(all), messages: stuck.size },
    stages: STAGES.flatMap((stage) => {
      const row = byStage.get(stage);
      return row === undefined ? [] : [{ stage, ...row }];
    }),
    servers: worstFirst(accountRows(servers)).map(([server, row]) => ({ server, ...row })),
    destinations: worstFirst(accountRows(destinations)).map(([destination, row]) => ({
      destination,
      ...row,
    })),
    ended,
    badmailBefore2007,
  };
}

function worstFirst(rows: ReadonlyMap<string, DayCounts>): (readonly [string, DayCounts])[] {
  return [...rows].toSorted(
    ([a, one], [b, other]) =>
      other.now - one.now || other.carried + other.new - one.carried - one.new || compareText(a, b),
  );
}

const END_STATES = [
  'ndr',
  'badmail',
  'failed',
  'filtered',
  'absorbed',
  'held',
  'lost',
  'unlogged',
] as const satisfies readonly (keyof DayEnds)[];

type EndedVerdict = Pick<Verdict, 'state' | 'since'> & Pick<ProvenAge, 'proof'>;

/** The bad end that a recipient met in the day; null for none. What was lost is known to be once the threshold has passed. */
function endIn(
  day: Span,
  { state: found, proof, since }: EndedVerdict,
  thresholdMs: number,
): keyof DayEnds | null {
  const state = END_STATES.find((end) => end === found);
  if (state === undefined) return null;
  const inTransit = state === 'unlogged' ? since : since + thresholdMs;
  const at = state === 'lost' || state === 'unlogged' ? inTransit : (proof?.at ?? since);
  return at >= day.from && at < day.to ? state : null;
}
