import { isUtf8 } from 'node:buffer';
import type { CustodyEntry } from '../../model/custody-report.ts';
import type { BagFailure, BagFailureCode } from '../../model/verify-report.ts';
import { hashOfBody } from '../custody-chain.ts';

export const CUSTODY = 'custody.jsonl';

export interface Chain {
  /** Those that can be read, in order of the file. */
  readonly entries: readonly CustodyEntry[];
  /** Empty: each entry is as it was written, and follows the one before. */
  readonly problems: readonly BagFailure[];
}

/** Reads `custody.jsonl` and checks its entries and how they follow each other. */
export function parseCustody(bytes: Uint8Array): Chain {
  const problems: BagFailure[] = [];
  const fail = (code: BagFailureCode, line: number, detail: string): void => {
    problems.push({ code, path: CUSTODY, line, detail });
  };
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  const rest = lines.pop();
  if (!isUtf8(bytes)) fail('custody-bad-line', 1, 'the file is not UTF-8');
  if (rest !== '') fail('custody-bad-line', lines.length + 1, 'the last line has no line end');
  else if (lines.length === 0) fail('custody-bad-line', 1, 'there is no entry');
  const entries: CustodyEntry[] = [];
  for (const [index, text] of lines.entries()) {
    const entry = parseEntry(text);
    if (typeof entry === 'string') fail('custody-bad-line', index + 1, entry);
    else {
      entries.push(entry);
      const actual = hashOfBody(`${text.slice(0, -TAIL_LENGTH)}}`);
      if (actual !== entry.hash)
        fail(
          'custody-wrong-hash',
          index + 1,
          `entry ${entry.seq} was changed: its hash is ${actual}`,
        );
    }
  }
  // Where a line cannot be read all that follows would seem out of order.
  if (entries.length === lines.length) checkLinks(entries, fail);
  return { entries, problems };
}

function checkLinks(
  entries: readonly CustodyEntry[],
  fail: (code: BagFailureCode, line: number, detail: string) => void,
): void {
  let before: CustodyEntry | null = null;
  for (const [index, entry] of entries.entries()) {
    const line = index + 1;
    const { seq, action, previous } = entry;
    if (seq !== line) fail('custody-broken-chain', line, `entry ${seq} stands in place of ${line}`);
    else if (previous !== (before?.hash ?? null))
      fail('custody-broken-chain', line, `entry ${seq} does not follow the one before it`);
    if ((action === 'export') !== (line === 1))
      fail('custody-broken-chain', line, `entry ${seq} has the action ${action}`);
    before = entry;
  }
}

const TAIL = /,"hash":"[0-9a-f]{64}"\}$/;
const TAIL_LENGTH = ',"hash":""}'.length + 64;

function parseEntry(line: string): CustodyEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'the line is not JSON';
  }
  if (!isEntry(value)) return 'the line is not an entry';
  return isWrittenOnce(line, value) && TAIL.test(line)
    ? value
    : 'the line is written otherwise than an entry is: spaces, other order, or a key that is there twice';
}

const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

const isText = (value: unknown): boolean => typeof value === 'string';
const isHash = (value: unknown): boolean => typeof value === 'string' && HASH.test(value);

/** What each key holds, in their order. Later versions may add keys before `hash`. */
const KEYS: readonly (readonly [keyof CustodyEntry, (value: unknown) => boolean])[] = [
  ['seq', (value) => Number.isSafeInteger(value) && Number(value) > 0],
  [
    'at',
    (value) => typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value)),
  ],
  ['action', (value) => value === 'export' || value === 'note'],
  ['actor', isText],
  ['host', (value) => value === null || isText(value)],
  ['tool', isText],
  ['text', isText],
  ['manifestSha256', isHash],
  ['previous', (value) => value === null || isHash(value)],
];

function isEntry(value: unknown): value is CustodyEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  const [last, hash] = members.at(-1) ?? [];
  return (
    last === 'hash' &&
    isHash(hash) &&
    KEYS.every(([key, holds], index) => members[index]?.[0] === key && holds(members[index][1])) &&
    members.every(([, member]) => typeof member !== 'object' || member === null)
  );
}

/** The line but its texts is as JSON.stringify writes it; of texts, escapes may differ. Two programs then read the same of it. */
function isWrittenOnce(line: string, value: CustodyEntry): boolean {
  return withoutTexts(line) === withoutTexts(JSON.stringify(value));
}

function withoutTexts(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}
