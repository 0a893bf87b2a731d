import { STAGE_TABLE } from '../../catalogue/stages.ts';
import { formatDuration } from '../../model/time.ts';
import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { round } from './round.ts';
import type { Bar } from './row-parts.ts';
import { clip } from '../visible.ts';
import { STAGE_CODES } from './stage-codes.ts';
import { timeIn, widthOf } from './words.ts';

interface RowPlace {
  readonly server: string;
  readonly barY: number;
  readonly barHeight: number;
}

const SIZE = 11;
const SMALL = 10;
/** Half of a sign. */
const SIGN = 7.5;

/** The time in a stage, without its words. */
export function drawBar(
  bar: Bar,
  { server, barY, barHeight }: RowPlace,
  { id, zone }: { readonly id: string; readonly zone: string },
): Html {
  const { x1, x2, stage, event, seconds, open, stalled } = bar;
  const width = x2 - x1;
  const isRetry = stage !== null && STAGE_TABLE[stage].kind === 'retrying';
  const look = `${stalled ? 'stall' : isRetry ? 'retry' : 'wait'}${event.inferred ? ' guess' : ''}`;
  const name = stage ?? 'unknown stage';
  const tip = `${name} on ${clip(server, 100)} from ${timeIn(event.at, zone)}, ${formatDuration(seconds)}${open ? ', open where the log ends' : ''}${stalled ? ': stalled' : ''}`;
  return html`<g
    ><title>${tip}</title
    ><rect
      class="${look}"
      x="${round(x1)}"
      y="${round(barY)}"
      width="${round(width)}"
      height="${round(barHeight)}"
    />${
      stalled
        ? html`<rect
            x="${round(x1)}"
            y="${round(barY)}"
            width="${round(width)}"
            height="${round(barHeight)}"
            fill="url(#${id}-s)"
          />`
        : NOTHING
    }</g
  >`;
}

interface Label {
  readonly text: string;
  readonly width: number;
  readonly small: boolean;
}

/** The longest words for a bar that it has room for, beside the sign that ends it. */
export function drawLabel(bar: Bar, center: number, isSigned: boolean): Html {
  const { x1, stalled } = bar;
  const x2 = bar.x2 - (isSigned ? SIGN : 0);
  const label = labelOf(bar, x2 - x1);
  if (label === null) return NOTHING;
  const { text, width, small } = label;
  const middle = (x1 + x2) / 2;
  // On hatching it could not be read.
  const patch = stalled
    ? html`<rect
        class="paper"
        x="${round(middle - width / 2 - 4)}"
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
