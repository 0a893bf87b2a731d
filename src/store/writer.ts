import { CATALOGUE_VERSION } from '../catalogue/index.ts';
import type { LogEvent } from '../model/log-event.ts';
import { foldAddress, foldMessageId, plainAddress } from '../model/fold-names.ts';
import type { Batch, DecodedLine, IngestSink } from '../ingest/sink.ts';
import { bulkInsert } from './bulk-insert.ts';
import { createDictionary, createNameTable } from './dictionary.ts';
import { factsOf, mergeFacts } from './message-facts.ts';
import type { MessageFacts } from './message-facts.ts';
import type { Connection } from './open.ts';
import { learnSuffixes } from './our-suffixes.ts';
import { slotOrderBy } from './slot-order.ts';
import { createSourceTable } from './sources.ts';
import { asUserError } from './user-errors.ts';
import { addHop, createHopWriter } from './write-hops.ts';
import type { KeyedHop } from './write-hops.ts';
import { createMessageWriter } from './write-messages.ts';
import { createServerFacts } from './write-servers.ts';

const EVENT_COLUMNS = [
  'source_id',
  'line',
  'offset',
  'length',
  'at',
  'code',
  'message_id',
  'recipient_id',
  'server_id',
  'partner_id',
  'client_id',
];

interface EventKey {
  readonly message: number | null;
  readonly recipient: number;
  readonly server: number;
}

/** The store as ingest sees it: each batch is one transaction of events, hops, facts and the source's checkpoint. */
export function createWriter(db: Connection, file: string): IngestSink {
  const seed = Number(db.prepare("select value from meta where key = 'hash_seed'").pluck().get());
  const messages = createDictionary(db, { table: 'message', seed, fold: foldMessageId });
  const addresses = createDictionary(db, { table: 'address', seed, fold: foldAddress });
  const hosts = createDictionary(db, { table: 'host', seed, fold: (text) => text });
  const servers = createNameTable(db, 'server');
  const slotNames = createNameTable(db, 'slot');
  const slots = slotOrderBy(slotNames.nameOf);
  const hostName = db.prepare<[number], string>('select text from host where id = ?').pluck();
  const hops = createHopWriter(
    db,
    { number: hosts.id, name: (id) => hostName.get(id) ?? '' },
    slots,
  );
  const writeMessages = createMessageWriter(db, addresses, slots);
  const serverFacts = createServerFacts(db, servers);
  const sources = createSourceTable(db, slotNames);
  const putEvents = bulkInsert(db, 'insert', 'event', EVENT_COLUMNS);
  const putRejects = bulkInsert(db, 'insert or replace', 'reject', [
    'source_id',
    'line',
    'offset',
    'length',
    'code',
    'detail',
  ]);
  const putLink = db.prepare('insert or ignore into link (message_id, linked_id) values (?, ?)');
  const highestMessage = db.prepare<[], number | null>('select max(id) from message').pluck();

  refoldIfCatalogueChanged();

  function refoldIfCatalogueChanged(): void {
    const folded = db
      .prepare("select value from meta where key = 'catalogue_version'")
      .pluck()
      .get();
    if (Number(folded) === CATALOGUE_VERSION) return;
    transaction(() => {
      hops.refoldAll();
      db.prepare("update meta set value = ? where key = 'catalogue_version'").run(
        String(CATALOGUE_VERSION),
      );
    });
  }

  function transaction(work: () => void): void {
    try {
      db.transaction(work).immediate();
    } catch (error) {
      throw asUserError(error, file);
    }
  }

  function keyOf(event: LogEvent): EventKey {
    return {
      message: event.messageId === null ? null : messages.id(event.messageId),
      recipient: event.recipient === null ? 0 : addresses.id(plainAddress(event.recipient)),
      server: servers.id(event.server ?? ''),
    };
  }

  function writeLines(sourceId: number, slot: number, lines: readonly DecodedLine[]): void {
    const newFrom = highestMessage.get() ?? 0;
    const values: (number | null)[] = [];
    const folded = new Map<string, KeyedHop>();
    const facts = new Map<number, MessageFacts>();
    for (const { event, line, offset, length } of lines) {
      const key = keyOf(event);
      serverFacts.add(key.server, event);
      values.push(
        ...[
          sourceId,
          line,
          offset,
          length,
          event.at,
          event.code,
          key.message,
          key.recipient || null,
          key.server,
        ],
        event.partner === null ? null : hosts.id(event.partner),
        event.clientHost === null ? null : hosts.id(event.clientHost),
      );
      if (key.message === null) continue;
      const { message, recipient, server } = key;
      const mark = { at: event.at, slot, line, code: event.code };
      addHop(
        folded,
        { message, recipient, server },
        { mark, partner: event.partner, clientHost: event.clientHost },
        slots,
      );
      const sender = event.sender === null ? null : plainAddress(event.sender);
      const told = factsOf({ ...event, sender }, slot, line);
      const before = facts.get(message);
      facts.set(message, before === undefined ? told : mergeFacts(before, told, slots));
      if (event.linkedMessageId !== null) putLink.run(message, messages.id(event.linkedMessageId));
    }
    putEvents(values);
    hops.merge(folded.values(), (message) => message > newFrom);
    writeMessages(facts);
  }

  return {
    knownSources: sources.known,
    addSource: (source) => {
      let id = 0;
      transaction(() => {
        id = sources.add(source);
      });
      return id;
    },
    resumeSource(id, name) {
      transaction(() => {
        const taken = sources.resume(id, name);
        if (taken !== null) hops.refold(taken);
      });
    },
    write(sourceId, batch: Batch) {
      transaction(() => {
        const { slot, day } = sources.slotOf(sourceId);
        writeLines(sourceId, slot, batch.events);
        serverFacts.flush(batch.checkpoint.layout.writerVersion, day);
        putRejects(
          batch.rejects.flatMap(({ line, offset, length, code, detail }) => [
            sourceId,
            line,
            offset,
            length,
            code,
            detail,
          ]),
        );
        const server = batch.events[0]?.event.server ?? null;
        sources.checkpoint(sourceId, batch.checkpoint, server === null ? null : servers.id(server));
      });
    },
    endSource(sourceId, end) {
      transaction(() => {
        let eventId: number | null = null;
        if (end.lastLine !== null) {
          const { slot, day } = sources.slotOf(sourceId);
          writeLines(sourceId, slot, [end.lastLine]);
          serverFacts.flush(null, day);
          eventId = Number(db.prepare('select max(id) from event').pluck().get());
        }
        sources.end(sourceId, end, eventId);
      });
    },
    addOurs(patterns) {
      const put = db.prepare('insert or ignore into ours_pattern (pattern) values (?)');
      transaction(() => {
        for (const pattern of patterns) put.run(pattern);
      });
    },
    finish() {
      transaction(() => {
        learnSuffixes(db);
      });
      db.pragma('optimize');
    },
  };
}
