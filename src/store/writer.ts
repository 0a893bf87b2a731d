import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import type { PackedBatch, PackedEnd } from '../ingest/pack/packed-batch.ts';
import type { FileMark, IngestSink } from '../ingest/sink.ts';
import { readSeed } from './dictionary.ts';
import { createNames } from './names.ts';
import type { Names } from './names.ts';
import type { Connection } from './open.ts';
import { finishRun } from './finish-run.ts';
import { archivedSha256 } from './read-archive.ts';
import type { QueueHelper } from './queue-share.ts';
import { dropQueue, readQueueState } from './queue-state.ts';
import type { KnownSystem } from './system-addresses.ts';
import { createSourceTable } from './sources.ts';
import type { SourcePlace, SourceTable } from './sources.ts';
import { transactionGroups } from './transaction-groups.ts';
import { createHopRefolder } from './refold-hops.ts';
import type { HopRefolder } from './refold-hops.ts';
import { createLineWriter } from './write-lines.ts';
import type { LinesFrom, LineWriter } from './write-lines.ts';
import { createRawWriter } from './write-raw.ts';
import type { RawWriter } from './write-raw.ts';

interface WriterOptions {
  readonly groupEvents?: number | undefined;
  /** Events of a first load from which on a helper is asked for. */
  readonly helpedFrom?: number;
  readonly startHelper?: (system: KnownSystem) => (QueueHelper & Disposable) | null;
}

/**
 * The store as ingest sees it, to be disposed of before the database is closed: the events, hops and facts of a batch and the source's checkpoint are one transaction, which batches of up to
 * `groupEvents` events share.
 */
export function createWriter(
  db: Connection,
  file: string,
  options: WriterOptions = {},
): IngestSink & Disposable {
  let written = 0;
  let started: (QueueHelper & Disposable) | null = null;
  const names = createNames(db);
  const { slots, numbers } = names;
  const refolder = createHopRefolder(db, slots);
  const lines = createLineWriter(db, names);
  const groups = transactionGroups(db, file, options.groupEvents, lines.flush);
  const { run: transaction, runAlone, commit } = groups;
  const sources = createSourceTable(db, names.slotNames);
  const raw = createRawWriter(db);
  const endSource = sourceEnder(db, { names, sources, raw, lines });

  function write(sourceId: number, batch: PackedBatch): void {
    const { rejects, archive, checkpoint } = batch;
    written += batch.lines.events.count;
    const version = checkpoint.layout.writerVersion;
    lines.write(batch.lines, linesFrom(sourceId, sources.place(sourceId), version, true));
    raw.rejects(sourceId, rejects);
    raw.archive(sourceId, archive);
    const { firstServer, hours } = batch.lines;
    const server = firstServer < 0 ? null : numbers.server(firstServer);
    sources.checkpoint(sourceId, checkpoint, server, hours);
  }

  function resumeSource(id: number, mark: FileMark, keepSubject: boolean): void {
    lines.flush();
    const takenFrom = sources.resume(id, mark, keepSubject);
    if (takenFrom === null) return;
    refolder.refold(takenFrom);
    lines.forget();
  }

  runAlone(() => refoldIfCatalogueChanged(db, refolder));
  return {
    hashSeed: readSeed(db),
    similarSources: sources.similar,
    archivedSha256: (id, length) => archivedSha256(db, id, length),
    addSource: (source) => transaction(() => sources.add(source)),
    resumeSource: (id, mark, keepSubject) => transaction(() => resumeSource(id, mark, keepSubject)),
    write: (sourceId, batch) => transaction(() => write(sourceId, batch), batch.lines.events.count),
    endSource: (sourceId, end) => transaction(() => endSource(sourceId, end)),
    addOurs: (patterns) => runAlone(() => addOurs(db, patterns)),
    commit,
    allRead() {
      // It takes as long to start as the last transaction takes to end. After a very large load that is nothing, and the memory of the reading thread is still there.
      if (written < STARTED_AHEAD_TO) started ??= helperFor(db, written, names.system, options);
    },
    finish() {
      using helper = started ?? helperFor(db, written, names.system, options);
      started = null;
      lines.forget();
      finishRun(db, names, { isWhole: lines.isWhole, runAlone, helper });
    },
    [Symbol.dispose]() {
      started?.[Symbol.dispose]();
      started = null;
    },
  };
}

interface SourceParts {
  readonly names: Names;
  readonly sources: SourceTable;
  readonly raw: RawWriter;
  readonly lines: LineWriter;
}

function sourceEnder(
  db: Connection,
  { names, sources, raw, lines }: SourceParts,
): (sourceId: number, end: PackedEnd) => void {
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  return (sourceId, end) => {
    raw.archive(sourceId, end.archive);
    if (end.lastLine !== null) {
      const version = sources.versionOf(sourceId);
      const from = linesFrom(sourceId, sources.place(sourceId), version, false);
      sources.end(sourceId, end, lines.write(end.lastLine, from));
      return;
    }
    const empty = sources.serverWithoutEvents(sourceId);
    if (empty !== null) putDay.run(names.servers.id(empty.server), empty.day);
    sources.end(sourceId, end, null);
  };
}

/** Made here alone: the engine compiles what takes it anew for each way in which such an object is made. */
function linesFrom(
  source: number,
  { slot, day }: SourcePlace,
  version: string | null,
  areWhole: boolean,
): LinesFrom {
  return { source, slot, day, version, areWhole };
}

/** Verdicts on what is stored may change with them. */
function addOurs(db: Connection, patterns: readonly string[]): void {
  const put = db.prepare('insert or ignore into ours_pattern (pattern) values (?)');
  for (const pattern of patterns) if (put.run(pattern).changes > 0) dropQueue(db);
}

/** Events up to which the helper is started before the last transaction ends. */
const STARTED_AHEAD_TO = 3_000_000;

/** Events from which on the start of a thread takes less time than it spares. */
const HELPED_FROM = 200_000;

/** After a large first load: of others few messages are to be judged. */
function helperFor(
  db: Connection,
  written: number,
  system: KnownSystem,
  { helpedFrom = HELPED_FROM, startHelper }: WriterOptions,
): (QueueHelper & Disposable) | null {
  const isFirst = readQueueState(db) === null;
  return isFirst && written >= helpedFrom ? (startHelper?.(system) ?? null) : null;
}

/** Hops are worth what the catalogue was worth that they were folded with. */
function refoldIfCatalogueChanged(db: Connection, hops: HopRefolder): void {
  const folded = db.prepare("select value from meta where key = 'catalogue_version'").pluck().get();
  if (Number(folded) === CATALOGUE_VERSION) return;
  hops.refoldAll();
  dropQueue(db);
  db.prepare("update meta set value = ? where key = 'catalogue_version'").run(
    String(CATALOGUE_VERSION),
  );
}
