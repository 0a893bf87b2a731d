import { axisFx, axisY, barX, text } from '@observablehq/plot';
import type { DailyReport } from '../../model/daily-report.ts';
import { NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { address } from '../query.ts';
import type { Parameters } from '../query.ts';
import { drawChart } from './draw.ts';

const WAYS = {
  carried: 'stalled when the day began',
  new: 'stalled in the day',
  cleared: 'went on in the day',
  now: 'stalled when the day ended',
} as const;
const ROW_HEIGHT = 30;
const COLUMN_WIDTH = 140;
/** For the number beside the longest bar. */
const NUMBER_ROOM = 1.45;

interface Bar {
  readonly stage: string;
  readonly way: keyof typeof WAYS;
  readonly count: number;
  readonly name: string;
  readonly href?: string;
}

/** Stalled recipients of a day by stage: `stages` of the report; what is stalled at its end leads to its list. Nothing on a quiet day. */
export function stageBars({ stages, day }: DailyReport, parameters: Parameters): Html {
  const bars = stages.flatMap((row) =>
    (['carried', 'new', 'cleared', 'now'] as const).map((way): Bar => {
      const name = `${row.stage}: ${counted(row[way], 'recipient')} ${WAYS[way]}`;
      const list = way === 'now' ? { href: stalledAtEnd(row.stage, day, parameters) } : {};
      return { stage: row.stage, way, count: row[way], name, ...list };
    }),
  );
  const shown = bars.filter(({ count }) => count > 0);
  if (shown.length === 0) return NOTHING;
  const now = shown.filter(({ way }) => way === 'now');
  const most = Math.max(...shown.map(({ count }) => count));
  const at = { x: 'count', y: 'stage', fx: 'way' } as const;
  const marginLeft = 16 + 8 * Math.max(...stages.map(({ stage }) => stage.length));
  return drawChart('Stalled recipients by stage', {
    width: marginLeft + COLUMN_WIDTH * Object.keys(WAYS).length + 10,
    height: ROW_HEIGHT * stages.length + 40,
    marginLeft,
    marginRight: 10,
    marginTop: 30,
    marginBottom: 4,
    fx: { domain: Object.keys(WAYS), padding: 0.08, label: null },
    x: { axis: null, domain: [0, most * NUMBER_ROOM] },
    y: { type: 'band', domain: stages.map(({ stage }) => stage), padding: 0.2, label: null },
    marks: [
      axisFx({ anchor: 'top', tickSize: 0 }),
      axisY({ tickSize: 0, fx: 'carried' }),
      barX(
        shown.filter(({ way }) => way !== 'now'),
        { ...at, className: 'bars', ariaLabel: 'name' },
      ),
      barX(now, { ...at, className: 'stalled', ariaHidden: 'true' }),
      // Of all bars: an axis needs something in its column.
      text(bars, {
        ...at,
        className: 'in-cell',
        text: ({ count }: Bar) => (count === 0 ? '' : formatCount(count)),
        textAnchor: 'start',
        dx: 4,
        ariaHidden: 'true',
      }),
      // As wide as all bars may be: a short one would be hard to hit.
      barX(now, {
        ...at,
        x: () => most * NUMBER_ROOM,
        className: 'reach',
        ariaLabel: 'name',
        href: 'href',
      }),
    ],
  });
}

/** A day is half-open: its last moment is the one before its end. */
export function lastMomentOf({ to }: DailyReport['day']): string {
  return new Date(Date.parse(to) - 1).toISOString();
}

function stalledAtEnd(stage: string, day: DailyReport['day'], parameters: Parameters): string {
  return address('/', {
    open: 1,
    stalled: 1,
    stage,
    'as-of': lastMomentOf(day),
    'older-than': parameters['older-than'],
    'with-system': parameters['with-system'],
  });
}
