import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import type { ArchiveBlock } from '../ingest/archiver.ts';
import type { Batch, IngestSink, RejectedLine, SourceEnd } from '../ingest/sink.ts';
import { bulkInsert } from './bulk-insert.ts';
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
import { createServerFacts } from './write-servers.ts';

const PUT_BLOCK =
  'insert or replace into archive_block (source_id, offset, length, data) values (?, ?, ?, ?)';
const REJECT_COLUMNS = ['source_id', 'line', 'offset', 'length', 'code', 'detail'];

/** The store as ingest sees it: each batch is one transaction of events, hops, facts and the source's checkpoint. */
export function createWriter(db: Connection, file: string): IngestSink {
  const names = createNames(db);
  const { servers, slots } = names;
  const hops = createHopWriter(db, { number: names.hosts.id, name: names.hostName }, slots);
  const serverFacts = createServerFacts(db, servers);
  const writeLines = createLineWriter(db, names, hops, serverFacts);
  const sources = createSourceTable(db, names.slotNames);
  const putRejects = bulkInsert(db, 'insert or replace', 'reject', REJECT_COLUMNS);
  const putBlock = db.prepare(PUT_BLOCK);
  const putDay = db.prepare('insert or ignore into server_day (server_id, day) values (?, ?)');
  const putOurs = db.prepare('insert or ignore into ours_pattern (pattern) values (?)');

  function transaction<T>(work: () => T): T {
    try {
      return db.transaction(work).immediate();
    } catch (error) {
      throw asUserError(error, file);
    }
  }

  function write(sourceId: number, { events, rejects, archive: blocks, checkpoint }: Batch): void {
    const place = sources.slotOf(sourceId);
    writeLines(sourceId, place, events);
    serverFacts.flush(checkpoint.layout.writerVersion, place.day);
    putRejects(rejects.flatMap((reject) => rejectValues(sourceId, reject)));
    archive(sourceId, blocks);
    const server = events[0]?.event.server ?? null;
    sources.checkpoint(sourceId, checkpoint, server === null ? null : servers.id(server));
  }

  function archive(sourceId: number, blocks: readonly ArchiveBlock[]): void {
    for (const { offset, length, data } of blocks) putBlock.run(sourceId, offset, length, data);
  }

  function endSource(sourceId: number, end: SourceEnd): void {
    archive(sourceId, end.archive);
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
      transaction(() => {
        learnSuffixes(db);
        learnSkews(db);
      });
      db.pragma('optimize');
    },
  };
}

function rejectValues(sourceId: number, reject: RejectedLine): (number | string)[] {
  const { line, offset, length, code, detail } = reject;
  return [sourceId, line, offset, length, code, detail];
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
