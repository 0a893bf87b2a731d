import type { QueueShape, QueueTable } from '../model/stuck-report.ts';

export type CsvCell = string | number | boolean | null;

/** Cells of `stuck --csv`, the head first, then the row TOTAL. Ages in seconds; `under10min` holds what is not under 5 minutes either. */
export function stuckCsvRows(table: QueueTable): CsvCell[][] {
  return [
    [
      'key',
      'count',
      ...bucketColumns(table.bucketMinutes),
      'oldestSeconds',
      'trend',
      'beganAt',
      'lastNewAt',
    ],
    cellsOf('TOTAL', table.total),
    ...table.rows.map((row) => cellsOf(row.key, row)),
  ];
}

function bucketColumns(minutes: readonly (number | null)[]): string[] {
  const last = minutes.findLast((limit) => limit !== null) ?? 0;
  return minutes.map((limit) => (limit === null ? `from${last}min` : `under${limit}min`));
}

function cellsOf(key: string, shape: QueueShape): CsvCell[] {
  const { count, buckets, oldestSeconds, trend, beganAt, lastNewAt } = shape;
  return [key, count, ...buckets, oldestSeconds, trend, beganAt, lastNewAt];
}
