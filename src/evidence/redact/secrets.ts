import { foldCase, NameFinder } from './find-names.ts';
import type { Sightings } from './sightings.ts';
import type { Secret } from './sightings.ts';
import { ourTexts, ourValues } from './our-words.ts';

/** What to look for in a redacted bag. */
export interface Secrets {
  /** Found wherever they stand alone. */
  readonly anywhere: NameFinder<Secret>;
  /** Ordinary words and numbers: found where they are the whole of a value. By their text as `foldCase` gives it. */
  readonly values: ReadonlyMap<string, Secret>;
  readonly count: number;
}

/** JSON keys that look like names. */
const KEYS =
  'sha256 sha512 lineSha256 sourceSha256 manifestSha256 parentManifestSha256 line_sha256 p50Seconds p95Seconds p99Seconds';

/**
 * The originals of a case, but for those that the bag holds for another reason: domains that were kept, and what the program says of
 * itself. `ours` are more texts of that kind.
 */
export function secretsFor(seen: Sightings, ours: readonly string[] = []): Secrets {
  const kept = seen.keptDomains();
  const anywhere = new Map<string, Secret>();
  const values = new Map<string, Secret>();
  const add = (secret: Secret): void => {
    const folded = foldCase(secret.text.trim());
    const search = searchOf(secret.kind, folded);
    if (search !== null) (search === 'anywhere' ? anywhere : values).set(folded, secret);
  };
  for (const secret of seen.secrets()) add(secret);
  for (const text of seen.labels())
    if (searchOf('host', text) === 'anywhere') add({ kind: 'host', text });
  for (const value of [...ourValues(), ...kept]) values.delete(foldCase(value));
  const said = foldCase([...kept, ...ourTexts(), ...ours, KEYS].join('\n'));
  const harmless: Secret[] = [];
  new NameFinder(anywhere).find(said, (_from, _to, secret) => {
    harmless.push(secret);
    // A shorter one may begin there too.
    return false;
  });
  for (const { text } of harmless) anywhere.delete(foldCase(text.trim()));
  return {
    anywhere: new NameFinder(anywhere),
    values,
    count: anywhere.size + values.size,
  };
}

const LETTER = /\p{L}/u;
const DATE = /^\d{4}-\d{2}(?:-\d{2})?$/;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * How a text is looked for; null: not at all, as it is a date, or a number or a letter that any count may be.
 *
 * - `anywhere`: what no other text holds by chance: addresses, IPs, ids and names with a digit, a dot or the like in them, subjects of three words.
 * - `value`: a server called `mail`, a subject `Test`: also words of every report, so only a whole value is a leak.
 */
export function searchOf(kind: Secret['kind'], folded: string): 'anywhere' | 'value' | null {
  if (folded.length < 2 || DATE.test(folded)) return null;
  if (kind === 'ip') return 'anywhere';
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
