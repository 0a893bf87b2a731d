import { isUtf8 } from 'node:buffer';
import { decodeWindows1252 } from '../../model/decode-text.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { foldCase } from './find-names.ts';
import type { Secrets } from './secrets.ts';
import type { Secret } from './sightings.ts';
import { unescapeText } from './unescape.ts';

export type { Secrets } from './secrets.ts';

/** A text of the original that a file of the redacted bag holds. It does not say which. */
export interface Leak {
  readonly path: string;
  readonly kind: Secret['kind'];
}

/** Bytes that are made a text at once; lines are not cut. */
const CHUNK = 4 * 1024 * 1024;
const LF = 0x0a;
/** More than this says no more. */
const MOST_LEAKS = 20;
const MOST_ESCAPES = 3;

/**
 * Looks for each secret in one file, whose bytes come in pieces: in any capitals, in UTF-8, windows-1252 and UTF-16, escaped as in JSON, HTML,
 * URLs and CSV, also one in the other, and in base64. One pass a form, however many secrets there are.
 */
export class LeakSearch {
  readonly #secrets: Secrets;
  readonly #path: string;
  readonly #most: number;
  readonly #found = new Map<string, Secret>();
  /** Bytes that are not searched yet; only whole lines are. */
  #rest: Uint8Array[] = [];
  #size = 0;

  constructor(secrets: Secrets, path: string, most = MOST_LEAKS) {
    this.#secrets = secrets;
    this.#path = path;
    this.#most = most;
    this.#scan(path);
  }

  add(piece: Uint8Array | string): void {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    this.#rest.push(bytes);
    this.#size += bytes.length;
    if (this.#size < CHUNK || !bytes.includes(LF)) return;
    const all = Buffer.concat(this.#rest);
    const end = all.lastIndexOf(LF) + 1;
    this.#rest = [all.subarray(end)];
    this.#size = all.length - end;
    this.#scanBytes(all.subarray(0, end));
  }

  /** What was found, after the last piece. */
  end(): Leak[] {
    this.#scanBytes(Buffer.concat(this.#rest));
    this.#rest = [];
    return this.found().map(({ kind }) => ({ path: this.#path, kind }));
  }

  found(): Secret[] {
    return [...this.#found.values()];
  }

  #scanBytes(bytes: Buffer): void {
    for (const part of chunksOf(bytes)) for (const text of textsOf(part)) this.#scan(text);
  }

  #scan(text: string): void {
    scanText(this.#secrets, text, this.#path, (secret) => {
      if (this.#found.size < this.#most) this.#found.set(`${secret.kind} ${secret.text}`, secret);
    });
  }
}

/** `LeakSearch` for content that is at hand as a whole. */
export function findLeaks(secrets: Secrets, content: string | Uint8Array, path: string): Leak[] {
  const search = new LeakSearch(secrets, path);
  search.add(content);
  return search.end();
}

/** Files outside the payload that hold words of the user: `--by`, `--reason`, the name of a signing key. */
const USERS_WORDS = /^(?:custody\.jsonl|bag-info\.txt|signature-\d+\.(?:txt|sig))$/;

/**
 * Ends the export where anything was found. Names the file and what kind of text it holds, never the text: a fault of ours, but where the user
 * wrote it (UserError `telling-words`).
 */
export function refuseLeaks(leaks: readonly Leak[]): void {
  const first = leaks.find(({ path }) => !USERS_WORDS.test(path)) ?? leaks[0];
  if (first === undefined) return;
  const kinds = [...new Set(leaks.map(({ kind }) => kind))].join(', ');
  if (USERS_WORDS.test(first.path))
    throw new UserError(
      'telling-words',
      `${first.path} would tell what is to be hidden: ${kinds}`,
      {
        hint: '--case, --by and --reason are kept as you write them: name nobody and no server there',
        exitCode: EXIT.usage,
      },
    );
  throw new Error(`the redaction is not complete: ${first.path} holds originals (${kinds})`);
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length;) {
    const end = from + CHUNK < bytes.length ? bytes.indexOf(LF, from + CHUNK) : -1;
    const to = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(from, to);
    from = to;
  }
}

/** All that the bytes may mean. */
function* textsOf(bytes: Buffer): Generator<string> {
  if (isUtf8(bytes)) yield bytes.toString('utf8');
  else {
    yield bytes.toString('utf8');
    yield decodeWindows1252(bytes);
  }
  if (!bytes.includes(0)) return;
  for (const from of [0, 1]) {
    const pairs = bytes.subarray(from, from + ((bytes.length - from) & ~1));
    yield pairs.toString('utf16le');
    yield Buffer.from(pairs).swap16().toString('utf16le');
  }
}

function scanText(
  secrets: Secrets,
  text: string,
  path: string,
  note: (secret: Secret) => void,
): void {
  let form = text;
  for (let depth = 0; depth <= MOST_ESCAPES; depth++) {
    const folded = foldCase(form);
    scanAnywhere(secrets, folded, note);
    scanValues(secrets, folded, path, note);
    if (depth === 0) scanAnywhere(secrets, foldCase(decodedBase64(form)), note);
    const next = unescapeText(form);
    if (next === form) return;
    form = next;
  }
}

function scanAnywhere(secrets: Secrets, folded: string, note: (secret: Secret) => void): void {
  secrets.anywhere.find(folded, (_from, _to, secret) => {
    note(secret);
    return true;
  });
}

/** Files with values, and what parts those besides quotes. In other files a word is only a word. */
const CELLS: readonly (readonly [name: RegExp, between: RegExp | null])[] = [
  [/\.jsonl?$/i, null],
  [/\.csv$/i, /[,\r\n]/],
  [/\.(?:part|log)$/i, /[\t\r\n,;]|#011/],
];
/** A quoted text, and whether it is a key. */
const QUOTED = /"((?:[^"\\\n]|\\[^\n])*)"(\s*:)?/g;

/** What a cell begins with that a spreadsheet might take for a formula. */
const APOSTROPHE = /^'/;

function scanValues(
  { values }: Secrets,
  folded: string,
  path: string,
  note: (secret: Secret) => void,
): void {
  const cells = CELLS.find(([name]) => name.test(path));
  if (cells === undefined || values.size === 0) return;
  for (const [, value, colon] of folded.matchAll(QUOTED)) {
    const secret = colon === undefined ? values.get((value ?? '').trim()) : undefined;
    if (secret !== undefined) note(secret);
  }
  const [, between] = cells;
  if (between === null) return;
  for (const cell of folded.split(between)) {
    const value = cell.trim().replace(APOSTROPHE, '');
    const secret = values.get(value);
    // A column of counts may hold any number.
    if (secret !== undefined && /\D/.test(value)) note(secret);
  }
}

const BASE64 = /[A-Za-z0-9+/_-]{12,}/g;
const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;

function decodedBase64(text: string): string {
  const decoded: string[] = [];
  for (const [run] of text.matchAll(BASE64))
    if (!HEX.test(run)) decoded.push(Buffer.from(run, 'base64').toString('utf8'));
  return decoded.join('\n');
}
