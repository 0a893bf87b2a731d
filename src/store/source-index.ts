import type { FileMark, KnownSource } from '../ingest/sink.ts';

/** The sources of a database, found by what a file is looked up by, however many there are. */
export interface SourceIndex {
  /** Adds a source, or what changed of it. */
  put(source: KnownSource): void;
  change(id: number, changes: Partial<KnownSource>): void;
  get(id: number): KnownSource | undefined;
  /** Of the same first record, the same name, or, without records, the same size; in order of id. */
  similar(mark: FileMark): KnownSource[];
}

export function createSourceIndex(sources: Iterable<KnownSource>): SourceIndex {
  const known = new Map<number, KnownSource>();
  const byHead = new Map<string, Set<number>>();
  const byFile = new Map<string, Set<number>>();
  /** Of sources without records, whose head tells nothing. */
  const bySize = new Map<number, Set<number>>();

  function put(source: KnownSource): void {
    const { id, file, headSha256, sizeBytes, checkpoint } = source;
    known.set(id, source);
    if (headSha256 !== '') add(byHead, headSha256, id);
    add(byFile, file, id);
    if (checkpoint.counts.events === 0) add(bySize, sizeBytes, id);
  }

  for (const source of sources) put(source);
  return {
    put,
    change(id, changes) {
      const before = known.get(id);
      if (before !== undefined) put({ ...before, ...changes });
    },
    get: (id) => known.get(id),
    similar({ file, headSha256, sizeBytes }) {
      const ids = [byHead.get(headSha256), byFile.get(file), bySize.get(sizeBytes)];
      return [...new Set(ids.flatMap((set) => [...(set ?? [])]))]
        .flatMap((id) => known.get(id) ?? [])
        .toSorted((a, b) => a.id - b.id);
    },
  };
}

function add<K>(index: Map<K, Set<number>>, key: K, id: number): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}
