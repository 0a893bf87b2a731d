import { STAGE_TABLE } from '../../catalogue/stages.ts';
import { STAGES } from '../../model/stage.ts';
import type { StageKind } from '../../model/stage.ts';
import { html, NOTHING } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import type { HandOver } from './hand-overs.ts';
import type { LifeLayout } from './life-layout.ts';
import { drawSign, drawUnknown } from './signs.ts';
import { STAGE_CODES } from './stage-codes.ts';
import { widthOf } from './words.ts';

type Sign = StageKind | null | 'stall' | 'retry' | 'gap' | 'over' | 'back' | 'unknown';

interface Item {
  readonly sign: Sign | 'text';
  readonly text: string;
}

interface PlacedItem extends Item {
  readonly x: number;
  readonly y: number;
}

/** What the signs and short names in a picture mean: only those that are in it. */
export interface Legend {
  readonly items: readonly PlacedItem[];
  readonly height: number;
}

const SIZE = 11;
const LEFT = 6;
const LINE = 18;
const SIGN = 24;

const SIGNS: readonly (readonly [kind: StageKind | null, text: string])[] = [
  ['waiting', 'a line of the log'],
  ['left', 'left for the next host'],
  ['ended-well', 'delivered'],
  ['redirected', 'redirected'],
  ['ended-badly', 'ended badly'],
  ['held', 'held'],
  [null, 'a note that moves nothing'],
];

export function legendOf(layout: LifeLayout): Legend {
  const items = itemsOf(layout);
  const placed: PlacedItem[] = [];
  let x = LEFT;
  let y = 20;
  for (const item of items) {
    const width = (item.sign === 'text' ? 0 : SIGN) + widthOf(item.text, SIZE) + 18;
    if (x > LEFT && x + width > layout.width) {
      x = LEFT;
      y += LINE;
    }
    placed.push({ ...item, x, y });
    x += width;
  }
  return { items: placed, height: items.length === 0 ? 0 : y + 10 };
}

function itemsOf({ lanes }: LifeLayout): Item[] {
  const rows = lanes.flatMap((lane) => lane.rows);
  const bars = rows.flatMap((row) => row.bars);
  const kinds = new Set(rows.flatMap((row) => row.marks.map(({ kind }) => kind)));
  if (kinds.delete('retrying')) kinds.add('waiting');
  const stages = new Set(bars.map(({ stage }) => stage));
  const isRetrying = ({ stage, stalled }: (typeof bars)[number]): boolean =>
    !stalled && stage !== null && STAGE_TABLE[stage].kind === 'retrying';
  const has = (sign: Item['sign'], text: string, is: boolean): Item[] =>
    is ? [{ sign, text }] : [];
  return [
    ...SIGNS.flatMap(([kind, text]) => has(kind, text, kinds.has(kind))),
    ...has(
      'over',
      'handed over',
      lanes.some(({ handOvers }) => handOvers.some(({ to }) => to !== null)),
    ),
    ...has(
      'back',
      'by two clocks, before it left',
      lanes.some(({ handOvers }) => handOvers.some(isBack)),
    ),
    ...has(
      'unknown',
      'not seen again',
      rows.some(({ stall }) => stall?.kind === 'transit'),
    ),
    ...has('retry', 'is tried again', bars.some(isRetrying)),
    ...has(
      'stall',
      'stalled',
      bars.some(({ stalled }) => stalled),
    ),
    ...has(
      'gap',
      'no log of this time',
      rows.some(({ gaps }) => gaps.length > 0),
    ),
    ...STAGES.filter((stage) => stages.has(stage)).map(
      (stage) => ({ sign: 'text', text: `${STAGE_CODES[stage]} = ${stage}` }) as const,
    ),
  ];
}

function isBack({ arrivedAt, event }: HandOver): boolean {
  return arrivedAt !== null && arrivedAt < Date.parse(event.at);
}

export function drawLegend({ items }: Legend, top: number, id: string): Html {
  if (items.length === 0) return NOTHING;
  return html`<g>${items.map((item) => drawItem(item, top, id))}</g> `;
}

function drawItem({ sign, text, x, y }: PlacedItem, top: number, id: string): Html {
  const base = (top + y).toFixed(1);
  const indent = sign === 'text' ? 0 : SIGN;
  return html`${drawItemSign(sign, x, top + y - 4, id)}<text
      class="faint"
      x="${(x + indent).toFixed(1)}"
      y="${base}"
      >${text}</text
    >`;
}

function drawItemSign(sign: Item['sign'], x: number, center: number, id: string): Html {
  const box = (look: string, fill: string | null): Html =>
    html`<rect
      class="${look}"
      x="${x.toFixed(1)}"
      y="${(center - 6).toFixed(1)}"
      width="18"
      height="12"
      ${fill === null ? NOTHING : html` fill="url(#${fill})"`}
    />`;
  if (sign === 'text') return NOTHING;
  if (sign === 'retry') return box('retry', null);
  if (sign === 'stall') return html`${box('stall', null)}${box('', `${id}-s`)}`;
  if (sign === 'gap') return box('edge', `${id}-g`);
  if (sign === 'unknown') return drawUnknown(x + 9, center);
  if (sign !== 'over' && sign !== 'back') return drawSign(sign, x + 9, center);
  return html`<path class="over ${sign}" d="M${x.toFixed(1)} ${center.toFixed(1)}h12" /><path
      class="left"
      d="M${(x + 18).toFixed(1)} ${center.toFixed(1)}l-7 -3.5v7z"
    />`;
}
