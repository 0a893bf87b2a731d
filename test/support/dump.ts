import type { Connection } from '../../src/store/open.ts';
import { MARKS } from '../../src/store/schema.ts';

type Rows = readonly unknown[][];

/** All rows of all tables as they are. */
export function dumpTables(db: Connection): Record<string, Rows> {
  const tables = db
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    )
    .pluck()
    .all();
  return Object.fromEntries(tables.map((table) => [table, read(db, `select * from ${table}`)]));
}

const MARK_COLUMNS = MARKS.map(
  (mark) =>
    `hop.${mark}_at, (select name from slot where id = hop.${mark}_slot), hop.${mark}_line, hop.${mark}_code`,
).join(', ');

const CONTENT = {
  event: `
    select file, event.line, event.offset, event.length, event.at, event.code, message.text, address.text,
      server.name, partner.text, client.text
    from event join source on source.id = source_id join server on server.id = event.server_id
    left join message on message.id = message_id left join address on address.id = recipient_id
    left join host as partner on partner.id = partner_id left join host as client on client.id = event.client_id`,
  hop: `
    select message.text, address.text, server.name, hop.first_seen_at, hop.last_seen_at, ${MARK_COLUMNS},
      next_hop.text, client.text, stages, attempts, retries, events
    from hop join message on message.id = message_id join server on server.id = hop.server_id
    left join address on address.id = recipient_id
    left join host as next_hop on next_hop.id = next_hop_id left join host as client on client.id = client_id`,
  message: `
    select message.text, first_at, last_at, attr_rank, attr_at, slot.name, attr_line, address.text, subject,
      size_bytes, recipient_count, originated_at
    from message left join slot on slot.id = attr_slot left join address on address.id = sender_id
    where first_at is not null`,
  link: `
    select message.text, linked.text from link
    join message on message.id = message_id join message as linked on linked.id = linked_id`,
  reject: `
    select file, line, offset, length, code, detail from reject join source on source.id = source_id`,
  source: `
    select file, slot.name, slot_day, format, server, size_bytes, sha256, checkpoint_offset, checkpoint_line,
      checkpoint_sha256, layout, lines, events, directives, blank, continuations, rejects
    from source join slot on slot.id = slot_id`,
  server: 'select name, version, saw_2003_events, saw_windows_2000 from server',
  serverHour: `
    select name, hour, events, first_at, last_at from server_hour join server on server.id = server_id`,
  serverDay: 'select name, day from server_day join server on server.id = server_id',
  ourSuffix: 'select suffix from our_suffix',
};

export type Content = Readonly<Record<keyof typeof CONTENT, Rows>>;

/** What a database holds, by names instead of numbers, in an order of its own: equal for equal content. */
export function dumpContent(db: Connection): Content {
  const rows = (name: keyof typeof CONTENT): Rows => inOrder(read(db, CONTENT[name]));
  return {
    event: rows('event'),
    hop: rows('hop'),
    message: rows('message'),
    link: rows('link'),
    reject: rows('reject'),
    source: rows('source'),
    server: rows('server'),
    serverHour: rows('serverHour'),
    serverDay: rows('serverDay'),
    ourSuffix: rows('ourSuffix'),
  };
}

function read(db: Connection, sql: string): Rows {
  return db.prepare<[], unknown[]>(sql).raw().all();
}

function inOrder(rows: Rows): Rows {
  return rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ row }) => row);
}
