import type { RevealReport } from '../../model/reveal-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { foldCase, NameFinder } from './find-names.ts';
import type { SealedRedaction } from './parse-redaction.ts';
import type { RevealedToken } from './redaction-record.ts';
import { keyIdOf, openSeal } from './seal.ts';

/** What all tokens of a bag stand for. Throws UserError: `wrong-key` (exit 2), `damaged-seal` (exit 6). */
export function openRedaction(redaction: SealedRedaction, key: Buffer): RevealedToken[] {
  if (redaction.keyId !== keyIdOf(key))
    throw new UserError('wrong-key', 'the bag was redacted with another key', {
      hint: `name the key file that export --redact was given; its key id is ${redaction.keyId}`,
      exitCode: EXIT.usage,
    });
  const tokens = openSeal(key, redaction, redaction.sealed);
  if (tokens === null)
    throw new UserError('damaged-seal', 'the map of tokens in data/redaction.json was changed', {
      hint: 'run mailtrail verify on the bag, and take another copy of it',
      exitCode: EXIT.integrity,
    });
  return tokens;
}

/** The tokens asked for, all where none is. `person-...` alone is enough for the whole address. */
export function revealTokens(
  redaction: SealedRedaction,
  all: readonly RevealedToken[],
  asked: readonly string[],
): RevealReport {
  const found = new Set<RevealedToken>();
  const unknown: string[] = [];
  for (const text of asked) {
    const wanted = text
      .trim()
      .toLowerCase()
      .replace(/^<(.*)>$/, '$1');
    const fitting = all.filter(({ token }) => isMeant(token.toLowerCase(), wanted));
    if (fitting.length === 0) unknown.push(text);
    for (const one of fitting) found.add(one);
  }
  const { case: name, parentManifestSha256, keepDomains } = redaction;
  return {
    schema: 'mailtrail/reveal/1',
    case: name,
    parentManifestSha256,
    keepDomains,
    tokens: asked.length === 0 ? all : all.filter((one) => found.has(one)),
    unknown,
  };
}

function isMeant(token: string, wanted: string): boolean {
  if (wanted === '') return false;
  const plain = token.replace(/^(?:ex|x400):/, '');
  return [token, plain].some(
    (text) =>
      text === wanted || text.startsWith(`${wanted}@`) || text.startsWith(`${wanted}.domain-`),
  );
}

/** Puts the originals into a text for their tokens, each through `show`. */
export function createRevealer(
  tokens: readonly RevealedToken[],
  show: (original: string) => string,
): (text: string) => string {
  const finder = new NameFinder(
    new Map(tokens.map(({ token, original }) => [foldCase(token), original])),
  );
  return (text) => {
    const parts: string[] = [];
    let end = 0;
    finder.find(foldCase(text), (from, to, original) => {
      parts.push(text.slice(end, from), show(original));
      end = to;
      return true;
    });
    parts.push(text.slice(end));
    return parts.join('');
  };
}
