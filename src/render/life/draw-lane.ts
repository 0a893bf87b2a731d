import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { clip, clipAddress } from '../visible.ts';
import type { Gap } from './gaps.ts';
import type { HandOver } from './hand-overs.ts';
import type { Lane, LifeLayout, Row } from './life-layout.ts';
import { drawBar, drawLabel } from './draw-bar.ts';
import { curvePath } from './curve.ts';
import { drawStall } from './draw-stall.ts';
import { round } from './round.ts';
import type { Mark } from './row-parts.ts';
import { drawSign } from './signs.ts';
import { laneTag, whoText, widthOf } from './words.ts';

export interface DrawContext {
  readonly layout: LifeLayout;
  readonly id: string;
}

const LEFT = 6;
const SERVER_ROOM = 17;
const TITLE_SIZE = 12.5;
const SIZE = 11;

export function drawLane(lane: Lane, context: DrawContext): Html {
  const { layout } = context;
  const { recipient, y, titleY, rows, handOvers } = lane;
  const tag = clip(laneTag(recipient), 90);
  const room = layout.width - 2 * LEFT - widthOf(tag, SIZE) - 16;
  const who = clipAddress(
    whoText(recipient.recipient),
    Math.max(20, Math.floor(room / (TITLE_SIZE * 0.6))),
  );
  const side = recipient.stall === null ? 'end' : 'end alarm';
  return html`<g
    ><path class="rule" d="M0 ${round(y + 0.5)}H${layout.width}" /><text
      class="who"
      x="${LEFT}"
      y="${round(titleY)}"
      >${who}</text
    ><text class="${side}" x="${layout.width - LEFT}" y="${round(titleY)}">${tag}</text>
    ${rows.map((row) => drawBack(row, context))}${handOvers.map((one) => drawHandOver(one))}
    ${rows.map((row) => drawFront(row, lane, context))}</g
  > `;
}

/** What all else of a lane lies on. */
function drawBack(row: Row, context: DrawContext): Html {
  const { server, barY, barHeight, bars, gaps } = row;
  return html`<text x="${LEFT}" y="${round(barY + barHeight / 2 + 4)}"
      >${clip(server, SERVER_ROOM)}</text
    >${bars.map((bar) => drawBar(bar, row, context.id))}${gaps.map((gap) => drawGap(gap, row, context.id))} `;
}

function drawFront(row: Row, { recipient }: Lane, { layout }: DrawContext): Html {
  const { bars, marks, stall, gaps } = row;
  const signs = new Set(marks.filter(({ kind }) => isSign(kind)).map(({ x }) => x));
  const center = row.barY + row.barHeight / 2;
  return html`${bars.map((bar) => drawLabel(bar, center, { isSigned: signs.has(bar.x2), gaps }))}${
    stall === null ? NOTHING : drawStall(stall, row, recipient, layout.width - LEFT)
  }${marks.map(({ kind, x }) => drawSign(kind, x, center))} `;
}

/** Whether it is drawn as more than a line. */
function isSign(kind: Mark['kind']): boolean {
  return kind !== 'waiting' && kind !== 'retrying';
}

function drawGap({ x1, x2 }: Gap, { y, height }: Row, id: string): Html {
  return html`<rect
    class="edge"
    x="${round(x1)}"
    y="${round(y)}"
    width="${round(x2 - x1)}"
    height="${round(height)}"
    fill="url(#${id}-g)"
  />`;
}

function drawHandOver({ x1, y1, to, event, arrivedAt }: HandOver): Html {
  if (to === null || arrivedAt === null) return NOTHING;
  const side = to.y >= y1 ? 1 : -1;
  const isBack = arrivedAt < Date.parse(event.at);
  return html`<path
      class="${isBack ? 'over back' : 'over'}"
      d="${curvePath({ x1, y1, x2: to.x, y2: to.y })}"
    /><path class="left" d="M${round(to.x)} ${round(to.y - side * 9)}l-3.5 ${-7 * side}h7z" />`;
}
