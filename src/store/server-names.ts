import type { Connection } from './open.ts';

interface StoredServer {
  readonly id: number;
  readonly name: string;
}

export function readServers(db: Connection): StoredServer[] {
  return db.prepare<[], StoredServer>('select id, name from server').all();
}

/** The name of each server by its number; empty for a number that none has. */
export function serverNames(db: Connection): (id: number) => string {
  const names = new Map(readServers(db).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
}

/** The number of each server by its name; 0 for a name that none has. */
export function serverNumbers(db: Connection): (name: string) => number {
  const numbers = new Map(readServers(db).map(({ id, name }) => [name, id]));
  return (name) => numbers.get(name) ?? 0;
}
