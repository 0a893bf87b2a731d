import { areaY, axisX, axisY, dot, lineY } from '@observablehq/plot';
import type { StuckReport } from '../../model/stuck-report.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { table } from '../../render/html/tables.ts';
import { timeIn } from '../../render/life/words.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { address } from '../query.ts';
import type { Parameters } from '../query.ts';
import { drawChart } from './draw.ts';

const COLUMN_WIDTH = 32;

interface Point {
  /** Hours since the first one. */
  readonly hour: number;
  readonly open: number;
  readonly name: string;
  readonly href: string;
}

/** How many were open at each hour of `growth`, each with the way to the report as of then. Nothing without it. */
export function growthLine(
  { growth = [], unit }: StuckReport,
  zone: string,
  parameters: Parameters,
): Html {
  const most = Math.max(0, ...growth.map(({ open }) => open));
  if (growth.length === 0) return NOTHING;
  const what = unit === 'messages' ? 'message' : 'recipient';
  const points = growth.map(({ at, open }): Point => ({
    hour: hoursBetween(growth[0]?.at ?? at, at),
    open,
    name: `${timeIn(at, zone)}: ${counted(open, what)} open`,
    href: address('/stuck', { ...parameters, growth: undefined, 'as-of': at }),
  }));
  const at = { x: 'hour', y: 'open' } as const;
  const name = `Open on a server, hour by hour (${zone})`;
  return html`<h2 id="growth">How it grew</h2>
    ${drawChart(name, {
      width: 90 + COLUMN_WIDTH * points.length,
      height: 220,
      marginLeft: 60,
      marginRight: 24,
      marginTop: 16,
      x: { type: 'linear', domain: [0, points.at(-1)?.hour ?? 0], label: null },
      y: { domain: [0, Math.max(1, most)], label: null },
      marks: [
        axisY({ ticks: 4, tickSize: 0, tickFormat: formatCountOf }),
        axisX({
          ticks: points.map(({ hour }) => hour).filter((hour) => hour % 2 === 0),
          tickSize: 0,
          tickFormat: (hour: number) => timeIn(growth[hour]?.at ?? '', zone).slice(11, 16),
        }),
        areaY(points, { ...at, className: 'grown', ariaHidden: 'true' }),
        lineY(points, { ...at, className: 'grown-edge', ariaHidden: 'true' }),
        dot(points, { ...at, r: 5, className: 'moments', ariaLabel: 'name', href: 'href' }),
      ],
    })}
    <details>
      <summary>The numbers</summary>
      ${table({
        caption: name,
        columns: [
          { name: 'At', look: 'time' },
          { name: 'Open', look: 'num' },
        ],
        rows: points.map(({ href, open }, place) => [
          html`<a href="${href}">${timeIn(growth[place]?.at ?? '', zone)}</a>`,
          formatCount(open),
        ]),
      })}
    </details>`;
}

function formatCountOf(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : '';
}

function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000;
}
