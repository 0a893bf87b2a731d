import { STAGE_TABLE } from '../../catalogue/stages.ts';
import { formatDuration } from '../../model/time.ts';
import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { clip, clipAddress } from '../visible.ts';
import type { Gap } from './gaps.ts';
import type { HandOver } from './hand-overs.ts';
import type { Lane, LifeLayout, Row } from './life-layout.ts';
import type { Bar, Mark, StallMark } from './row-parts.ts';
import { drawSign } from './signs.ts';
import { STAGE_CODES } from './stage-codes.ts';
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
    Math.max(20, Math.floor(room / (TITLE_SIZE * 0.56))),
  );
  const side = recipient.stall === null ? 'end' : 'end alarm';
  return html`<g
    ><path class="rule" d="M0 ${n(y + 0.5)}H${layout.width}" /><text
      class="who"
      x="${LEFT}"
      y="${n(titleY)}"
      >${who}</text
    ><text class="${side}" x="${layout.width - LEFT}" y="${n(titleY)}">${tag}</text>
    ${rows.map((row) => drawRow(row, lane, context))}${handOvers.map((one) => drawHandOver(one, context))}</g
  > `;
}

function drawRow(row: Row, lane: Lane, context: DrawContext): Html {
  const { server, barY, barHeight, bars, marks, gaps, stall } = row;
  const center = barY + barHeight / 2;
  return html`<text x="${LEFT}" y="${n(center + 4)}">${clip(server, SERVER_ROOM)}</text>${gaps.map(
      (gap) => drawGap(gap, row, context),
    )}${bars.map((bar) => drawBar(bar, row, context))}${
      stall === null ? NOTHING : drawStall(stall, row, lane, context)
    }${marks.map((mark) => drawMark(mark, row, context))} `;
}

function drawGap(gap: Gap, { server, y, height }: Row, { id, zone }: DrawContext): Html {
  const what = gap.why === 'missing-day' ? 'no file' : 'silent';
  const width = gap.x2 - gap.x1;
  const tip = `${server}: ${what} from ${timeIn(gap.from, zone)} to ${timeIn(gap.to, zone)}`;
  return html`<g
    ><title>${tip}</title
    ><rect
      class="edge"
      x="${n(gap.x1)}"
      y="${n(y)}"
      width="${n(width)}"
      height="${n(height)}"
      fill="url(#${id}-g)"
  /></g>`;
}

function drawBar(bar: Bar, { server, barY, barHeight }: Row, { id, zone }: DrawContext): Html {
  const { x1, x2, stage, event, seconds, open, stalled } = bar;
  const width = x2 - x1;
  const isRetry = stage !== null && STAGE_TABLE[stage].kind === 'retrying';
  const look = `${stalled ? 'stall' : isRetry ? 'retry' : 'wait'}${event.inferred ? ' guess' : ''}`;
  const name = stage ?? 'unknown stage';
  const tip = `${name} on ${server} from ${timeIn(event.at, zone)}, ${formatDuration(seconds)}${open ? ', open where the log ends' : ''}${stalled ? ': stalled' : ''}`;
  const label = labelOf(bar);
  return html`<g
    ><title>${tip}</title
    ><rect
      class="${look}"
      x="${n(x1)}"
      y="${n(barY)}"
      width="${n(width)}"
      height="${n(barHeight)}"
    />${
      stalled
        ? html`<rect
            x="${n(x1)}"
            y="${n(barY)}"
            width="${n(width)}"
            height="${n(barHeight)}"
            fill="url(#${id}-s)"
          />`
        : NOTHING
    }${label === null ? NOTHING : drawLabel(label, bar, barY + barHeight / 2)}</g
  >`;
}

interface Label {
  readonly text: string;
  readonly width: number;
  readonly small: boolean;
}

