import type {
  CoverageReport,
  EventReport,
  MessageReport,
  RecipientReport,
} from '../../model/report.ts';
import { asOfOf } from '../time-in-stage.ts';
import { mostUrgent } from '../urgency.ts';
import { axisOf } from './axis.ts';
import type { Axis } from './axis.ts';
import { gapsOf } from './gaps.ts';
import type { Gap } from './gaps.ts';
import { handOversOf } from './hand-overs.ts';
import type { HandOver } from './hand-overs.ts';
import { barsOf, marksOf, stallOf } from './row-parts.ts';
import type { Bar, Mark, StallMark } from './row-parts.ts';

/** Where everything of a life's picture lies, in units of its view box; nothing of how it looks. */
export interface LifeLayout {
  readonly width: number;
  readonly height: number;
  readonly axis: Axis;
  /** Where the lanes begin and end, from above. */
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly Tick[];
  readonly lanes: readonly Lane[];
  /** Lines of logs in it. */
  readonly events: number;
  /** Recipients that have no lane. */
  readonly notDrawn: number;
  /** Gaps of the logs that are too many to be drawn. */
  readonly gapsNotDrawn: number;
}

/** A moment that the axis names. */
export interface Tick {
  readonly x: number;
  readonly at: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** One recipient. */
export interface Lane {
  readonly recipient: RecipientReport;
  readonly y: number;
  readonly height: number;
  /** Base line of its title. */
  readonly titleY: number;
  readonly rows: readonly Row[];
  readonly handOvers: readonly HandOver[];
}

/** One server of a recipient's way. */
export interface Row {
  readonly server: string;
  readonly y: number;
  readonly height: number;
  /** From above, within the row. */
  readonly barY: number;
  readonly barHeight: number;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
  readonly gaps: readonly Gap[];
  readonly stall: StallMark | null;
}

/** What a picture holds at most. */
export interface LifeRoom {
  /** Recipients drawn. */
  readonly maxLanes: number;
  /** Lines of logs drawn, of all lanes. */
  readonly maxEvents: number;
}

const WIDTH = 880;
const LABELS = 118;
const RIGHT = 14;
const TICKS_HEIGHT = 34;
const TITLE = 22;
const ROW = 28;
const STALL = 17;
const BAR = 18;
const LANE_END = 10;
/** Room that the words at a tick need. */
const TICK_ROOM = 78;

export function layoutLife(
  message: MessageReport,
  coverage: CoverageReport,
  room: LifeRoom,
): LifeLayout {
  const drawn = drawnOf(message, room);
  const axis = axisFor(drawn, coverage);
  const lanes: Lane[] = [];
  let y = TICKS_HEIGHT;
  let gapsNotDrawn = 0;
  for (const recipient of drawn) {
    const { lane, left } = laneOf(recipient, { y, axis, coverage });
    lanes.push(lane);
    gapsNotDrawn += left;
    y += lane.height;
  }
  return {
    width: WIDTH,
    height: y,
    axis,
    top: TICKS_HEIGHT,
    bottom: y,
    ticks: ticksOf(axis),
    lanes,
    events: drawn.reduce((sum, recipient) => sum + eventsOf(recipient), 0),
    notDrawn: message.recipients.length - drawn.length,
    gapsNotDrawn,
  };
}

/** The most urgent ones that there is room for, each with all of its events or not at all. */
function drawnOf(message: MessageReport, { maxLanes, maxEvents }: LifeRoom): RecipientReport[] {
  const drawn: RecipientReport[] = [];
  let free = maxEvents;
  for (const recipient of mostUrgent(message.recipients)) {
    const events = eventsOf(recipient);
    if (drawn.length >= maxLanes || events > free) continue;
    drawn.push(recipient);
    free -= events;
  }
  return drawn;
}

function eventsOf({ hops }: RecipientReport): number {
  return hops.reduce((sum, { events }) => sum + events.length, 0);
}

/** Over all that is drawn: what happened, until when it is known to be open, and where logs are missing in between. */
function axisFor(drawn: readonly RecipientReport[], coverage: CoverageReport): Axis {
  const events = drawn.flatMap(({ hops }) => hops.flatMap((hop) => hop.events.map(timeOf)));
  const ends = drawn.flatMap((recipient) => asOfOf(recipient) ?? []);
  const known = [...events, ...ends].filter(Number.isFinite);
  const first = known.reduce((a, b) => Math.min(a, b), Infinity);
  const last = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const servers = new Set(drawn.flatMap(({ hops }) => hops.map(({ server }) => server)));
  const edges = [...servers].flatMap((server) =>
    gapsOf(server, coverage, first, last).gaps.flatMap(({ from, to }) => [from, to]),
  );
  return axisOf([...known, ...edges], LABELS, WIDTH - RIGHT);
}

function timeOf(event: EventReport): number {
  return Date.parse(event.at);
}

interface Place {
  readonly y: number;
  readonly axis: Axis;
  readonly coverage: CoverageReport;
}

function laneOf(
  recipient: RecipientReport,
  { y, axis, coverage }: Place,
): { lane: Lane; left: number } {
  const rows: Row[] = [];
  let left = 0;
  let rowY = y + TITLE;
  for (const hop of recipient.hops) {
    const found = gapsOf(hop.server, coverage, axis.moments[0] ?? 0, axis.moments.at(-1) ?? 0);
    left += found.left;
    const stall = stallOf(hop, recipient, axis);
    const height = ROW + (stall === null ? 0 : STALL);
    rows.push({
      server: hop.server,
      y: rowY,
      height,
      barY: rowY + (ROW - BAR) / 2,
      barHeight: BAR,
      bars: barsOf(hop, recipient, axis),
      marks: marksOf(hop, axis),
      gaps: found.gaps.map((gap) => ({ ...gap, x1: axis.x(gap.from), x2: axis.x(gap.to) })),
      stall,
    });
    rowY += height;
  }
  const height = rowY + LANE_END - y;
  const lane = {
    recipient,
    y,
    height,
    titleY: y + 16,
    rows,
    handOvers: handOversOf(recipient, rows, axis),
  };
  return { lane, left };
}

/** The ends, and of what lies between what has room for its words. */
function ticksOf({ moments, x }: Axis): Tick[] {
  const first = moments[0];
  const last = moments.at(-1);
  if (first === undefined || last === undefined) return [];
  const ticks: Tick[] = [{ x: x(first), at: first, anchor: 'start' }];
  if (first === last) return ticks;
  const end = x(last);
  let free = x(first) + 1.5 * TICK_ROOM;
  for (const at of moments) {
    const place = x(at);
    if (place < free || place > end - 1.5 * TICK_ROOM) continue;
    ticks.push({ x: place, at, anchor: 'middle' });
    free = place + TICK_ROOM;
  }
  return [...ticks, { x: end, at: last, anchor: 'end' }];
}
