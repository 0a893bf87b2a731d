import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { clip } from '../visible.ts';
import { breakText, unitsOf } from './break-text.ts';
import { curvePath } from './curve.ts';
import type { Lane, LifeLayout } from './life-layout.ts';
import { round } from './round.ts';
import { eventId, eventNumbers, spotsOf } from './spots.ts';
import type { Area, Spot } from './spots.ts';
import { laneTag, whoText } from './words.ts';

export interface SpotContext {
  readonly layout: LifeLayout;
  /** Height of the picture, with its legend. */
  readonly height: number;
  readonly zone: string;
  readonly id: string;
  /** Whether the events are rows of a table on the same page, that a spot leads to. */
  readonly linked: boolean;
}

/** So many are reached by the keyboard and read out, of the most urgent recipients; the table has all. */
const STOPS = 40;
/** Letters of a line, and lines, of a panel. */
const LETTERS = 56;
const LINES = 10;
const LETTER = 6.6;
const LINE = 14;
const EDGE = 6;

/**
 * What each part of a picture tells to who points at it or comes to it by the keyboard: all of it above the drawing, so that no part of
 * that covers a panel. Works by style alone.
 */
export function drawSpots(context: SpotContext): Html {
  const numbers = eventNumbers(context.layout);
  let count = 0;
  return html`${context.layout.lanes.map((lane) => {
    const spots = spotsOf(lane, context);
    const stops = spots.slice(0, STOPS - count);
    const others = spots.slice(stops.length);
    const drawn = stops.map((spot) => {
      count += 1;
      const number = spot.event === null ? undefined : numbers.get(spot.event);
      return drawStop(spot, count, number, context);
    });
    return html`${
      stops.length === 0
        ? NOTHING
        : html`<g role="group" fill="none" aria-label="${laneName(lane)}">${drawn}</g> `
    }${
      others.length === 0
        ? NOTHING
        : html`<g fill="none" visibility="hidden" aria-hidden="true"
            >${others.map((spot) => drawOther(spot, context))}</g
          > `
    }`;
  })}`;
}

function laneName({ recipient }: Lane): string {
  return `${clip(whoText(recipient.recipient), 200)}: ${clip(laneTag(recipient), 200)}`;
}

function drawStop(
  { area, told }: Spot,
  count: number,
  number: number | undefined,
  context: SpotContext,
): Html {
  const { id, linked } = context;
  const name = `${id}-s${count}`;
  const panel = drawPanel(told, boxOf(area), context, html` id="${name}" visibility="hidden"`);
  const content = html`${drawArea(area)}${panel}`;
  if (linked && number !== undefined)
    return html`<a class="spot" href="#${eventId(id, number)}" aria-labelledby="${name}"
      >${content}</a
    >`;
  return html`<g class="spot" role="img" tabindex="0" aria-labelledby="${name}">${content}</g>`;
}

/** For who points at it alone: hidden, but that it still takes the pointer. */
function drawOther({ area, told }: Spot, context: SpotContext): Html {
  return html`<g class="spot"
    >${drawArea(area)}${drawPanel(told, boxOf(area), context, NOTHING)}</g
  >`;
}

function drawArea(area: Spot['area']): Html {
  if (area.kind === 'curve') return html`<path class="area line" d="${curvePath(area)}" />`;
  const { x, y, width, height } = area;
  return html`<rect
    class="area"
    x="${round(x)}"
    y="${round(y)}"
    width="${round(width)}"
    height="${round(height)}"
  />`;
}

type Box = Pick<Area, 'x' | 'y' | 'width' | 'height'>;

function boxOf(area: Spot['area']): Box {
  if (area.kind === 'area') return area;
  const { x1, y1, x2, y2 } = area;
  return {
    x: Math.min(x1, x2),
    y: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
  };
}

function drawPanel(told: readonly string[], box: Box, context: SpotContext, named: Html): Html {
  const room = Math.max(3, Math.min(LINES, Math.floor((context.height - 2 * EDGE) / LINE)));
  const all = told.flatMap((text) => breakText(text, LETTERS));
  const lines = all.length <= room ? all : [...all.slice(0, room - 1), '...'];
  const width = Math.min(LETTERS, longest(lines)) * LETTER + 2 * EDGE;
  const height = lines.length * LINE + EDGE;
  const { x, y } = placeOf(box, { width, height }, context);
  return html`<g class="tip" ${named} transform="translate(${round(x)} ${round(y)})"
    ><rect width="${round(width)}" height="${round(height)}" rx="3" />${lines.map(
      (line, index) => html`<text x="${EDGE}" y="${(index + 1) * LINE - 1}">${`${line} `}</text>`,
    )}</g
  >`;
}

function longest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, unitsOf(line)), 0);
}

/** Below what it is about, else above, else beside: always within the picture. */
function placeOf(
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
  { layout, height: whole }: SpotContext,
): { x: number; y: number } {
  const x = within(box.x, width, layout.width);
  const below = box.y + box.height + EDGE;
  if (below + height <= whole) return { x, y: below };
  const above = box.y - EDGE - height;
  if (above >= 0) return { x, y: above };
  const right = box.x + box.width + EDGE;
  const beside = right + width <= layout.width ? right : box.x - EDGE - width;
  return { x: within(beside, width, layout.width), y: within(box.y, height, whole) };
}

function within(at: number, size: number, all: number): number {
  return Math.max(0, Math.min(at, all - size));
}
