import type { Tables } from '../ingest/pack/packed-batch.ts';
import { foldAddress, foldMessageId } from '../model/fold-names.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { addRow, BulkInsert } from './bulk-insert.ts';
import { createDictionary, createNameTable } from './dictionary.ts';
import type { Dictionary, Learned, NameTable } from './dictionary.ts';
import { NumberMap } from './number-map.ts';
import type { Connection } from './open.ts';
import { readQueueState } from './queue-state.ts';
import { slotOrderBy } from './slot-order.ts';
import { WaitingMessages } from './waiting-messages.ts';
import { createSystemAddresses } from './system-addresses.ts';
import type { KnownSystem } from './system-addresses.ts';

/** What the numbers of a batch are in the database; a recipient of none is 0, other numbers must be there. */
export interface BatchNumbers {
  message(number: number): number;
  recipient(number: number): number;
  server(number: number): number;
  host(number: number): number;
}

/** All dictionaries of a database that is written to. */
export interface Names {
  readonly servers: NameTable;
  readonly slotNames: NameTable;
  readonly slots: SlotOrder;
  readonly numbers: BatchNumbers;
  /** Whether an address is one of the system, by its number; 0 is none. */
  readonly isSystem: (address: number) => boolean;
  readonly system: KnownSystem;
  /** Rows of messages that are not written yet. */
  readonly waiting: WaitingMessages;
  /** Takes in what a batch names for the first time, but for the rows of messages, which it gives: they hold more than their text. */
  learn(tables: Tables): Learned;
}

export function createNames(db: Connection): Names {
  const slotNames = createNameTable(db, 'slot');
  const servers = createNameTable(db, 'server');
  const waiting = new WaitingMessages();
  const messages = createDictionary(db, { table: 'message', fold: foldMessageId, waiting });
  const messageIds = new NumberMap();
  const serverIds = new NumberMap();
  const systemMail = createSystemAddresses(db);
  const addresses = createTextTable(db, 'address', foldAddress, {
    onNew: systemMail.note,
    onRespelled: watchSpelling(db),
  });
  const hosts = createTextTable(db, 'host', (text) => text);

  return {
    servers,
    slotNames,
    slots: slotOrderBy(slotNames.nameOf),
    numbers: {
      message: (number) => messageIds.get(number),
      recipient: (number) => (number < 0 ? 0 : addresses.ids.get(number)),
      server: (number) => serverIds.get(number),
      host: (number) => hosts.ids.get(number),
    },
    isSystem: systemMail.has,
    system: systemMail.known,
    waiting,
    learn(tables) {
      addresses.learn(tables.addresses);
      hosts.learn(tables.hosts);
      for (const [, spelled] of tables.servers.respelled) servers.id(spelled);
      serverIds.set(tables.servers.from, tables.servers.texts.map(servers.id));
      const learned = messages.learn(tables.messages, messageIds);
      messageIds.set(tables.messages.from, learned.ids);
      return learned;
    },
  };
}

/** Recipients of a message are judged in the order of their addresses, as these are spelled, and texts are kept of those who are judged. */
function watchSpelling(db: Connection): ((id: number) => void) | undefined {
  // A first load makes the tables of the queue at its end.
  if (readQueueState(db) === null) return undefined;
  const touch = db.prepare<[{ readonly id: number }]>(`
    insert or ignore into queue_touched
    select message_id from hop where recipient_id = @id
    union select message.id from message
      cross join queue_message on queue_message.message_id = message.id where sender_id = @id`);
  return (id) => {
    touch.run({ id });
  };
}

interface TextWatch {
  readonly onNew?: (id: number, text: string) => void;
  readonly onRespelled?: ((id: number) => void) | undefined;
}

function createTextTable(
  db: Connection,
  table: 'address' | 'host',
  fold: (text: string) => string,
  { onNew, onRespelled }: TextWatch = {},
): { learn(news: Tables['hosts']): void; readonly ids: NumberMap } {
  const dictionary: Dictionary = createDictionary(db, {
    table,
    fold,
    ...(onRespelled && { onRespelled }),
  });
  const put = new BulkInsert(db, 'insert or fail', table, ['id', 'hash', 'text']);
  const ids = new NumberMap();
  return {
    ids,
    learn(news) {
      const learned = dictionary.learn(news, ids);
      for (const [index, text] of news.texts.entries())
        if (learned.isNew(index)) {
          const id = learned.ids[index] ?? 0;
          addRow(put, [id, news.hashes[index] ?? 0, text]);
          onNew?.(id, text);
        }
      put.flush();
      ids.set(news.from, learned.ids);
    },
  };
}
