import { formatDuration } from '../../model/time.ts';
import type { EventReport, RecipientReport } from '../../model/report.ts';
import { gapWords } from '../gap-words.ts';
import { localise } from '../sentence.ts';
import { clip } from '../visible.ts';
import { stallText } from './draw-stall.ts';
import type { Gap } from './gaps.ts';
import type { HandOver } from './hand-overs.ts';
import type { Lane, LifeLayout, Row } from './life-layout.ts';
import type { Bar, Mark } from './row-parts.ts';
import { eventLines, timeIn } from './words.ts';

/** A part of a picture that tells its details to who points at it or comes to it by the keyboard. */
export interface Spot {
  readonly area: Area | Curve;
  /** What it tells, in paragraphs. */
  readonly told: readonly string[];
  /** The event that it is about; null: none, as of a gap. */
  readonly event: EventReport | null;
}

export interface Area {
  readonly kind: 'area';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A hand-over, from where to where. */
interface Curve {
  readonly kind: 'curve';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Half of what can be pointed at around a line of the log. */
const REACH = 8;
/** Letters. */
const REASON = 300;

/** The spots of a lane, row by row: gaps lie under events, and each event has the time in its stage with it. */
export function spotsOf(lane: Lane, { zone }: { readonly zone: string }): Spot[] {
  const rows = lane.rows.flatMap((row) => [
    ...row.gaps.map((gap) => gapSpot(gap, row, zone)),
    ...transitSpot(row, lane.recipient, zone),
    ...row.marks.map((mark, index) => markSpot(mark, row.marks[index - 1], row, zone)),
  ]);
  return [...rows, ...lane.handOvers.flatMap((one) => handOverSpot(one, zone))];
}

function gapSpot(gap: Gap, { server, y, height }: Row, zone: string): Spot {
  const told = `${clip(server, 100)}: ${gapWords(gap)} from ${timeIn(gap.from, zone)} to ${timeIn(gap.to, zone)}`;
  const area = { kind: 'area', x: gap.x1, y, width: gap.x2 - gap.x1, height } as const;
  return { area, told: [told], event: null };
}

/** The way to a server that never logged it: no event is there to tell. */
function transitSpot(
  { stall, barY, barHeight }: Row,
  recipient: RecipientReport,
  zone: string,
): Spot[] {
  if (stall?.kind !== 'transit') return [];
  const area = {
    kind: 'area',
    x: stall.x1,
    y: barY,
    width: stall.x2 - stall.x1,
    height: barHeight,
  } as const;
  const why = localise(clip(recipient.reason, REASON), zone);
  return [{ area, told: [stallText(stall, recipient), why], event: null }];
}

/** From half-way to the line before, at most, to the end of the stage that it begins. */
function markSpot(mark: Mark, before: Mark | undefined, row: Row, zone: string): Spot {
  const { x, at, events } = mark;
  const { server, bars, barY, barHeight } = row;
  const bar = bars.find(({ event }) => events.includes(event));
  const left = before === undefined ? REACH : Math.min(REACH, (x - before.x) / 2);
  const right = Math.max(x + REACH, bar?.x2 ?? x);
  const [first] = events;
  return {
    area: {
      kind: 'area',
      x: x - left,
      y: barY - 3,
      width: right - x + left,
      height: barHeight + 6,
    },
    told: [
      `${timeIn(at, zone)} on ${clip(server, 100)}`,
      ...eventLines(events),
      ...(bar === undefined ? [] : [stageText(bar)]),
    ],
    event: bar?.event ?? first ?? null,
  };
}

/** `remote-queue for 10 h 44 min, open where the log ends: stalled` */
function stageText({ stage, seconds, open, stalled }: Bar): string {
  const name = stage ?? 'unknown stage';
  return `${name} for ${formatDuration(seconds)}${open ? ', open where the log ends' : ''}${stalled ? ': stalled' : ''}`;
}

function handOverSpot({ x1, y1, to, event, from, arrivedAt }: HandOver, zone: string): Spot[] {
  if (to === null || arrivedAt === null) return [];
  const seconds = (arrivedAt - Date.parse(event.at)) / 1000;
  const clocks = seconds < 0 ? `, ${formatDuration(-seconds)} before it by its own clock` : '';
  const told = [
    `${clip(from, 100)} handed it over to ${clip(event.partner ?? '?', 200)} at ${timeIn(event.at, zone)}`,
    `logged there at ${timeIn(arrivedAt, zone)}${clocks}`,
  ];
  return [{ area: { kind: 'curve', x1, y1, x2: to.x, y2: to.y }, told, event }];
}

/** The events of a picture numbered from 1, in the order of the table beside it. */
export function eventNumbers({
  lanes,
}: Pick<LifeLayout, 'lanes'>): ReadonlyMap<EventReport, number> {
  const numbers = new Map<EventReport, number>();
  let next = 1;
  for (const { recipient } of lanes)
    for (const { events } of recipient.hops)
      for (const event of events) {
        if (!numbers.has(event)) numbers.set(event, next);
        next += 1;
      }
  return numbers;
}

/** Id of the row that tells an event in the table beside a picture. */
export function eventId(picture: string, number: number): string {
  return `${picture}-e${number}`;
}
