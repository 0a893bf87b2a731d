import { axisFy, axisX, barY, text } from '@observablehq/plot';
import type { DailyReport } from '../../model/daily-report.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { timeIn } from '../../render/life/words.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { address } from '../query.ts';
import { drawChart } from './draw.ts';

const COLUMN_WIDTH = 34;

interface Bar {
  readonly hour: number;
  readonly way: 'in' | 'out';
  readonly count: number;
  readonly name: string;
  readonly href: string;
}

/** Recipients that came in and went out in each hour of a day: `throughput.hours`. Each leads to the mail of its hour. Nothing where no hour has any. */
export function hourBars({ throughput: { hours }, day: { tz } }: DailyReport): Html {
  const bars = hours.flatMap((one, hour) =>
    (['in', 'out'] as const).map((way): Bar => {
      const name = `${timeIn(one.at, tz)}, ${way}: ${counted(one[way], 'recipient')}`;
      return { hour, way, count: one[way], name, href: mailOf(one.at) };
    }),
  );
  const shown = bars.filter(({ count }) => count > 0);
  if (shown.length === 0) return NOTHING;
  const at = { x: 'hour', fy: 'way', y: 'count' } as const;
  return html`${drawChart(`Recipients by hour, in and out (${tz})`, {
      width: 50 + COLUMN_WIDTH * hours.length,
      height: 260,
      marginLeft: 40,
      marginRight: 10,
      marginTop: 22,
      x: { type: 'band', domain: [...hours.keys()], label: null },
      y: { axis: null, domain: [0, Math.max(...shown.map(({ count }) => count))] },
      fy: { label: null, padding: 0.25 },
      marks: [
        axisFy({ anchor: 'left' }),
        axisX({
          tickSize: 0,
          tickFormat: (hour: number) => timeIn(hours[hour]?.at ?? '', tz).slice(11, 13),
        }),
        barY(shown, { ...at, className: 'bars', ariaLabel: 'name', href: 'href' }),
        text(shown, {
          ...at,
          className: 'in-cell',
          text: ({ count }: Bar) => formatCount(count),
          lineAnchor: 'bottom',
          dy: -3,
          ariaHidden: 'true',
        }),
      ],
    })}
    <p class="dim">
      A bar leads to all mail with a line in its hour: not only to what came in or went out then.
    </p> `;
}

function mailOf(hour: string): string {
  return address('/', {
    since: hour,
    until: new Date(Date.parse(hour) + 3_600_000).toISOString(),
  });
}
