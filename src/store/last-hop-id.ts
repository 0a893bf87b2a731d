import type { Connection } from './open.ts';

/**
 * The highest id that a hop has or had: runs of events go on naming those of hops that were joined to others, so none is given
 * again.
 */
export function lastHopId(db: Connection): () => number {
  const highest = db
    .prepare<[], number>(
      `select max(coalesce((select max(id) from hop), 0),
         coalesce((select cast(value as integer) from meta where key = 'last_hop_id'), 0))`,
    )
    .pluck();
  return () => highest.get() ?? 0;
}

/** Hops are about to be removed whose ids runs of events name. */
export function keepHopIds(db: Connection): void {
  db.prepare("insert or replace into meta (key, value) values ('last_hop_id', ?)").run(
    String(lastHopId(db)()),
  );
}
