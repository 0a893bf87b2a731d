import {
  destinationOf,
  type OpenOne,
  type QueueTruth,
  type Span,
  type StallSpan,
} from './queue-truth.ts';

/** The numbers of a table: by row, then by column. A row that is not there holds nothing but zeros. */
export type Cells = ReadonlyMap<string, Readonly<Record<string, number>>>;

export const TOTAL = '(total)';
export const STUCK_KEYS = ['destination', 'server', 'stage', 'sender'] as const;
type StuckKey = (typeof STUCK_KEYS)[number];

const LIMITS = [5, 10, 20, 40, 80, 160, 320, 640, 1280];
const MINUTE = 60_000;

export function keyOf({ stay, stage, destination, sender }: OpenOne, by: StuckKey): string {
  return { destination, server: stay.server, stage, sender }[by];
}

/** What the rows of `stuck` must hold. */
export function stuckCells(open: readonly OpenOne[], by: StuckKey): Cells {
  const rows = new Map<string, Record<string, number>>();
  for (const one of open.filter(({ atLogEnd }) => !atLogEnd))
    for (const key of [TOTAL, keyOf(one, by)]) addAge(rowOf(rows, key), one.age);
  return rows;
}

function addAge(row: Record<string, number>, age: number): void {
  const limit = LIMITS.find((minutes) => age < minutes * MINUTE);
  add(row, 'count');
  add(row, bucketName(limit ?? null));
  row['oldest'] = Math.max(row['oldest'] ?? 0, Math.floor(age / 1000));
}

export function bucketName(minutes: number | null): string {
  return minutes === null ? 'older' : `under ${minutes}`;
}

function rowOf(rows: Map<string, Record<string, number>>, key: string): Record<string, number> {
  const row = rows.get(key) ?? {};
  rows.set(key, row);
  return row;
}

function add(row: Record<string, number>, column: string): void {
  row[column] = (row[column] ?? 0) + 1;
}

export const DAY_TABLES = ['stages', 'servers', 'destinations'] as const;
export type DayTable = (typeof DAY_TABLES)[number];

/** The stalls of a day by the row of `table` that they count in. */
export function dayStalls(truth: QueueTruth, day: Span, table: DayTable): Map<string, StallSpan[]> {
  const stalls = truth.stalls(table === 'stages' ? 'stages' : 'servers', day);
  const rows = new Map<string, StallSpan[]>();
  for (const stall of stalls) {
    const { stay, stage } = stall;
    const destination = destinationOf(stay, day.to - 1);
    const key = { stages: stage, servers: stay.server, destinations: destination }[table];
    rows.set(key, [...(rows.get(key) ?? []), stall]);
  }
  return rows;
}

/** What a row of `daily` must hold. */
export function dayRow(stalls: readonly StallSpan[], day: Span): Record<string, number> {
  const count = (is: (stall: StallSpan) => boolean): number => stalls.filter(is).length;
  return {
    carried: count(({ from }) => from < day.from),
    new: count(({ from }) => from >= day.from),
    cleared: count(({ to }) => to < day.to),
    now: count(({ to }) => to >= day.to),
  };
}

export interface Differing {
  readonly row: string;
  readonly column: string;
  readonly truth: number;
  readonly found: number;
}

export function compareCells(truth: Cells, found: Cells): Differing[] {
  const rows = [...new Set([...truth.keys(), ...found.keys()])].toSorted();
  return rows.flatMap((row) => {
    const [right = {}, given = {}] = [truth.get(row), found.get(row)];
    const columns = [...new Set([...Object.keys(right), ...Object.keys(given)])];
    return columns.flatMap((column) => {
      const [a, b] = [right[column] ?? 0, given[column] ?? 0];
      return a === b ? [] : [{ row, column, truth: a, found: b }];
    });
  });
}
