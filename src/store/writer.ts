import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import type { Batch, IngestSink, SourceEnd } from '../ingest/sink.ts';
import { createNames } from './names.ts';
import type { Connection } from './open.ts';
import { learnSkews } from './clock-skew.ts';
import { learnSuffixes } from './our-suffixes.ts';
import { archivedSha256, createArchiveReader } from './read-archive.ts';
import { createSourceTable } from './sources.ts';
import { asUserError } from './user-errors.ts';
import { createHopWriter } from './write-hops.ts';
import type { HopWriter } from './write-hops.ts';
import { createLineWriter } from './write-lines.ts';
import { createRawWriter } from './write-raw.ts';
import { createServerFacts } from './write-servers.ts';

/** The store as ingest sees it: each batch is one transaction of events, hops, facts and the source's checkpoint. */
export function createWriter(db: Connection, file: string): IngestSink {
  const transaction = transactions(db, file);
  const names = createNames(db);
  const { servers, slots } = names;
  const hops = createHopWriter(db, { number: names.hosts.id, name: names.hostName }, slots);
  const serverFacts = createServerFacts(db);
  const writeLines = createLineWriter(db, names, hops, serverFacts);
  const sources = createSourceTable(db, names.slotNames);
  const raw = createRawWriter(db);
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  const putOurs = db.prepare('insert or ignore into ours_pattern (pattern) values (?)');

  function write(sourceId: number, { events, rejects, archive, checkpoint }: Batch): void {
    const place = sources.slotOf(sourceId);
    writeLines(sourceId, place, events);
    serverFacts.flush(checkpoint.layout.writerVersion, place.day);
    raw.rejects(sourceId, rejects);
    raw.archive(sourceId, archive);
    const server = events[0]?.event.server ?? null;
    sources.checkpoint(sourceId, checkpoint, server === null ? null : servers.id(server));
  }

  function endSource(sourceId: number, end: SourceEnd): void {
    raw.archive(sourceId, end.archive);
    const empty = end.lastLine === null ? sources.serverWithoutEvents(sourceId) : null;
    if (empty !== null) putDay.run(servers.id(empty.server), empty.day);
    if (end.lastLine === null) {
      sources.end(sourceId, end, null);
      return;
    }
    const place = sources.slotOf(sourceId);
    writeLines(sourceId, place, [end.lastLine], { areWhole: false });
    serverFacts.flush(sources.versionOf(sourceId), place.day);
    const event = db.prepare<[], number>('select max(id) from event').pluck().get() ?? null;
    sources.end(sourceId, end, event);
  }

  transaction(() => refoldIfCatalogueChanged(db, hops));
  return {
    similarSources: sources.similar,
    archivedSha256: (id, length) => archivedSha256(createArchiveReader({ db }), id, length),
    addSource: (source) => transaction(() => sources.add(source)),
    resumeSource: (id, mark) =>
      transaction(() => {
        const taken = sources.resume(id, mark);
        if (taken !== null) hops.refold(taken);
      }),
    write: (sourceId, batch) => transaction(() => write(sourceId, batch)),
    endSource: (sourceId, end) => transaction(() => endSource(sourceId, end)),
    addOurs: (patterns) =>
      transaction(() => {
        for (const pattern of patterns) putOurs.run(pattern);
      }),
    finish: () => {
      transaction(() => learnAnew(db));
      db.pragma('optimize');
    },
  };
}

/** Runs work in a transaction of its own; what the user's world did to it is a UserError. */
function transactions(db: Connection, file: string): <T>(work: () => T) => T {
  return (work) => {
    try {
      return db.transaction(work).immediate();
    } catch (error) {
      throw asUserError(error, file);
    }
  };
}

/** What only all logs together tell. */
function learnAnew(db: Connection): void {
  learnSuffixes(db);
  learnSkews(db);
}

/** Hops are worth what the catalogue was worth that they were folded with. */
function refoldIfCatalogueChanged(db: Connection, hops: HopWriter): void {
  const folded = db.prepare("select value from meta where key = 'catalogue_version'").pluck().get();
  if (Number(folded) === CATALOGUE_VERSION) return;
  hops.refoldAll();
  db.prepare("update meta set value = ? where key = 'catalogue_version'").run(
    String(CATALOGUE_VERSION),
  );
}
