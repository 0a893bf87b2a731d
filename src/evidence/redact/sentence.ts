import { foldCase, NameFinder } from './find-names.ts';
import type { Kind, RevealedToken } from './redaction-record.ts';
import { isOurText, isOurWord } from './our-words.ts';

interface SentenceName {
  token: string;
  /** For a name that is also a word of our sentences: the spellings that are the name. Null: any is. */
  exact: Set<string> | null;
}

export interface SentenceNames {
  readonly finder: NameFinder<SentenceName>;
}

/** What our sentences name. A later one wins where two are the same text. */
const NAMED: readonly Kind[] = ['message-id', 'address', 'domain', 'ip', 'host'];

/**
 * The names to look for in sentences. A server may be called `MAIL`, `log` or `17`: a name that is a word of ours counts only as it is
 * spelled, and ids and addresses without anything but digits are not looked for, since no sentence tells those.
 */
export function sentenceNames(spellings: readonly RevealedToken[]): SentenceNames {
  const names = new Map<string, SentenceName>();
  for (const kind of NAMED)
    for (const { original, token } of spellings.filter((one) => one.kind === kind)) {
      if (!isLookedFor(kind, original)) continue;
      const folded = foldCase(original);
      const known = names.get(folded);
      const exact = isOurWord(folded) ? (known?.exact ?? new Set<string>()).add(original) : null;
      names.set(folded, { token, exact });
    }
  return { finder: new NameFinder(names) };
}

function isLookedFor(kind: Kind, original: string): boolean {
  if (kind === 'host' || kind === 'ip') return true;
  if (kind === 'domain') return original.includes('.');
  return original.length >= 4 && !/^\d+$/.test(original);
}

/** What redacts names that nobody knew of. */
interface Unknown {
  address(text: string): string;
  host(text: string): string;
}

const ADDRESS = /[^\s@<>"',;()]+@[^\s@<>"',;()]*[\p{L}\p{N}]/gu;
const IPV4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)/g;

/** The sentence with tokens for names; anything that looks like an address is one, known or not. */
export function redactSentence(text: string, { finder }: SentenceNames, unknown: Unknown): string {
  if (isOurText(text)) return text;
  const parts: string[] = [];
  let end = 0;
  const between = (from: number, to: number): string =>
    text
      .slice(from, to)
      .replace(IPV4, (ip) => unknown.host(ip))
      .replace(ADDRESS, (address) => unknown.address(address));
  const addresses = [...text.matchAll(ADDRESS)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }));
  // The domain of an address must not be taken without what stands before it.
  const cutsAddress = (from: number, to: number): boolean =>
    addresses.some((one) => from < one.to && to > one.from && (from > one.from || to < one.to));
  finder.find(foldCase(text), (from, to, { token, exact }) => {
    if (cutsAddress(from, to)) return false;
    if (exact !== null && !exact.has(text.slice(from, to))) return false;
    parts.push(between(end, from), token);
    end = to;
    return true;
  });
  parts.push(between(end, text.length));
  return parts.join('');
}
