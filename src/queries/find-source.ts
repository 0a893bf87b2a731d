import { MAX_SOURCE_CANDIDATES } from '../model/forget-report.ts';
import type { UnresolvedSource } from '../model/forget-report.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { readSources } from '../store/read-sources.ts';
import type { NumberedSource } from '../store/read-sources.ts';
import type { Store } from '../store/reader.ts';
import { closestWords } from './closest-words.ts';

/** A shorter beginning of a hash may be the end of a file's name. */
const LEAST_OF_HASH = /^[0-9a-f]{8,64}$/i;

type FoundSource =
  | { readonly kind: 'found'; readonly source: number }
  | { readonly kind: 'unresolved'; readonly unresolved: UnresolvedSource };

/**
 * The source of a name: the whole name as it was given, else the end of one, from a folder on, else the beginning of its bytes'
 * SHA-256, as several files may have had one name. Throws UserError `no-source-name` for none at all.
 */
export function findSource(store: Store, text: string): FoundSource {
  if (text.trim() === '')
    throw new UserError('no-source-name', 'the name of the file is empty', {
      hint: 'name a file as it was loaded, or its end such as EXCH01.log/20040218.log',
      exitCode: EXIT.usage,
    });
  const sources = readSources(store.db);
  const [first, ...more] = fitting(sources, text);
  if (first !== undefined && more.length === 0) return { kind: 'found', source: first.id };
  const candidates = first === undefined ? [] : [first, ...more];
  return {
    kind: 'unresolved',
    unresolved: {
      total: candidates.length,
      candidates: candidates
        .slice(0, MAX_SOURCE_CANDIDATES)
        .map(({ file, sha256, server, lines, events }) => ({
          file,
          sha256,
          server,
          lines,
          events,
        })),
      closest: first === undefined ? closestNames(sources, text) : [],
    },
  };
}

function fitting(sources: readonly NumberedSource[], text: string): NumberedSource[] {
  const exact = sources.filter(({ file }) => file === text);
  if (exact.length > 0) return exact;
  const end = `/${plain(text)}`;
  const ending = sources.filter(({ file }) => `/${plain(file)}`.endsWith(end));
  if (ending.length > 0 || !LEAST_OF_HASH.test(text)) return ending;
  return sources.filter(({ sha256 }) => sha256.startsWith(text.toLowerCase()));
}

/** Windows writes paths with backslashes, and takes both. */
function plain(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** Names end in what tells files apart; what is before is the same for most. */
function closestNames(sources: readonly NumberedSource[], text: string): string[] {
  const parts = Math.min(2, plain(text).split('/').length);
  const end = (path: string): string => plain(path).split('/').slice(-parts).join('/');
  return closestWords(
    end(text),
    sources.map(({ file }) => end(file)),
  );
}
