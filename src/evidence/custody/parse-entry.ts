import { isUtf8 } from 'node:buffer';
import type { CustodyEntry } from '../../model/custody-report.ts';
import { hashOfBody } from '../custody-chain.ts';

export interface ReadEntry {
  readonly entry: CustodyEntry;
  /** What its hash has to be. */
  readonly actualHash: string;
}

const TAIL = /,"hash":"[0-9a-f]{64}"\}$/;
const TAIL_LENGTH = ',"hash":""}'.length + 64;

/** Reads a line of `custody.jsonl`, without its line end; a text says what is wrong with it. */
export function parseEntry(line: Buffer): ReadEntry | string {
  if (!isUtf8(line)) return 'the line is not UTF-8';
  const text = line.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'the line is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'the line is not a JSON object';
  const wrong = wrongKey(Object.entries(value));
  if (wrong !== null) return wrong;
  // Hashes are of bytes: two programs must read the same of them.
  if (!TAIL.test(text) || withoutTexts(text) !== withoutTexts(JSON.stringify(value)))
    return 'the line is written otherwise than an entry is: spaces, or a key that is there twice';
  if (!isEntry(value)) return 'the line is not an entry';
  return { entry: value, actualHash: hashOfBody(`${text.slice(0, -TAIL_LENGTH)}}`) };
}

const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

const isText = (value: unknown): boolean => typeof value === 'string';
const isHash = (value: unknown): boolean => typeof value === 'string' && HASH.test(value);
const isTime = (value: unknown): boolean =>
  typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value));

/** What each key holds, in their order. Later versions may add keys before `hash`. */
const KEYS: readonly (readonly [keyof CustodyEntry, (value: unknown) => boolean])[] = [
  ['seq', (value) => Number.isSafeInteger(value) && Number(value) > 0],
  ['at', isTime],
  ['action', (value) => value === 'export' || value === 'note'],
  ['actor', isText],
  ['host', (value) => value === null || isText(value)],
  ['tool', isText],
  ['text', isText],
  ['manifestSha256', isHash],
  ['previous', (value) => value === null || isHash(value)],
];

function wrongKey(members: readonly (readonly [string, unknown])[]): string | null {
  const [last, hash] = members.at(-1) ?? [];
  if (last !== 'hash' || !KEYS.every(([key], index) => members[index]?.[0] === key))
    return `the keys do not begin with ${KEYS.map(([key]) => key).join(', ')} and end with hash`;
  const wrong = KEYS.find(([, holds], index) => !holds(members[index]?.[1]));
  if (wrong !== undefined) return `${wrong[0]} is not what it has to be`;
  if (!isHash(hash)) return 'hash is not what it has to be';
  return members.every(([, member]) => typeof member !== 'object' || member === null)
    ? null
    : 'an entry holds texts and numbers alone';
}

function isEntry(value: object): value is CustodyEntry {
  return wrongKey(Object.entries(value)) === null;
}

/** Texts may be escaped in more than one way, and later versions may escape more; the rest has one form. */
function withoutTexts(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}
