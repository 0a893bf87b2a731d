import type { LogEvent } from '../model/log-event.ts';
import { foldAddress, foldMessageId, plainAddress } from '../model/fold-names.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import { createDictionary, createNameTable, readSeed } from './dictionary.ts';
import type { Dictionary, NameTable } from './dictionary.ts';
import type { Connection } from './open.ts';
import { slotOrderBy } from './slot-order.ts';

/** All dictionaries of a database that is written to. */
export interface Names {
  readonly messages: Dictionary;
  readonly addresses: Dictionary;
  readonly hosts: Dictionary;
  readonly servers: NameTable;
  readonly slotNames: NameTable;
  readonly slots: SlotOrder;
  hostName(id: number): string;
}

export function createNames(db: Connection): Names {
  const seed = readSeed(db);
  const slotNames = createNameTable(db, 'slot');
  const hostName = db.prepare<[number], string>('select text from host where id = ?').pluck();
  return {
    messages: createDictionary(db, { table: 'message', seed, fold: foldMessageId }),
    addresses: createDictionary(db, {
      table: 'address',
      seed,
      fold: foldAddress,
      plain: plainAddress,
    }),
    hosts: createDictionary(db, { table: 'host', seed, fold: (text) => text }),
    servers: createNameTable(db, 'server'),
    slotNames,
    slots: slotOrderBy(slotNames.nameOf),
    hostName: (id) => hostName.get(id) ?? '',
  };
}

/** The numbers of what a line names. */
export interface EventNumbers {
  /** Null where the line names no message. */
  readonly message: number | null;
  /** 0 where the line names no recipient. */
  readonly recipient: number;
  readonly server: number;
  readonly partner: number | null;
  readonly client: number | null;
}

export function numbersOf(event: LogEvent, names: Names): EventNumbers {
  const { messageId, recipient, server, partner, clientHost } = event;
  return {
    message: messageId === null ? null : names.messages.id(messageId),
    recipient: recipient === null ? 0 : names.addresses.id(recipient),
    server: names.servers.id(server ?? ''),
    partner: partner === null ? null : names.hosts.id(partner),
    client: clientHost === null ? null : names.hosts.id(clientHost),
  };
}
