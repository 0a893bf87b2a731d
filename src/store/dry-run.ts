import type { IngestSink, KnownSource } from '../ingest/sink.ts';
import { createNameTable } from './dictionary.ts';
import type { Connection } from './open.ts';
import { createSourceTable } from './sources.ts';

/** A sink that stores nothing, but knows what is stored already. */
export function createDryRun(db: Connection | null): IngestSink {
  const known: readonly KnownSource[] =
    db === null ? [] : createSourceTable(db, createNameTable(db, 'slot')).known();
  let next = -1;
  const nothing = (): void => undefined;
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
