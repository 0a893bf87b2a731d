import type { Connection } from './open.ts';

/** The latest moment before which lines were purged; null: none were. */
export function readPurgedBefore(db: Connection): number | null {
  const value = db.prepare("select value from meta where key = 'purged_before'").pluck().get();
  return value === undefined ? null : Number(value);
}
