import { createHash } from 'node:crypto';
import { safeJson } from '../../render/visible.ts';
import { isRecord } from './json-row.ts';

/** An entry of custody.jsonl, as far as the chain needs it. */
export interface CustodyEntry {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly manifestSha256: string;
  readonly previous: string | null;
  readonly hash: string;
  /** What the hash of the entry has to be. */
  readonly actualHash: string;
}

const KEYS = [
  'seq',
  'at',
  'action',
  'actor',
  'host',
  'tool',
  'text',
  'manifestSha256',
  'previous',
  'hash',
];

const TAIL = /,"hash":"[0-9a-f]{64}"\}$/;
const TAIL_BYTES = 75;
const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Parses a line of custody.jsonl; a text says what is wrong with it. */
export function parseCustodyEntry(bytes: Buffer, line: number): CustodyEntry | string {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return 'the line is not UTF-8';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'the line is not JSON';
  }
  if (!isRecord(value)) return 'the line is not a JSON object';
  if (Object.keys(value).join() !== KEYS.join()) return `the keys are not ${KEYS.join(', ')}`;
  // Hashes are of bytes, so one value must have one form.
  if (text !== JSON.stringify(value) && text !== safeJson(value))
    return 'the line is written otherwise than an entry is: spaces, escapes or a key that is there twice';
  const fault = entryFault(value);
  if (fault !== null) return fault;
  if (!TAIL.test(text)) return 'the line does not end with its hash';
  const { seq, at, action, manifestSha256, previous, hash } = value;
  return {
    line,
    seq: Number(seq),
    at: String(at),
    action: String(action),
    manifestSha256: String(manifestSha256),
    previous: typeof previous === 'string' ? previous : null,
    hash: String(hash),
    actualHash: createHash('sha256')
      .update(bytes.subarray(0, bytes.length - TAIL_BYTES))
      .update('}')
      .digest('hex'),
  };
}

function entryFault(value: Readonly<Record<string, unknown>>): string | null {
  const isText = (key: string): boolean => typeof value[key] === 'string';
  const isHash = (key: string): boolean => isText(key) && HASH.test(String(value[key]));
  const rules: readonly (readonly [string, boolean])[] = [
    ['seq', Number.isSafeInteger(value['seq']) && Number(value['seq']) > 0],
    [
      'at',
      isText('at') &&
        TIME.test(String(value['at'])) &&
        !Number.isNaN(Date.parse(String(value['at']))),
    ],
    ['action', isText('action')],
    ['actor', isText('actor') || value['actor'] === null],
    ['host', isText('host') || value['host'] === null],
    ['tool', isText('tool')],
    ['text', isText('text')],
    ['manifestSha256', isHash('manifestSha256')],
    ['previous', value['previous'] === null || isHash('previous')],
    ['hash', isHash('hash')],
  ];
  const broken = rules.find(([, holds]) => !holds);
  return broken === undefined ? null : `${broken[0]} is not what it has to be`;
}
