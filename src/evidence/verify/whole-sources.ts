import type { Bag } from './bag.ts';
import { compareRows } from './compare-rows.ts';
import type { LogMatch } from './match-logs.ts';
import type { Provenance } from './provenance.ts';
import type { BagSource } from './source-list.ts';

const FOLDER = 'data/sources/';

/** Where whole logs lie in the bag: that they are those of the rows, each of them, and hold the lines at their places. How many there are. */
export async function checkWholeSources(
  bag: Bag,
  { sources }: Provenance,
  isRedacted: boolean,
): Promise<number> {
  const byHash = new Map<string, string>();
  for (const [path, { digests }] of bag.hashed)
    if (path.startsWith(FOLDER)) byHash.set(digests.get('sha256') ?? path, path);
  if (byHash.size === 0) return 0;
  if (isRedacted) {
    bag.findings.fail('redaction-mismatch', FOLDER, 'a redacted bag holds no whole logs');
    return byHash.size;
  }
  const matches = sources.all.map((source) => matchOf(bag, source, byHash));
  const known = new Set(sources.all.map(({ sha256 }) => sha256));
  for (const [sha256, path] of byHash)
    if (!known.has(sha256))
      bag.findings.fail('source-unknown', path, `no row is of a log with SHA-256 ${sha256}`);
  await compareRows(bag, matches, 'source-line-differs', () => undefined);
  return byHash.size;
}

function matchOf(bag: Bag, source: BagSource, byHash: ReadonlyMap<string, string>): LogMatch {
  const path = byHash.get(source.sha256);
  const size = path === undefined ? undefined : bag.reader.files.get(path);
  if (path === undefined || size !== source.size) {
    bag.findings.fail(
      'source-missing',
      FOLDER,
      `other logs are there whole, ${source.file} (${source.size} bytes, SHA-256 ${source.sha256}) is not`,
    );
    return { source, original: null, namesake: null };
  }
  return {
    source,
    original: { file: path, size, open: () => bag.reader.open(path) },
    namesake: null,
  };
}
