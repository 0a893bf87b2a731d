import { axisX, axisY, cell, text } from '@observablehq/plot';
import { dateInZone, startOfDay } from '../../model/zone.ts';
import { MARKS } from '../../render/coverage-grid.ts';
import { gapWords } from '../../render/gap-words.ts';
import { NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { counted } from '../../render/numbers.ts';
import { clip } from '../../render/visible.ts';
import type { CoverageAnswer } from '../answers.ts';
import { address } from '../query.ts';
import { drawChart } from './draw.ts';
import { GAP_FILL } from './hour-grid.ts';

/** Newest days with a line of any server, and servers: the tables tell of more. */
const DAYS = 31;
const SERVERS = 60;
const KEY_ROOM = 28;
const COLUMN_WIDTH = 48;
const ROW_HEIGHT = 30;

interface Cell {
  readonly row: number;
  readonly day: string;
  readonly hours: number;
  readonly name: string;
  readonly href: string;
}

/** A day of which a server has no line, as all of it lies in a gap. */
interface GapCell extends Omit<Cell, 'hours'> {
  /** As the terminal draws it. */
  readonly mark: string;
}

/**
 * Servers by days, in each cell how many hours have lines, which leads to the hours of that day; days without a line in a gap are hatched, as hours are.
 * Nothing without logs.
 */
export function dayGrid({ servers }: Pick<CoverageAnswer, 'servers'>, zone: string): Html {
  const shown = servers.slice(0, SERVERS);
  const absent = shown.flatMap((one, row) => gapCellsOf(one, row, zone));
  const all = new Set([...shown.flatMap((one) => one.days), ...absent].map(({ day }) => day));
  const days = [...all].toSorted().slice(-DAYS);
  if (days.length === 0) return NOTHING;
  const keys = shown.map(({ server }) => clip(server, KEY_ROOM));
  const marginLeft = 16 + 9 * Math.max(...keys.map(({ length }) => length));
  const cells = shown.flatMap((one, row) =>
    cellsOf(one, row).filter(({ day }) => days.includes(day)),
  );
  const gaps = absent.filter(({ day }) => days.includes(day));
  const ground = keys.flatMap((_, row) => days.map((day) => ({ row, day })));
  const at = { x: 'day', y: 'row' } as const;
  return drawChart(`Hours with lines by server and day (${zone}), from ${days[0] ?? ''} on`, {
    width: marginLeft + COLUMN_WIDTH * days.length + 10,
    height: ROW_HEIGHT * shown.length + 40,
    marginLeft,
    marginRight: 10,
    marginTop: 36,
    marginBottom: 4,
    x: { type: 'band', domain: days, padding: 0.04, label: null },
    y: { type: 'band', domain: [...keys.keys()], padding: 0.06, label: null },
    opacity: { type: 'identity' },
    marks: [
      axisX({ anchor: 'top', tickSize: 0, tickFormat: (day: string) => day.slice(5) }),
      axisY({ tickSize: 0, tickFormat: (row: number) => keys[row] ?? '' }),
      cell(ground, { ...at, className: 'ground', ariaHidden: 'true' }),
      cell(cells, {
        ...at,
        className: 'read',
        // Pale enough for the number to be read on it.
        fillOpacity: ({ hours }: Cell) => 0.08 + (0.32 * Math.min(hours, 24)) / 24,
        ariaLabel: 'name',
        href: 'href',
      }),
      text(cells, { ...at, className: 'in-cell', text: 'hours', ariaHidden: 'true' }),
      cell(gaps, {
        ...at,
        className: 'hour-gap',
        fill: GAP_FILL,
        ariaLabel: 'name',
        href: 'href',
      }),
      text(gaps, { ...at, className: 'in-gap', text: 'mark', ariaHidden: 'true' }),
    ],
  });
}

function cellsOf({ server, days }: CoverageAnswer['servers'][number], row: number): Cell[] {
  return days.map(({ day, hours }) => ({
    row,
    day,
    hours,
    name: `${clip(server, 100)}, ${day}: ${counted(hours, 'hour')} with lines`,
    href: hoursOf(day),
  }));
}

function hoursOf(day: string): string {
  return address('/coverage', { since: day, until: day });
}

function gapCellsOf(
  { server, days, gaps }: CoverageAnswer['servers'][number],
  row: number,
  zone: string,
): GapCell[] {
  const taken = new Set(days.map(({ day }) => day));
  return gaps.flatMap((gap) =>
    daysWithin(gap, zone).flatMap((day): GapCell[] => {
      if (taken.has(day)) return [];
      taken.add(day);
      const name = `${clip(server, 100)}, ${day}: a gap, ${gapWords(gap)}`;
      return [{ row, day, mark: markOf(gap.why), name, href: hoursOf(day) }];
    }),
  );
}

/** The newest days of which no moment lies beside a gap. */
function daysWithin(gap: { readonly from: string; readonly to: string }, zone: string): string[] {
  const [from, to] = [Date.parse(gap.from), Date.parse(gap.to)];
  const days: string[] = [];
  for (let back = 1; back <= DAYS; back++) {
    const start = startOfDay(to, zone, -back);
    if (start < from) break;
    days.push(dateInZone(start, zone));
  }
  return days;
}

function markOf(why: string): string {
  if (why === 'missing-day') return MARKS.missingDay;
  return why === 'missing-file' ? MARKS.missingFile : MARKS.silence;
}
