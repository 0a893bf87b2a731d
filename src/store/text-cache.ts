import type { Connection } from './open.ts';

const MOST = 10_000;

/** The texts of a dictionary by their numbers; remembers some. Empty where there is none. */
export function createTextCache(db: Connection, table: 'address' | 'host'): (id: number) => string {
  const prepare = () =>
    db.prepare<[number], string>(`select text from ${table} where id = ?`).pluck();
  // Few commands ask for texts of both tables.
  let find: ReturnType<typeof prepare> | undefined;
  const texts = new Map<number, string>();
  return (id) => {
    const known = texts.get(id);
    if (known !== undefined) return known;
    find ??= prepare();
    const text = find.get(id) ?? '';
    if (texts.size < MOST) texts.set(id, text);
    return text;
  };
}
