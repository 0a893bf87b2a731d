/** What was read of a database, for as long as that stays as it is. What is kept is not changed by who uses it. */
export interface Kept {
  /** What `read` gives, or gave for the same key. */
  get<Value extends object>(key: string, read: () => Value): Value;
}

/** What is kept for the key, where anything is; else what `read` gives. */
export function keptOr<Value extends object>(
  kept: Kept | null,
  key: string,
  read: () => Value,
): Value {
  return kept === null ? read() : kept.get(key, read);
}
