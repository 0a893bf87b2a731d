import { isPlainPath, pathFault } from './bag-path.ts';
import { isCount } from './json-row.ts';
import type { JsonRecord } from './json-row.ts';

/** A row of provenance.jsonl. */
export interface ProvenanceRow {
  readonly kind: 'directive' | 'event';
  readonly file: string;
  readonly server: string | null;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly sourceSha256: string;
  readonly sourceSize: number;
  readonly encoding: string;
  /** Where the bytes are; null where nobody has them any more. */
  readonly bytes: RowBytes | null;
}

export interface RowBytes {
  readonly lineSha256: string;
  readonly raw: string;
  readonly rawOffset: number;
  readonly rawLength: number;
}

const HASH = /^[0-9a-f]{64}$/;

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isHash = (value: unknown): boolean => isText(value) && HASH.test(String(value));
const isNumber = (value: unknown): boolean => isCount(value) && value > 0;
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
const isRaw = (value: unknown): boolean => {
  const path = String(value);
  return (
    isText(value) && path.startsWith('data/raw/') && isPlainPath(path) && pathFault(path) === null
  );
};

/** What each key holds. Keys may be added. */
const KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  kind: isOneOf('directive', 'event'),
  file: isText,
  server: isTextOrNull,
  line: isNumber,
  offset: isCount,
  length: isNumber,
  sourceSha256: isHash,
  sourceSize: isCount,
  encoding: isOneOf('utf-8', 'utf-16le', 'utf-16be'),
  from: isOneOf('original', 'archive', null),
  event: isTextOrNull,
  eventId: (value) => value === null || isCount(value),
};

const BYTE_KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  lineSha256: isHash,
  raw: isRaw,
  rawOffset: isCount,
  rawLength: isNumber,
};

const isNull = (value: unknown): boolean => value === null;

/** Reads a row; a text says what is wrong with it. */
export function parseProvenanceRow(row: JsonRecord): ProvenanceRow | string {
  const has = row['from'] !== null;
  for (const [key, holds] of Object.entries(KEYS))
    if (!holds(row[key])) return `${key} is not what it has to be`;
  for (const [key, holds] of Object.entries(BYTE_KEYS))
    if (!(has ? holds : isNull)(row[key])) return `${key} is not what it has to be`;
  if ((row['kind'] === 'event') !== (row['event'] !== null)) return 'event does not fit the kind';
  return {
    kind: row['kind'] === 'event' ? 'event' : 'directive',
    file: String(row['file']),
    server: typeof row['server'] === 'string' ? row['server'] : null,
    line: Number(row['line']),
    offset: Number(row['offset']),
    length: Number(row['length']),
    sourceSha256: String(row['sourceSha256']),
    sourceSize: Number(row['sourceSize']),
    encoding: String(row['encoding']),
    bytes: has
      ? {
          lineSha256: String(row['lineSha256']),
          raw: String(row['raw']),
          rawOffset: Number(row['rawOffset']),
          rawLength: Number(row['rawLength']),
        }
      : null,
  };
}
