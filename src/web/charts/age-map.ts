import { axisX, axisY, cell, text } from '@observablehq/plot';
import type { QueueTable, StuckRow } from '../../model/stuck-report.ts';
import { NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { clip } from '../../render/visible.ts';
import { cellList } from '../cell-list.ts';
import type { Parameters } from '../query.ts';
import { drawChart } from './draw.ts';

/** Rows shown: the table below has all. */
const ROWS = 20;
const ROW_HEIGHT = 30;
const KEY_ROOM = 28;
const COLUMN_WIDTH = 56;

interface Cell {
  readonly row: number;
  readonly bucket: number;
  readonly count: number;
  readonly name: string;
  readonly href: string;
}

/** Age by row, a number in each cell: the counts of the report. Nothing where nothing is open. */
export function ageMap(report: QueueTable, parameters: Parameters): Html {
  const rows = report.rows.slice(0, ROWS);
  const cells = rows.flatMap((row, index) => cellsOf(row, index, report, parameters));
  if (cells.length === 0) return NOTHING;
  const most = Math.max(...cells.map(({ count }) => count));
  const at = { x: 'bucket', y: 'row' } as const;
  const keys = rows.map(({ key }) => clip(key, KEY_ROOM));
  const marginLeft = 16 + 8 * Math.max(...keys.map(({ length }) => length));
  const buckets = shownBuckets(report, cells);
  const ground = keys.flatMap((_, row) => buckets.map((bucket) => ({ row, bucket })));
  return drawChart(`Open by age in minutes and ${report.by}`, {
    width: marginLeft + COLUMN_WIDTH * buckets.length + 10,
    height: ROW_HEIGHT * rows.length + 40,
    marginLeft,
    marginRight: 10,
    marginTop: 36,
    marginBottom: 4,
    x: { type: 'band', domain: buckets, padding: 0.04, label: null },
    y: { type: 'band', domain: [...rows.keys()], padding: 0.06, label: null },
    marks: [
      axisX({ anchor: 'top', tickSize: 0, tickFormat: (index: number) => ageHead(report, index) }),
      axisY({ tickSize: 0, tickFormat: (index: number) => keys[index] ?? '' }),
      cell(ground, { ...at, className: 'ground', ariaHidden: 'true' }),
      cell(cells, {
        ...at,
        className: 'heat',
        // Pale enough for the number to be read on it.
        fillOpacity: ({ count }: Cell) => 0.08 + (0.32 * Math.log1p(count)) / Math.log1p(most),
        ariaLabel: 'name',
        href: 'href',
      }),
      text(cells, {
        ...at,
        className: 'in-cell',
        text: ({ count }: Cell) => formatCount(count),
        ariaHidden: 'true',
      }),
    ],
    opacity: { type: 'identity' },
  });
}

/** From the youngest on that holds anything, so that a narrow screen does not begin with empty columns. */
function shownBuckets({ bucketMinutes }: QueueTable, cells: readonly Cell[]): number[] {
  const first = Math.min(...cells.map(({ bucket }) => bucket));
  return [...bucketMinutes.keys()].slice(first);
}

function cellsOf(row: StuckRow, index: number, report: QueueTable, parameters: Parameters): Cell[] {
  const unit = report.unit === 'messages' ? 'message' : 'recipient';
  return row.buckets.flatMap((count, bucket) => {
    if (count === 0) return [];
    const what = `${clip(row.key, 100)}: ${counted(count, unit)}, ${ageWords(report, bucket)}`;
    // The search lists recipients: of a message also those that are in another row or age.
    const name = unit === 'message' ? `${what}. Lists recipients of that age` : what;
    return [
      {
        row: index,
        bucket,
        count,
        name,
        href: cellList(report, { key: row.key, bucket }, parameters),
      },
    ];
  });
}

function ageHead({ bucketMinutes }: QueueTable, index: number): string {
  const minutes = bucketMinutes[index] ?? null;
  return minutes === null ? `${bucketMinutes[index - 1] ?? 0}+` : `<${minutes}`;
}

function ageWords({ bucketMinutes }: QueueTable, index: number): string {
  const minutes = bucketMinutes[index] ?? null;
  const from = bucketMinutes[index - 1] ?? 0;
  return minutes === null ? `${from} minutes old or older` : `${from} to ${minutes} minutes old`;
}
