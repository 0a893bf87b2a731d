import { axisFx, axisX, axisY, cell, text } from '@observablehq/plot';
import { newestDays } from '../../lifecycle/covered-days.ts';
import type { Span } from '../../lifecycle/stalls.ts';
import { dateInZone } from '../../model/zone.ts';
import { MARKS, ONE_EACH, pictureOf } from '../../render/coverage-grid.ts';
import { gapWords } from '../../render/gap-words.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { hatch } from '../../render/life/hatch.ts';
import { timeIn } from '../../render/life/words.ts';
import { clip } from '../../render/visible.ts';
import type { CoverageAnswer } from '../answers.ts';
import { address } from '../query.ts';
import { drawChart } from './draw.ts';

/** The newest days that are shown hour by hour. */
export const HOUR_DAYS = 3;
const SERVERS = 60;
const KEY_ROOM = 28;
const COLUMN_WIDTH = 14;
const ROW_HEIGHT = 30;

type ServerCoverage = CoverageAnswer['servers'][number];

interface Cell {
  readonly row: number;
  readonly day: string;
  readonly hour: number;
  readonly look: 'read' | 'gap' | 'silent';
  /** As the terminal draws it. */
  readonly mark: string;
  readonly name: string;
  readonly href: string;
}

/** Servers by hours of the newest days: `hoursWithLines` and `gaps` of the report. Each leads to the mail of that hour. Nothing without logs. */
export function hourGrid({ servers }: Pick<CoverageAnswer, 'servers'>, zone: string): Html {
  const shown = servers.slice(0, SERVERS);
  const bounds = newestDays(shown, zone, HOUR_DAYS);
  if (bounds.length === 0) return NOTHING;
  const days = bounds.slice(0, -1).map((at) => dateInZone(at, zone));
  const hours = bounds.slice(1).map((to, day) => hoursOf(bounds[day] ?? to, to));
  const most = Math.max(...hours.map(({ length }) => length));
  const keys = shown.map(({ server }) => clip(server, KEY_ROOM));
  const marginLeft = 16 + 9 * Math.max(...keys.map(({ length }) => length));
  const cells = shown.flatMap((server, row) => cellsOf(server, row, hours, zone));
  const at = { x: 'hour', y: 'row', fx: 'day' } as const;
  const look = (wanted: Cell['look']): Cell[] => cells.filter((one) => one.look === wanted);
  const layer = (wanted: Cell['look']) =>
    cell(look(wanted), { ...at, className: `hour-${wanted}`, ariaLabel: 'name', href: 'href' });
  return html`${drawChart(`Hours with lines by server (${zone})`, {
    width: marginLeft + days.length * most * COLUMN_WIDTH + 20 * days.length,
    height: ROW_HEIGHT * shown.length + 70,
    marginLeft,
    marginRight: 10,
    marginTop: 34,
    marginBottom: 24,
    fx: { domain: days, padding: 0.02, label: null },
    x: { type: 'band', domain: [...Array(most).keys()], padding: 0.06, label: null },
    y: { type: 'band', domain: [...keys.keys()], padding: 0.1, label: null },
    marks: [
      axisFx({ anchor: 'top', tickSize: 0 }),
      axisX({ anchor: 'bottom', tickSize: 0, ticks: [0, 6, 12, 18] }),
      axisY({ tickSize: 0, fx: days[0] ?? '', tickFormat: (row: number) => keys[row] ?? '' }),
      // An axis needs something in its column.
      text(
        days.map((day) => ({ day, row: 0, hour: 0 })),
        { ...at, text: () => '' },
      ),
      layer('silent'),
      layer('read'),
      cell(look('gap'), {
        ...at,
        className: 'hour-gap',
        fill: GAP_FILL,
        ariaLabel: 'name',
        href: 'href',
      }),
      text(look('gap'), { ...at, className: 'in-gap', text: 'mark', ariaHidden: 'true' }),
    ],
  })}${LEGEND}`;
}

/** Of gaps: the pattern of its legend, which stands on the page of coverage wherever there are logs. */
export const GAP_FILL = 'url(#gap-hatch)';

/** Its pattern is that of the cells too. */
const LEGEND = html`<ul class="legend">
  <li>${sample('hour-read')} has lines</li>
  <li>${sample('hour-silent')} no line, and nothing amiss</li>
  <li>
    <svg width="18" height="18" aria-hidden="true">
      <defs>${hatch({ id: 'gap-hatch', size: 6, angle: 45, look: 'gap-line' })}</defs>
      <g class="hour-gap"><rect width="18" height="18" fill="${GAP_FILL}" /></g>
    </svg>
    a gap: ${MARKS.silence} silent, ${MARKS.missingDay} a day without a file, ${MARKS.missingFile} a
    file is missing
  </li>
  <li>nothing drawn: before the first line of its log, or after the last</li>
</ul>`;

function sample(look: string): Html {
  return html`<svg width="18" height="18" aria-hidden="true">
    <g class="${look}"><rect width="18" height="18" /></g>
  </svg>`;
}

const HOUR_MS = 3_600_000;

/** The hours of a day, from its midnight on: 23 or 25 where clocks change. */
function hoursOf(from: number, to: number): Span[] {
  return Array.from({ length: Math.ceil((to - from) / HOUR_MS) }, (_, hour) => ({
    from: from + hour * HOUR_MS,
    to: Math.min(to, from + (hour + 1) * HOUR_MS),
  }));
}

function cellsOf(
  server: ServerCoverage,
  row: number,
  days: readonly (readonly Span[])[],
  zone: string,
): Cell[] {
  const logged = (server.hoursWithLines ?? []).map((at) => Date.parse(at) / HOUR_MS);
  const all = days.flat();
  const bounds = [...all.map(({ from }) => from), all.at(-1)?.to ?? 0];
  const marks = pictureOf(server, logged, { form: ONE_EACH, bounds, total: all.length });
  let place = 0;
  return days.flatMap((hours) =>
    hours.flatMap((span, hour): Cell[] => {
      const mark = marks[place++] ?? MARKS.outside;
      const look = lookOf(mark);
      if (look === null) return [];
      const since = new Date(span.from).toISOString();
      const until = new Date(span.to).toISOString();
      const what = wordsOf(look, server, span);
      return [
        {
          row,
          hour,
          look,
          mark,
          day: dateInZone(hours[0]?.from ?? span.from, zone),
          name: `${clip(server.server, 100)}, ${timeIn(since, zone)}: ${what}`,
          href: address('/', { server: server.server, since, until }),
        },
      ];
    }),
  );
}

const GAP_MARKS: readonly string[] = [MARKS.silence, MARKS.missingDay, MARKS.missingFile];

function lookOf(mark: string): Cell['look'] | null {
  if (mark === MARKS.outside) return null;
  if (GAP_MARKS.includes(mark)) return 'gap';
  return mark === MARKS.nothing ? 'silent' : 'read';
}

function wordsOf(
  look: Cell['look'],
  { gaps }: ServerCoverage,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  if (look === 'read') return 'has lines';
  if (look === 'silent') return 'no line';
  const here = gaps.filter((gap) => Date.parse(gap.from) < to && Date.parse(gap.to) > from);
  return `a gap, ${[...new Set(here.map(gapWords))].join(', ')}`;
}
