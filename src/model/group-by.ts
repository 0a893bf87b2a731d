/** Items by their key: keys in the order of their first item, the items of each in their order. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Rows that follow each other and have the same key. */
export function consecutive<Row, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (readonly [key: Key, rows: Row[]])[] {
  const groups: [Key, Row[]][] = [];
  let last: [Key, Row[]] | undefined;
  for (const row of rows) {
    const key = keyOf(row);
    if (last !== undefined && last[0] === key) last[1].push(row);
    else {
      last = [key, [row]];
      groups.push(last);
    }
  }
  return groups;
}

/** So many items at a time, the last ones as many as are left. */
export function* inPages<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let page: T[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
