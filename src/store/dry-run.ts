import type { IngestSink, KnownSource } from '../ingest/sink.ts';
import { createNameTable } from './dictionary.ts';
import type { Connection } from './open.ts';
import { createSourceTable } from './sources.ts';

function nothing(): void {
  // A dry run writes nothing.
}

/** A sink that stores nothing, but knows what is stored already. */
export function createDryRun(db: Connection | null): IngestSink {
  const known: readonly KnownSource[] =
    db === null ? [] : createSourceTable(db, createNameTable(db, 'slot')).known();
  let next = -1;
  return {
    knownSources: () => known,
    addSource: () => next--,
    resumeSource: nothing,
    write: nothing,
    endSource: nothing,
    addOurs: nothing,
    finish: nothing,
  };
}
