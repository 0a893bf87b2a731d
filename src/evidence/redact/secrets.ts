import { foldCase, NameFinder } from './find-names.ts';
import type { Secret } from './sightings.ts';

/** What to look for in a redacted bag. */
export interface Secrets {
  /** Found wherever they stand alone. */
  readonly anywhere: NameFinder<Secret>;
  /** Ordinary words and numbers: found where they are the whole of a value. By their text as `foldCase` gives it. */
  readonly values: ReadonlyMap<string, Secret>;
  readonly count: number;
}

/** These texts, each looked for as its kind and form say. */
export function secretsFrom(texts: readonly Secret[]): Secrets {
  const anywhere = new Map<string, Secret>();
  const values = new Map<string, Secret>();
  for (const secret of texts) {
    const folded = foldCase(secret.text.trim());
    const search = searchOf(secret.kind, folded);
    if (search !== null) (search === 'anywhere' ? anywhere : values).set(folded, secret);
  }
  return { anywhere: new NameFinder(anywhere), values, count: anywhere.size + values.size };
}

const LETTER = /\p{L}/u;
const DAY = String.raw`\d{4}-\d{1,2}(?:-\d{1,2})?`;
const TIME = String.raw`\d{1,2}: ?\d{1,2}(?::\d{1,2}(?:\.\d{1,7})?)?(?: gmt|z)?`;
const VERSION = String.raw`\d{1,5}(?:\.\d{1,5}){0,3}`;
/** As modern servers write their version: no part of an IP has four digits. */
const BUILD = String.raw`\d\d\.\d\d\.\d{4}\.\d{3}`;
/** Times as logs and reports write them, and versions of the server as raw lines keep them: what any line may hold tells of none. */
const KEPT_FORM = new RegExp(
  `^(?:${DAY}|${TIME}|(?:#date: ?|clientsubmittime:|creationtime:)?${DAY}[t ]${TIME}|(?:version: |#version: ?|# exchange system attendant version )${VERSION}|${BUILD})$`,
);
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * How a text is looked for; null: not at all, as it is a time or a version, or a number or letter that any count may be.
 *
 * - `anywhere`: what no other text holds by chance: addresses, IPs, ids and names with a digit, a dot or the like in them, subjects of three words.
 * - `value`: a server called `mail`, a subject `Test`: also words of every report, so only a whole value is a leak.
 */
export function searchOf(kind: Secret['kind'], folded: string): 'anywhere' | 'value' | null {
  if (folded.length < 2 || KEPT_FORM.test(folded)) return null;
  if (kind === 'ip') return folded.length < 3 ? null : 'anywhere';
  if (!LETTER.test(folded)) return /\D/.test(folded) || folded.length >= 6 ? 'value' : null;
  if (NOT_ASCII.test(folded) && folded.length >= 6) return 'anywhere';
  return (kind === 'subject' ? isSentence(folded) : isName(folded)) ? 'anywhere' : 'value';
}

function isSentence(folded: string): boolean {
  return folded.length >= 16 && (folded.match(/[a-z0-9]+/g) ?? []).length >= 3;
}

/** Five characters or more, a digit or a sign within them. */
function isName(folded: string): boolean {
  return folded.length >= 5 && /\d|\S[^\sa-z\d]\S/.test(folded);
}
