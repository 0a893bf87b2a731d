import { formatDuration } from '../../model/time.ts';
import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { gapWords } from '../gap-words.ts';
import { clip, clipAddress } from '../visible.ts';
import type { Gap } from './gaps.ts';
import type { HandOver } from './hand-overs.ts';
import type { Lane, LifeLayout, Row } from './life-layout.ts';
import { drawBar, drawLabel } from './draw-bar.ts';
import { drawStall } from './draw-stall.ts';
import { round } from './round.ts';
import type { Mark } from './row-parts.ts';
import { drawSign } from './signs.ts';
import { eventsText, laneTag, timeIn, whoText, widthOf } from './words.ts';

export interface DrawContext {
  readonly layout: LifeLayout;
  readonly zone: string;
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
    ${rows.map((row) => drawBack(row, context))}${handOvers.map((one) => drawHandOver(one, context))}
    ${rows.map((row) => drawFront(row, lane, context))}</g
  > `;
}

/** What all else of a lane lies on. */
function drawBack(row: Row, context: DrawContext): Html {
  const { server, barY, barHeight, bars, gaps } = row;
  return html`<text x="${LEFT}" y="${round(barY + barHeight / 2 + 4)}"
      >${clip(server, SERVER_ROOM)}</text
    >${bars.map((bar) => drawBar(bar, row, context))}${gaps.map((gap) => drawGap(gap, row, context))} `;
}

function drawFront(row: Row, { recipient }: Lane, { layout, zone }: DrawContext): Html {
  const { bars, marks, stall } = row;
  const signs = new Set(marks.filter(({ kind }) => isSign(kind)).map(({ x }) => x));
  const center = row.barY + row.barHeight / 2;
  return html`${bars.map((bar) => drawLabel(bar, center, signs.has(bar.x2)))}${
    stall === null ? NOTHING : drawStall(stall, row, recipient, layout.width - LEFT)
  }${marks.map((mark) => drawMark(mark, row, zone))} `;
}

/** Whether it is drawn as more than a line. */
function isSign(kind: Mark['kind']): boolean {
  return kind !== 'waiting' && kind !== 'retrying';
}

function drawGap(gap: Gap, { server, y, height }: Row, { id, zone }: DrawContext): Html {
  const width = gap.x2 - gap.x1;
  const tip = `${clip(server, 100)}: ${gapWords(gap)} from ${timeIn(gap.from, zone)} to ${timeIn(gap.to, zone)}`;
  return html`<g
    ><title>${tip}</title
    ><rect
      class="edge"
      x="${round(gap.x1)}"
      y="${round(y)}"
      width="${round(width)}"
      height="${round(height)}"
      fill="url(#${id}-g)"
  /></g>`;
}

function drawMark(
  { x, at, events, kind }: Mark,
  { server, barY, barHeight }: Row,
  zone: string,
): Html {
  const tip = `${timeIn(at, zone)} on ${clip(server, 100)}: ${eventsText(events)}`;
  return html`<g><title>${tip}</title>${drawSign(kind, x, barY + barHeight / 2)}</g>`;
}

/** From the sign of leaving to the line of the next server, whichever of them is above. */
function drawHandOver(
  { x1, y1, to, event, from, arrivedAt }: HandOver,
  { zone }: DrawContext,
): Html {
  if (to === null || arrivedAt === null) return NOTHING;
  const side = to.y >= y1 ? 1 : -1;
  const begin = y1 + side * 8;
  const end = to.y - side * 11;
  const middle = (begin + end) / 2;
  const seconds = (arrivedAt - Date.parse(event.at)) / 1000;
  const clocks = seconds < 0 ? `, ${formatDuration(-seconds)} before it by its own clock` : '';
  const tip = `${clip(from, 100)} handed it over to ${clip(event.partner ?? '?', 200)} at ${timeIn(event.at, zone)}; logged there at ${timeIn(arrivedAt, zone)}${clocks}`;
  return html`<g
    ><title>${tip}</title
    ><path
      class="${seconds < 0 ? 'over back' : 'over'}"
      d="M${round(x1)} ${round(begin)}C${round(x1)} ${round(middle)} ${round(to.x)} ${round(middle)} ${round(to.x)} ${round(end)}" /><path
      class="left"
      d="M${round(to.x)} ${round(to.y - side * 9)}l-3.5 ${-7 * side}h7z"
  /></g>`;
}
