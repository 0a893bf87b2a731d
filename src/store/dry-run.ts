import type { IngestSink } from '../ingest/sink.ts';
import { createNameTable } from './dictionary.ts';
import { openForWriting } from './open.ts';
import type { Connection } from './open.ts';
import { archivedSha256 } from './read-archive.ts';
import { createSourceTable } from './sources.ts';

function nothing(): void {
  // A dry run writes nothing.
}

/**
 * A sink that stores no line, but knows what is stored already in `db` (null: nothing), and what it was given before: the
 * summary of a dry run is that of the real one.
 */
export function createDryRun(db: Connection | null): IngestSink {
  const stored = db === null ? null : createSourceTable(db, createNameTable(db, 'slot'));
  const memory = openForWriting(':memory:');
  const given = createSourceTable(memory, createNameTable(memory, 'slot'));
  // Numbers of both must not meet.
  const OWN = 2 ** 40;
  return {
    hashSeed: 0,
    similarSources: (mark) => [
      ...(stored?.similar(mark) ?? []),
      ...given.similar(mark).map((source) => ({ ...source, id: source.id + OWN })),
    ],
    archivedSha256: (id, length) =>
      db === null || id >= OWN ? null : archivedSha256(db, id, length),
    addSource: (source) => given.add(source) + OWN,
    resumeSource: nothing,
    write: (id, { checkpoint }) => {
      if (id >= OWN) given.checkpoint(id - OWN, checkpoint, null, []);
    },
    endSource: (id, end) => {
      if (id >= OWN) given.end(id - OWN, end, null);
    },
    addOurs: nothing,
    commit: nothing,
    allRead: nothing,
    finish: nothing,
  };
}