/** The longest words for a bar that it has room for. */
function labelOf({ x1, x2, stage, seconds }: Bar): Label | null {
  const room = x2 - x1 - 8;
  const name = stage ?? 'unknown';
  const code = stage === null ? '?' : STAGE_CODES[stage];
  const found = [`${name} ${formatDuration(seconds)}`, name, code]
    .map((text) => ({
      text,
      width: widthOf(text, text === code ? 10 : SIZE),
      small: text === code,
    }))
    .find(({ width, small }) => width <= (small ? room + 4 : room));
  return found ?? null;
}

/** On a patch without hatching, so that it can be read. */
function drawLabel({ text, width, small }: Label, { x1, x2, stalled }: Bar, center: number): Html {
  const middle = (x1 + x2) / 2;
  const patch = stalled
    ? html`<rect
        class="paper"
        x="${n(middle - width / 2 - 4)}"
        y="${n(center - 7)}"
        width="${n(width + 8)}"
        height="14"
        rx="2"
      />`
    : NOTHING;
  return html`${patch}<text
      class="${small ? 'mid code' : 'mid'}"
      x="${n(middle)}"
      y="${n(center + 4)}"
      >${text}</text
    >`;
}

function drawMark(
  { x, at, events, kind }: Mark,
  { server, barY, barHeight }: Row,
  { zone }: DrawContext,
): Html {
  const tip = `${timeIn(at, zone)} on ${server}: ${eventsText(events)}`;
  return html`<g><title>${tip}</title>${drawSign(kind, x, barY + barHeight / 2)}</g>`;
}

/** The time it stands still, as a bracket below its row, or what became of it. */
function drawStall(stall: StallMark, row: Row, { recipient }: Lane, { layout }: DrawContext): Html {
  const { barY, barHeight } = row;
  const text = stallText(stall, recipient.state, recipient.stall?.place ?? '');
  const y = barY + barHeight + 5;
  const width = widthOf(text, SIZE) * 1.06;
  const right = layout.width - LEFT;
  const isRoom = stall.x1 + width <= right;
  const place = html`<text
    class="${isRoom ? 'alarm' : 'end alarm'}"
    x="${n(isRoom ? stall.x1 : right)}"
    y="${n(y + 14)}"
    >${text}</text
  >`;
  if (stall.kind === 'end') return place;
  const bracket = html`<path
    class="lost whole"
    d="M${n(stall.x1)} ${n(y - 2)}v4H${n(stall.x2)}v-4"
  />`;
  if (stall.kind === 'waiting') return html`${bracket}${place}`;
  const center = barY + barHeight / 2;
  return html`<path
      class="lost"
      d="M${n(stall.x1)} ${n(center)}H${n(stall.x2)}"
    />${drawSign('ended-badly', stall.x2 - 8, center)}${bracket}${place}`;
}

function stallText({ kind, seconds }: StallMark, state: string, place: string): string {
  if (kind === 'end') return `ended badly: ${state}`;
  const long = formatDuration(seconds);
  if (state === 'lost') return `lost in transit, ${long}: never logged by the next server`;
  if (state === 'unlogged') return `in transit, ${long}: no log of the next server covers it`;
  return kind === 'transit' ? `in transit, ${long}` : `stalled, ${long}, in: ${place}`;
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
  const tip = `${from} handed it over to ${event.partner ?? '?'} at ${timeIn(event.at, zone)}; logged there at ${timeIn(arrivedAt, zone)}${clocks}`;
  return html`<g
    ><title>${tip}</title
    ><path
      class="over"
      d="M${n(x1)} ${n(begin)}C${n(x1)} ${n(middle)} ${n(to.x)} ${n(middle)} ${n(to.x)} ${n(end)}" /><path
      class="left"
      d="M${n(to.x)} ${n(to.y - side * 9)}l-3.5 ${-7 * side}h7z"
  /></g>`;
}

/** A tenth of a unit is less than anybody sees. */
function n(value: number): string {
  return String(Number(value.toFixed(1)));
}
