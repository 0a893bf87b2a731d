import type { DailyCoverageReport } from '../model/report.ts';
import { offsetAt, startOfDay } from '../model/zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many days a column is of, and how many characters it has: the finest that shows all days is taken. */
const FORMS = [
  { days: 1, cells: 8, gap: 1 },
  { days: 1, cells: 4, gap: 1 },
  { days: 1, cells: 2, gap: 1 },
  { days: 1, cells: 1, gap: 0 },
  { days: 7, cells: 1, gap: 0 },
] as const;
interface GridForm {
  readonly days: number;
  readonly cells: number;
  readonly gap: number;
}

/** A column and a cell for each span. */
export const ONE_EACH: GridForm = { days: 1, cells: 1, gap: 0 };

/** Columns of days, or of weeks from Monday on. */
export interface Grid {
  readonly form: GridForm;
  /** Where columns begin, and where the last one ends. */
  readonly bounds: readonly number[];
  /** Columns that the whole range has. */
  readonly total: number;
}

/** The columns from the day of `first` to that of `last`; where they do not fit, the last ones. Milliseconds UTC. */
export function gridOf(first: number, last: number, zone: string, width: number): Grid {
  for (const form of FORMS) {
    const grid = gridIn(form, first, last, zone, width);
    if (grid.total < grid.bounds.length || form === FORMS.at(-1)) return grid;
  }
  throw new Error('no form of a grid');
}

function gridIn(form: GridForm, first: number, last: number, zone: string, width: number): Grid {
  const column = (at: number): number => Math.floor((localDay(at, zone) + shift) / form.days);
  // The first of January 1970 was a Thursday.
  const shift = form.days === 7 ? 3 : 0;
  const total = column(last) - column(first) + 1;
  const room = Math.max(1, Math.floor((width + form.gap) / (form.cells + form.gap)));
  const shown = Math.min(total, room);
  const begin = column(last) - shown + 1;
  const bounds = Array.from({ length: shown + 1 }, (_, index) =>
    startOfDay(last, zone, (begin + index) * form.days - shift - localDay(last, zone)),
  );
  return { form, bounds, total };
}

/** Days since 1970 on the calendar of the zone. */
function localDay(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / DAY_MS);
}

type ServerReport = DailyCoverageReport['servers'][number];

/** What a character of the picture can say, besides how many of its hours have a line. */
export const MARKS = {
  nothing: '·',
  silence: '!',
  missingDay: 'x',
  missingFile: '?',
  outside: ' ',
} as const;
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A gap is at least an hour, so half an hour of it lies in some cell; less may be the seconds before a boundary. */
const TOLD_MS = HOUR_MS / 2;

/** A text for each column. `hours` are those with any line, counted from 1970 in UTC, in order. */
export function pictureOf(server: ServerReport, hours: readonly number[], grid: Grid): string[] {
  const cells = cellsOf(grid);
  const logged = loggedMs(hours, cells);
  const from = Date.parse(server.from);
  const to = Date.parse(server.to);
  const gaps = server.gaps.map((gap) => ({
    ...gap,
    from: Date.parse(gap.from),
    to: Date.parse(gap.to),
  }));
  const marks = cells.map((cell, index) => {
    const share = (logged[index] ?? 0) / (cell.to - cell.from);
    if (share === 0 && (cell.to <= from || cell.from >= to)) return MARKS.outside;
    const found = gaps.filter((gap) => overlap(gap, cell) >= Math.min(TOLD_MS, gap.to - gap.from));
    if (found.some(({ why }) => why === 'missing-day')) return MARKS.missingDay;
    if (found.some(({ why }) => why === 'missing-file')) return MARKS.missingFile;
    if (found.length > 0) return MARKS.silence;
    return levelOf(share);
  });
  const { cells: size } = grid.form;
  return grid.bounds
    .slice(1)
    .map((_, column) => marks.slice(column * size, (column + 1) * size).join(''));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Days have 23 or 25 hours when clocks change; their cells are equal parts of them. */
function cellsOf({ form, bounds }: Grid): Span[] {
  return bounds.slice(1).flatMap((to, index) => {
    const from = bounds[index] ?? to;
    const at = (part: number): number => from + ((to - from) * part) / form.cells;
    return Array.from({ length: form.cells }, (_, part) => ({ from: at(part), to: at(part + 1) }));
  });
}

/** How long each cell had hours with a line. */
function loggedMs(hours: readonly number[], cells: readonly Span[]): number[] {
  const logged = cells.map(() => 0);
  let index = 0;
  for (const hour of hours) {
    const span = { from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS };
    while ((cells[index]?.to ?? Infinity) <= span.from) index++;
    for (let next = index; ; next++) {
      const cell = cells[next];
      if (cell === undefined || cell.from >= span.to) break;
      logged[next] = (logged[next] ?? 0) + overlap(span, cell);
    }
  }
  return logged;
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

function levelOf(share: number): string {
  if (share === 0) return MARKS.nothing;
  // Only all hours make it full.
  const level = share > 0.999 ? LEVELS.length : Math.min(LEVELS.length - 1, share * LEVELS.length);
  return LEVELS[Math.max(0, Math.round(level) - 1)] ?? MARKS.nothing;
}
