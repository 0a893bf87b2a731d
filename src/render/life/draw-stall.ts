import type { RecipientReport } from '../../model/report.ts';
import { formatDuration } from '../../model/time.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { round } from './round.ts';
import type { StallMark } from './row-parts.ts';
import { drawUnknown } from './signs.ts';
import { widthOf } from './words.ts';

/** Bold letters are wider. */
const SIZE = 11.7;

/** The time it stands still, as a bracket below its row, or what became of it. */
export function drawStall(
  stall: StallMark,
  { barY, barHeight }: { readonly barY: number; readonly barHeight: number },
  recipient: RecipientReport,
  right: number,
): Html {
  const text = stallText(stall, recipient);
  const y = barY + barHeight + 5;
  const width = widthOf(text, SIZE);
  const isRoom = stall.x1 + width <= right;
  const place = html`<text
    class="${isRoom ? 'alarm over-all' : 'end alarm over-all'}"
    x="${round(isRoom ? stall.x1 : right)}"
    y="${round(y + 14)}"
    >${text}</text
  >`;
  if (stall.kind === 'end') return place;
  const bracket = html`<path
    class="lost whole"
    d="M${round(stall.x1)} ${round(y - 2)}v4H${round(stall.x2)}v-4"
  />`;
  if (stall.kind === 'waiting') return html`${bracket}${place}`;
  const center = barY + barHeight / 2;
  return html`<path
      class="lost"
      d="M${round(stall.x1)} ${round(center)}H${round(stall.x2)}"
    />${drawUnknown(stall.x2 - 8, center)}${bracket}${place}`;
}

/** `stalled, 14 h 47 min, in: queue` */
export function stallText({ kind, seconds }: StallMark, { state, stall }: RecipientReport): string {
  const place = stall?.place ?? '';
  if (kind === 'end') return `ended badly: ${state}`;
  const long = formatDuration(seconds);
  if (state === 'lost') return `lost in transit, ${long}: never logged by the next server`;
  if (state === 'unlogged') return `in transit, ${long}: no log of the next server covers it`;
  return kind === 'transit' ? `in transit, ${long}` : `stalled, ${long}, in: ${place}`;
}
