import type { QueueShape, QueueTable, StuckRow } from '../model/stuck-report.ts';
import { counted, formatCount, shortCount } from './numbers.ts';
import { plainLines, widestCells } from './plain-table.ts';
import type { View } from './style.ts';
import { trendSentence } from './trend-text.ts';
import { clipLeft, visible } from './visible.ts';

/** From this width on the sentence that reads a row stands at its end. */
const TREND_WIDTH = 100;

/** A key gets so much room before numbers lose their padding; what is longer is cut. Where the sentence stands beside it, less will do. */
const KEY_ROOM = 24;
const INLINE_KEY_ROOM = 16;
const LEAST_KEY = 8;
const LONGEST_KEY = 64;

/** Rows that are read in sentences below a table which has no room for them. */
const TREND_ROWS = 5;

export interface AgeTableOptions {
  readonly asOf: string | null;
  /** Rows shown; the rest is counted. */
  readonly rows: number;
  /** On a screen that is not wide enough: sentences of so many rows below the total's. */
  readonly trendRows?: number;
  /** The head of the keys; without one, what they are. */
  readonly title?: string;
}

interface Layout {
  readonly inline: boolean;
  readonly gap: number;
  readonly short: boolean;
}

/** The most readable first. */
const LAYOUTS: readonly Layout[] = [
  { inline: true, gap: 2, short: false },
  { inline: true, gap: 1, short: false },
  { inline: true, gap: 1, short: true },
  { inline: false, gap: 2, short: false },
  { inline: false, gap: 1, short: false },
  { inline: false, gap: 1, short: true },
];

/** Open mail by age, as qshape has it: a column counts what is younger than its head, in minutes, and not younger than the one before. */
export function ageTableLines(table: QueueTable, view: View, options: AgeTableOptions): string[] {
  // A line that counts one row may as well be that row.
  const limit = table.rows.length === options.rows + 1 ? options.rows + 1 : options.rows;
  const shown = table.rows.slice(0, limit);
  const shapes: StuckRow[] = [{ ...table.total, key: 'TOTAL' }, ...shown];
  const trends = shapes.map((shape) => trendSentence(shape, options.asOf, view.zone));
  const head = bucketHead(table.bucketMinutes);
  const title = options.title ?? table.by;
  const { layout, widths } = fit(title, shapes, trends, head, view.width);
  const keys = [title, ...shapes.map((shape) => keyText(shape, widths[0] ?? 0))];
  const rows = [
    head.map((name) => view.style.dim(name)),
    ...shapes.map((shape) => numbersOf(shape, layout, view)),
  ];
  const lines = plainLines({
    rows: rows.map((cells, index) => [
      paintKey(keys[index] ?? '', index, view),
      ...cells,
      ...(layout.inline ? [index === 0 ? '' : (trends[index - 1] ?? '')] : []),
    ]),
    widths,
    right: new Set(head.map((_, index) => index + 1)),
    gap: layout.gap,
  });
  const more = table.rows.length - shown.length;
  if (more > 0) lines.push(view.style.dim(`… ${counted(more, 'more row')}: --json has all`));
  if (!layout.inline)
    lines.push(...trendLines(shapes.slice(0, 1 + (options.trendRows ?? TREND_ROWS)), trends, view));
  return lines;
}

/** `T 5 10 20 ... 1280 1280+` */
export function bucketHead(minutes: readonly (number | null)[]): string[] {
  const last = minutes.findLast((limit) => limit !== null) ?? 0;
  return ['T', ...minutes.map((limit) => (limit === null ? `${last}+` : String(limit)))];
}

function keyText({ key }: StuckRow, width: number): string {
  return key === '' ? '(none)' : clipLeft(key, width);
}

function paintKey(key: string, index: number, { style }: View): string {
  if (index === 0) return style.dim(key);
  return index === 1 ? style.bold(key) : key;
}

/** Nobody looks for zeros: a point keeps the column and lets the shape be seen. */
function numbersOf(shape: QueueShape, { short }: Layout, { style }: View): string[] {
  const text = short ? shortCount : formatCount;
  return [
    style.bold(text(shape.count)),
    ...shape.buckets.map((count) => (count === 0 ? style.dim('·') : text(count))),
  ];
}

const PLAIN: View = {
  width: 0,
  zone: 'UTC',
  command: '',
  style: { bold: same, dim: same, red: same, yellow: same, green: same },
};

function same(text: string): string {
  return text;
}

function fit(
  title: string,
  shapes: readonly StuckRow[],
  trends: readonly string[],
  head: readonly string[],
  width: number,
): { layout: Layout; widths: number[] } {
  const longest = Math.min(
    LONGEST_KEY,
    Math.max(...shapes.map(({ key }) => visible(key).length), title.length),
  );
  const trendWidth = Math.max(...trends.map((trend) => trend.length));
  const fits = LAYOUTS.filter(
    ({ inline }) => !inline || (width >= TREND_WIDTH && trendWidth > 0),
  ).map((layout) => {
    const numbers = widestCells([head, ...shapes.map((shape) => numbersOf(shape, layout, PLAIN))]);
    const after = layout.inline ? [trendWidth] : [];
    const room = width - [...numbers, ...after].reduce((sum, each) => sum + layout.gap + each, 0);
    const key = Math.max(LEAST_KEY, Math.min(longest, room));
    return { layout, room, widths: [key, ...numbers, ...after] };
  });
  // Keys that are not cut are worth more than wide gaps, but not than whole numbers.
  return (
    fits.find(
      ({ layout, room }) => layout.inline && !layout.short && room >= Math.min(longest, KEY_ROOM),
    ) ??
    fits.find(
      ({ layout, room }) => room >= Math.min(longest, layout.inline ? INLINE_KEY_ROOM : KEY_ROOM),
    ) ??
    fits.at(-1) ?? { layout: LAYOUTS[0] ?? { inline: true, gap: 2, short: false }, widths: [] }
  );
}

function trendLines(shapes: readonly StuckRow[], trends: readonly string[], view: View): string[] {
  const room = view.width - Math.max(...trends.map((trend) => trend.length)) - 4;
  const keys = shapes.map((shape) => keyText(shape, Math.max(LEAST_KEY, room)));
  const width = Math.max(...keys.map((key) => key.length));
  return keys.flatMap((key, index) => {
    const trend = trends[index] ?? '';
    return trend === '' ? [] : [`  ${key.padEnd(width)}  ${trend}`];
  });
}
