import { bucketName, TOTAL, type Cells } from './queue-cells.ts';

/** What is read of `stuck --json` and `daily --json`. */
interface Counted {
  readonly count: number;
  readonly buckets: readonly number[];
  readonly oldestSeconds: number | null;
}

export interface OpenRecord {
  readonly messageId: string;
  readonly recipient: string | null;
  readonly stage: string | null;
  readonly server: string;
  readonly since: string;
}

export interface StuckJson {
  readonly bucketMinutes: readonly (number | null)[];
  readonly total: Counted;
  readonly rows: readonly (Counted & { readonly key: string })[];
  readonly atLogEnd: number;
  readonly inTransit: { readonly lost: number; readonly unlogged: number };
  /** with `--ids` all that are open */
  readonly oldest: readonly OpenRecord[];
}

interface Moved {
  readonly carried: number;
  readonly new: number;
  readonly cleared: number;
  readonly now: number;
}

export interface DailyJson {
  readonly day: { readonly from: string; readonly to: string };
  readonly total: Moved;
  readonly stages: readonly (Moved & { readonly stage: string })[];
  readonly servers: readonly (Moved & { readonly server: string })[];
  readonly destinations: readonly (Moved & { readonly destination: string })[];
}

function hasSchema(value: unknown, schema: string): boolean {
  return (
    typeof value === 'object' && value !== null && 'schema' in value && value.schema === schema
  );
}

export function isStuck(value: unknown): value is StuckJson {
  return hasSchema(value, 'mailtrail/stuck/1');
}

export function isDaily(value: unknown): value is DailyJson {
  return hasSchema(value, 'mailtrail/daily/1');
}

export function cellsOfStuck({ total, rows, bucketMinutes }: StuckJson): Cells {
  return new Map(
    [{ ...total, key: TOTAL }, ...rows].map(({ key, count, buckets, oldestSeconds }) => {
      const ages = buckets.map((n, i) => [bucketName(bucketMinutes[i] ?? null), n] as const);
      return [key, { count, oldest: oldestSeconds ?? 0, ...Object.fromEntries(ages) }];
    }),
  );
}

function moved({ carried, new: fresh, cleared, now }: Moved): Record<string, number> {
  return { carried, new: fresh, cleared, now };
}

export function cellsOfDay(
  { total, stages, servers, destinations }: DailyJson,
  table: 'stages' | 'servers' | 'destinations',
): Cells {
  const rows = {
    stages: stages.map((row) => [row.stage, row] as const),
    servers: servers.map((row) => [row.server, row] as const),
    destinations: destinations.map((row) => [row.destination, row] as const),
  }[table];
  return new Map(
    [[TOTAL, total] as const, ...rows].map(([key, row]) => [key, moved(row)] as const),
  );
}
