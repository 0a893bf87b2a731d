import { STAGE_TABLE } from '../../catalogue/stages.ts';
import { formatDuration } from '../../model/time.ts';
import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { round } from './round.ts';
import type { Gap } from './gaps.ts';
import type { Bar } from './row-parts.ts';
import { STAGE_CODES } from './stage-codes.ts';
import { widthOf } from './words.ts';

interface RowPlace {
  readonly barY: number;
  readonly barHeight: number;
}

const SIZE = 11;
const SMALL = 10;
/** Half of a sign. */
const SIGN = 7.5;

/** The time in a stage, without its words. */
export function drawBar(bar: Bar, place: RowPlace, id: string): Html {
  const { stage, event, stalled } = bar;
  const isRetry = stage !== null && STAGE_TABLE[stage].kind === 'retrying';
  const look = `${stalled ? 'stall' : isRetry ? 'retry' : 'wait'}${event.inferred ? ' guess' : ''}`;
  return html`${box(bar, place, html` class="${look}"`)}${
    stalled ? box(bar, place, html` fill="url(#${id}-s)"`) : NOTHING
  }`;
}

function box({ x1, x2 }: Bar, { barY, barHeight }: RowPlace, look: Html): Html {
  return html`<rect${look}
    x="${round(x1)}"
    y="${round(barY)}"
    width="${round(x2 - x1)}"
    height="${round(barHeight)}"
  />`;
}

interface Label {
  readonly text: string;
  readonly width: number;
  readonly small: boolean;
}

/** The longest words for a bar that it has room for, beside the sign that ends it. */
export function drawLabel(
  bar: Bar,
  center: number,
  { isSigned, gaps }: { readonly isSigned: boolean; readonly gaps: readonly Gap[] },
): Html {
  const { x1, stalled } = bar;
  const x2 = bar.x2 - (isSigned ? SIGN : 0);
  const label = labelOf(bar, x2 - x1);
  if (label === null) return NOTHING;
  const { text, width, small } = label;
  const middle = (x1 + x2) / 2;
  const left = middle - width / 2;
  const isOnGap = gaps.some((gap) => gap.x1 < left + width && gap.x2 > left);
  // On hatching it could not be read.
  const patch =
    stalled || isOnGap
      ? html`<rect
          class="paper"
          x="${round(left - 4)}"
          y="${round(center - 7)}"
          width="${round(width + 8)}"
          height="14"
          rx="2"
        />`
      : NOTHING;
  return html`${patch}<text
      class="${small ? 'mid code' : 'mid'}"
      x="${round(middle)}"
      y="${round(center + 4)}"
      >${text}</text
    >`;
}

function labelOf({ stage, seconds }: Bar, room: number): Label | null {
  const name = stage ?? 'unknown';
  const code = stage === null ? '?' : STAGE_CODES[stage];
  const time = formatDuration(seconds);
  const labels = [`${name} ${time}`, `${code} ${time}`, code].map((text) => {
    const small = text === code;
    return { text, small, width: widthOf(text, small ? SMALL : SIZE) };
  });
  return labels.find(({ width, small }) => width <= room - (small ? 2 : 8)) ?? null;
}
