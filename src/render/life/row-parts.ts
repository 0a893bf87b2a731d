import { STAGE_TABLE } from '../../catalogue/stages.ts';
import type { EventReport, HopReport, RecipientReport } from '../../model/report.ts';
import type { Stage, StageKind } from '../../model/stage.ts';
import { asOfOf, secondsInStage } from '../time-in-stage.ts';
import { isOpen } from '../urgency.ts';
import type { Axis } from './axis.ts';

/** The time in one stage on one server. */
export interface Bar {
  readonly x1: number;
  readonly x2: number;
  /** The event that began it. */
  readonly event: EventReport;
  /** As the last event that tells one says; null: none of this life did. */
  readonly stage: Stage | null;
  readonly seconds: number;
  /** It goes on where the log ends. */
  readonly open: boolean;
  /** It is where the message stalled. */
  readonly stalled: boolean;
}

/** What a server logged at one moment. */
export interface Mark {
  readonly x: number;
  readonly at: number;
  readonly events: readonly EventReport[];
  /** What the last one that tells a stage means; null: nothing but notes. */
  readonly kind: StageKind | null;
}

/** Where and for how long it stands still, or how it ended badly. */
export interface StallMark {
  readonly x1: number;
  readonly x2: number;
  readonly seconds: number;
  /** It stands still on the way to the next server, or stood still at an end. */
  readonly kind: 'waiting' | 'transit' | 'end';
}

export function barsOf(hop: HopReport, recipient: RecipientReport, axis: Axis): Bar[] {
  const bars: Bar[] = [];
  let stage: Stage | null = null;
  for (const [index, event] of hop.events.entries()) {
    const isNewLife = event.life !== hop.events[index - 1]?.life;
    stage = event.stage ?? (isNewLife ? null : stage);
    const seconds = secondsInStage(hop, index, recipient);
    if (seconds === null || !(seconds > 0) || !takesTime(stage)) continue;
    const from = Date.parse(event.at);
    const open = index === hop.events.length - 1;
    const stalled = open && recipient.stall !== null && isOpen(recipient);
    const x2 = axis.x(from + seconds * 1000);
    bars.push({ x1: axis.x(from), x2, event, stage, seconds, open, stalled });
  }
  return bars;
}

/** A life that ended goes on in no stage, whatever the server notes later. */
function takesTime(stage: Stage | null): boolean {
  if (stage === null) return true;
  const { kind } = STAGE_TABLE[stage];
  return kind === 'waiting' || kind === 'retrying' || kind === 'held';
}

export function marksOf(hop: HopReport, axis: Axis): Mark[] {
  const moments = new Map<number, EventReport[]>();
  for (const event of hop.events) {
    const at = Date.parse(event.at);
    const there = moments.get(at);
    if (there === undefined) moments.set(at, [event]);
    else there.push(event);
  }
  return [...moments].map(([at, events]) => ({ x: axis.x(at), at, events, kind: kindOf(events) }));
}

function kindOf(events: readonly EventReport[]): StageKind | null {
  const stage = events.findLast((event) => event.stage !== null)?.stage ?? null;
  return stage === null ? null : STAGE_TABLE[stage].kind;
}

export function stallOf(hop: HopReport, recipient: RecipientReport, axis: Axis): StallMark | null {
  const { stall } = recipient;
  if (stall === null || stall.server !== hop.server || isAgain(hop, recipient)) return null;
  const asOf = asOfOf(recipient);
  if (stall.place === 'transit' || isOpen(recipient)) {
    const from = Date.parse(stall.since);
    const to = asOf ?? from;
    const kind =
      stall.place === 'transit' || recipient.stage === 'transferred' ? 'transit' : 'waiting';
    return { x1: axis.x(from), x2: axis.x(to), seconds: stall.ageSeconds, kind };
  }
  const x = axis.x(Date.parse(hop.leftAt ?? recipient.lastEventAt));
  return { x1: x, x2: x, seconds: stall.ageSeconds, kind: 'end' };
}

/** Whether a later hop of the way is of the same server: the last one holds it. */
function isAgain(hop: HopReport, { hops }: RecipientReport): boolean {
  return hops.findLast(({ server }) => server === hop.server) !== hop;
}
