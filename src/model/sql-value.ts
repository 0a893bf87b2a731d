/** What SQL gives: integers beyond 2^53 stay exact. */
export type SqlValue = string | number | bigint | Uint8Array | null;

export type SqlRow = readonly SqlValue[];

/** Text of what is no text: bytes as hexadecimal digits. */
export function plainValue(value: SqlValue): string | number | bigint | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
