import type { FileMark, KnownSource } from '../ingest/sink.ts';

/** Finds sources by what a file is looked up by, however many there are. */
export interface SourceIndex {
  /** Adds a source, or what changed of it. */
  put(source: KnownSource): void;
  /** Numbers of sources; some may have changed since they were like it. */
  similar(mark: FileMark): number[];
}

export function createSourceIndex(sources: Iterable<KnownSource>): SourceIndex {
  const byHead = new Map<string, Set<number>>();
  const byFile = new Map<string, Set<number>>();
  /** Of sources without records, whose head tells nothing. */
  const bySize = new Map<number, Set<number>>();

  function put({ id, file, headSha256, sizeBytes, checkpoint }: KnownSource): void {
    if (headSha256 !== '') add(byHead, headSha256, id);
    add(byFile, file, id);
    if (checkpoint.counts.events === 0) add(bySize, sizeBytes, id);
  }

  for (const source of sources) put(source);
  return {
    put,
    similar: ({ file, headSha256, sizeBytes }) => [
      ...new Set([
        ...(byHead.get(headSha256) ?? []),
        ...(byFile.get(file) ?? []),
        ...(bySize.get(sizeBytes) ?? []),
      ]),
    ],
  };
}

function add<K>(index: Map<K, Set<number>>, key: K, id: number): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}
