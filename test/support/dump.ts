import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import type { Connection } from '../../src/store/open.ts';
import { MarkReader } from '../../src/store/pack-marks.ts';
import { RUN_EVENTS } from '../../src/store/run-events.ts';

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

/** The id of a message, and the GUID that parts it from others of that id. */
const idOf = (message: string): string =>
  `${message}.text || coalesce(' ' || ${message}.network_id, '')`;

const CONTENT = {
  event: `
    select file, event.line, event.offset, event.length, event.at, event.code, ${idOf('message')}, address.text,
      server.name, partner.text, client.text
    from ${RUN_EVENTS} as event
    join source on source.id = source_id join server on server.id = event.server_id
    left join message on message.id = message_id left join address on address.id = recipient_id
    left join host as partner on partner.id = partner_id left join host as client on client.id = event.client_id`,
  message: `
    select ${idOf('message')}, first_at, last_at, attr_rank, attr_at, slot.name, attr_line, address.text, subject,
      size_bytes, recipient_count, originated_at
    from message left join slot on slot.id = attr_slot left join address on address.id = sender_id
    where first_at is not null`,
  link: `
    select ${idOf('message')}, ${idOf('linked')} from link
    join message on message.id = message_id join message as linked on linked.id = linked_id`,
  submission: `
    select ${idOf('submission_message')}, ${idOf('message')} from submission
    join message as submission_message on submission_message.id = submission_id
    join message on message.id = message_id`,
  life: `
    select ${idOf('message')}, ${idOf('head')} from life
    join message on message.id = message_id join message as head on head.id = life_id`,
  serverSuffix: `
    select file, server.name, suffix from server_suffix
    join source on source.id = source_id join server on server.id = server_suffix.server_id`,
  reject: `
    select file, line, offset, length, code, detail from reject join source on source.id = source_id`,
  source: `
    select file, slot.name, slot_day, format, encoding, source.server, server.name, head_sha256, size_bytes,
      sha256, checkpoint_offset, checkpoint_line, checkpoint_sha256, layout, lines, events, directives, blank,
      continuations, rejects, first_event_at, last_event_at
    from source join slot on slot.id = slot_id left join server on server.id = server_id`,
  server: 'select name, version, saw_2003_events, saw_windows_2000 from server',
  serverHour: `
    select name, hour, events, first_at, last_at from server_hour join server on server.id = server_id`,
  serverDay: 'select name, day from server_day join server on server.id = server_id',
  clockSkew: `
    select a.name, b.name, ahead_ms, hand_overs
    from clock_skew join server as a on a.id = from_id join server as b on b.id = to_id`,
  queueMessage: `
    select ${idOf('message')}, queue_message.last_at, servers, may_be_open, other_ms, other_until, ended_until
    from queue_message left join message on message.id = message_id`,
  queuePerson: `
    select ${idOf('message')}, number, address.text, sender.text, server.name, code, at, since, queue_person.last_at, host.text, joined,
      is_system, queue_person.sender, queue_person.recipient
    from queue_person left join message on message.id = message_id
    left join address on address.id = recipient_id left join address as sender on sender.id = queue_person.sender_id
    left join server on server.id = server_id left join host on host.id = next_hop_id`,
  queueStall: `
    select ${idOf('message')}, number, person, address.text, sender.text, server.name, at, pieces, is_system
    from queue_stall left join message on message.id = message_id
    left join address on address.id = recipient_id left join address as sender on sender.id = queue_stall.sender_id
    left join server on server.id = server_id`,
  queueTouched: 'select message_id from queue_touched',
  traffic: 'select * from traffic',
  trafficTouched: 'select quarter from traffic_touched',
  ourSuffix: 'select suffix from our_suffix',
  oursPattern: 'select pattern from ours_pattern',
};

export type Content = Readonly<Record<keyof typeof CONTENT | 'hop' | 'archive', Rows>>;

/** What a database holds, by names instead of numbers, in an order of its own: equal for equal content. */
export function dumpContent(db: Connection): Content {
  const rows = (name: keyof typeof CONTENT): Rows => inOrder(read(db, CONTENT[name]));
  return {
    event: rows('event'),
    hop: inRuns(db, inOrder(readHops(db))),
    message: rows('message'),
    link: rows('link'),
    submission: rows('submission'),
    life: rows('life'),
    serverSuffix: rows('serverSuffix'),
    reject: rows('reject'),
    source: rows('source'),
    archive: inOrder(readArchives(db)),
    server: rows('server'),
    serverHour: rows('serverHour'),
    serverDay: rows('serverDay'),
    clockSkew: rows('clockSkew'),
    queueMessage: rows('queueMessage'),
    queuePerson: rows('queuePerson'),
    queueStall: rows('queueStall'),
    queueTouched: rows('queueTouched'),
    traffic: rows('traffic'),
    trafficTouched: rows('trafficTouched'),
    ourSuffix: rows('ourSuffix'),
    oursPattern: rows('oursPattern'),
  };
}

/** Queries find hops by runs of events alone, so each one has to lie in just one. */
function inRuns(db: Connection, found: Rows): Rows {
  const count = db.prepare<[], number>('select count(*) from hop').pluck().get();
  if (count !== found.length)
    throw new Error(`${count} hops, but ${found.length} in runs of events`);
  return found;
}

interface HopDump {
  readonly first: number;
  readonly marks: string;
  /** The other columns as a JSON list. */
  readonly columns: string;
}

/** Slots have their names in the marks too. */
function readHops(db: Connection): Rows {
  const slotName = db.prepare<[number], string>('select name from slot where id = ?').pluck();
  const hops = db.prepare<[], HopDump>(`
    select first_seen_at as first, hex(marks) as marks, json_array(${idOf('message')}, address.text, server.name, first_seen_at,
      last_seen_at, move_code, arrival_ms, end_ms, end_code, next_hop_ms, next_hop.text, client_ms, client.text,
      stages, attempts, retries, hop.events) as columns
    from event_run join hop on hop.id between first_hop_id and last_hop_id
    join message on message.id = event_run.message_id and message.id = hop.message_id
    join server on server.id = hop.server_id left join address on address.id = recipient_id
    left join host as next_hop on next_hop.id = next_hop_id left join host as client on client.id = client_id`);
  return hops.all().map(({ columns, marks, first }) => {
    const reader = new MarkReader(marks, first);
    const named = Array.from({ length: 7 }, () => reader.next()).map(
      (mark) => mark && [mark.at, slotName.get(mark.slot), mark.line, mark.code],
    );
    return [columns, ...named];
  });
}

interface BlockDump {
  readonly offset: number;
  readonly length: number;
  readonly data: Buffer;
}

/** Of each source the hash of the bytes that are kept; blocks that leave a hole or overlap are told. */
function readArchives(db: Connection): Rows {
  const blocks = db.prepare<[number], BlockDump>(
    'select offset, length, data from archive_block where source_id = ? order by offset',
  );
  const sources = db.prepare<[], { id: number; file: string }>('select id, file from source').all();
  return sources.map(({ id, file }) => {
    const hash = createHash('sha256');
    let end = 0;
    for (const { offset, length, data } of blocks.iterate(id)) {
      const bytes = brotliDecompressSync(data);
      if (offset !== end || bytes.length !== length) return [file, `no block at ${end}`];
      hash.update(bytes);
      end += length;
    }
    return [file, end, hash.digest('hex')];
  });
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
