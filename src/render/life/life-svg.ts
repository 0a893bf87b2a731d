import type { CoverageReport, MessageReport } from '../../model/report.ts';
import { constantMarkup, html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { counted } from '../numbers.ts';
import { clip } from '../visible.ts';
import { drawLane } from './draw-lane.ts';
import { drawSpots } from './draw-spots.ts';
import { drawLegend, legendOf } from './legend.ts';
import { LIFE_CSS } from './life-css.ts';
import { layoutLife } from './life-layout.ts';
import type { LifeLayout, LifeRoom, Tick } from './life-layout.ts';
import { clockIn, timeIn } from './words.ts';
import { hatch } from './hatch.ts';

export interface LifeOptions extends LifeRoom {
  /** Time zone of times, IANA. */
  readonly zone: string;
  /** Begins each id in the picture; unique on a page. Letters, digits and `-` only. */
  readonly id: string;
  /** Whether it is a file of its own, with its style. */
  readonly standalone: boolean;
}

interface DrawOptions extends Omit<LifeOptions, keyof LifeRoom> {
  /** Whether the events are rows of a table on the same page (`eventsTable`), that their signs lead to. */
  readonly linked: boolean;
}

/**
 * The life of a message as an SVG picture: a lane for each recipient, in it a row for each server of its way with a bar for each
 * stage, hand-overs as arrows, the stall and gaps of the logs hatched. The axis is logarithmic between events. Deterministic ASCII.
 */
export function lifeSvg(
  message: MessageReport,
  coverage: CoverageReport,
  options: LifeOptions,
): string {
  const layout = layoutLife(message, coverage, options);
  const picture = lifePicture(layout, message, { ...options, linked: false });
  return picture.text.replace(/\n{2,}/g, '\n');
}

/** The drawing of a layout, as markup of a page. */
export function lifePicture(
  layout: LifeLayout,
  message: MessageReport,
  options: DrawOptions,
): Html {
  const { zone, id, standalone, linked } = options;
  const name = `Life of message ${clip(message.messageId, 300)}`;
  const legend = legendOf(layout);
  const height = Math.ceil(layout.height + legend.height);
  const namespace = standalone ? html` xmlns="http://www.w3.org/2000/svg"` : NOTHING;
  return html`<svg
    class="life"
    ${namespace}
    viewBox="0 0 ${layout.width} ${height}"
    role="group"
    aria-label="${name}"
    aria-describedby="${id}-d"
  >
    ${standalone ? html`<title>${name}</title>` : NOTHING}
    <desc id="${id}-d">${describe(layout, zone)}</desc>
    ${standalone ? constantMarkup(`<style>${LIFE_CSS}</style>`) : NOTHING}
    <defs>
      ${hatch({ id: `${id}-g`, size: 6, angle: 45, look: 'hatch' })}
      ${hatch({ id: `${id}-s`, size: 5, angle: -45, look: 'hatch-stall' })}
    </defs>
    <g aria-hidden="true">
      <rect class="paper" width="${layout.width}" height="${height}" />
      <text class="faint" x="6" y="26">${clip(zone, 17)}</text>
      ${layout.ticks.map((tick, index) => drawTick(tick, layout.ticks[index - 1], layout, zone))}
      ${layout.lanes.map((lane) => drawLane(lane, { layout, id }))}
      ${drawLegend(legend, layout.height, id)}
    </g>
    ${drawSpots({ layout, height, zone, id, linked })}
  </svg> `;
}

function describe({ lanes, notDrawn, gapsNotDrawn, axis }: LifeLayout, zone: string): string {
  const [first] = axis.moments;
  const last = axis.moments.at(-1);
  return [
    `${counted(lanes.length, 'recipient')}, each a lane with a row for each server`,
    ...(first === undefined || last === undefined
      ? []
      : [`from ${timeIn(first, zone)} to ${timeIn(last, zone)}`]),
    'the axis is not to scale: between two events a longer time is drawn by its logarithm',
    ...(notDrawn > 0 ? [`${counted(notDrawn, 'recipient')} more are not drawn`] : []),
    ...(gapsNotDrawn > 0 ? [`${counted(gapsNotDrawn, 'gap')} of logs are not drawn`] : []),
  ].join('; ');
}

function drawTick(tick: Tick, before: Tick | undefined, layout: LifeLayout, zone: string): Html {
  const day = timeIn(tick.at, zone).slice(0, 10);
  const isNew = before === undefined || timeIn(before.at, zone).slice(0, 10) !== day;
  const side = { start: '', middle: 'mid', end: 'end' }[tick.anchor];
  const x = tick.x.toFixed(1);
  const date = isNew ? html`<text class="faint ${side}" x="${x}" y="13">${day}</text>` : NOTHING;
  return html`<path class="rule" d="M${x} ${layout.top - 4}V${layout.bottom}" />${date}<text
      class="${side}"
      x="${x}"
      y="26"
      >${clockIn(tick.at, zone)}</text
    > `;
}
