import type { Connection } from './open.ts';

const MOST = 10_000;

/** The texts of a dictionary by their numbers; empty where there is none. */
export interface TextCache {
  (id: number): string;
  /** Those that are asked for next: one statement for each costs several times as much. 0 is none. */
  readonly ahead: (ids: Iterable<number>) => void;
}

/** Remembers some. */
export function createTextCache(db: Connection, table: 'address' | 'host'): TextCache {
  const prepareOne = () =>
    db.prepare<[number], string>(`select text from ${table} where id = ?`).pluck();
  const prepareMany = () =>
    db
      .prepare<[string], readonly [id: number, text: string]>(
        `select ${table}.id, ${table}.text from json_each(?) as asked cross join ${table} on ${table}.id = asked.value`,
      )
      .raw();
  // Few commands ask for texts of both tables.
  let one: ReturnType<typeof prepareOne> | undefined;
  let many: ReturnType<typeof prepareMany> | undefined;
  const texts = new Map<number, string>();
  // What is asked for again is so soon after.
  const makeRoom = (count: number): void => {
    if (texts.size + count > MOST) texts.clear();
  };

  function textOf(id: number): string {
    const known = texts.get(id);
    if (known !== undefined) return known;
    one ??= prepareOne();
    const text = one.get(id) ?? '';
    makeRoom(1);
    texts.set(id, text);
    return text;
  }

  function ahead(ids: Iterable<number>): void {
    const unknown = new Set<number>();
    for (const id of ids) if (id !== 0 && !texts.has(id)) unknown.add(id);
    if (unknown.size === 0) return;
    makeRoom(unknown.size);
    many ??= prepareMany();
    for (const [id, text] of many.all(JSON.stringify([...unknown]))) texts.set(id, text);
  }

  return Object.assign(textOf, { ahead });
}
