import { RUN_EVENTS } from './run-events.ts';
import { QUEUE, QUEUE_NAMES, QUEUE_STALLS, TRAFFIC, TRAFFIC_SLOW } from './schema-queue.ts';

/** `mtrl`: tells our database from any other SQLite file (pragma application_id). */
export const APPLICATION_ID = 0x6d74726c;

const TABLES = `
  create table meta (key text primary key, value text not null) strict, without rowid;

  create table server (
    id integer primary key,
    name text not null unique,
    version text,
    saw_2003_events integer not null default 0,
    saw_windows_2000 integer not null default 0
  ) strict;

  create table slot (id integer primary key, name text not null unique) strict;

  create table host (id integer primary key, hash integer not null, text text not null) strict;

  create table address (
    id integer primary key, hash integer not null, text text not null
  ) strict;

  create table message (
    id integer primary key,
    hash integer not null,
    text text not null,
    first_at integer, last_at integer,
    attr_rank integer not null default -1,
    attr_at integer, attr_slot integer, attr_line integer,
    sender_id integer,
    subject text,
    size_bytes integer,
    recipient_count integer,
    originated_at integer
  ) strict;

  create table link (
    message_id integer not null, linked_id integer not null,
    primary key (message_id, linked_id)
  ) strict, without rowid;
  create index link_by_linked on link (linked_id);

  create table source (
    id integer primary key,
    file text not null,
    slot_id integer not null references slot,
    slot_day integer,
    format text not null,
    encoding text not null,
    server text,
    server_id integer,
    has_subjects integer not null,
    head_sha256 text not null,
    size_bytes integer not null,
    sha256 text not null,
    checkpoint_offset integer not null,
    checkpoint_line integer not null,
    checkpoint_sha256 text not null,
    layout text not null,
    last_line_run integer,
    lines integer not null, events integer not null, directives integer not null,
    blank integer not null, continuations integer not null, rejects integer not null,
    check (lines = events + directives + blank + continuations + rejects)
  ) strict;

  create table reject (
    source_id integer not null references source,
    line integer not null, offset integer not null, length integer not null,
    code text not null, detail text not null,
    primary key (source_id, line)
  ) strict, without rowid;

  create table archive_block (
    source_id integer not null references source,
    offset integer not null, length integer not null,
    data blob not null,
    primary key (source_id, offset)
  ) strict;

  create table event_run (
    id integer primary key,
    message_id integer not null,
    source_id integer not null,
    server_id integer not null,
    first_line integer not null, first_offset integer not null, first_at integer not null,
    first_hop_id integer, last_hop_id integer,
    events text not null
  ) strict;
  create index event_run_by_message on event_run (message_id, server_id, source_id, first_hop_id, last_hop_id);

  create table hop (
    id integer primary key,
    message_id integer not null,
    recipient_id integer not null,
    server_id integer not null,
    first_seen_at integer not null, last_seen_at integer not null,
    move_code integer,
    arrival_ms integer,
    end_ms integer, end_code integer,
    next_hop_ms integer, next_hop_id integer,
    client_ms integer, client_id integer,
    stages integer not null, attempts integer not null, retries integer not null,
    events integer not null,
    marks blob not null
  ) strict;

  create table server_hour (
    server_id integer not null, hour integer not null,
    events integer not null, first_at integer not null, last_at integer not null,
    primary key (server_id, hour)
  ) strict, without rowid;

  create table server_day (
    server_id integer not null, day integer not null,
    primary key (server_id, day)
  ) strict, without rowid;

  create table clock_skew (
    from_id integer not null, to_id integer not null,
    ahead_ms integer not null, hand_overs integer not null,
    primary key (from_id, to_id)
  ) strict, without rowid;

  create table our_suffix (suffix text primary key) strict, without rowid;
  create table ours_pattern (pattern text primary key) strict, without rowid;
`;

/** Indexes that a first load makes at its end, which is faster: it needs none, but those of hashes where names are very many (rows-by-hash.ts). */
export const QUERY_INDEXES: Readonly<Record<string, string>> = {
  host_by_hash: 'host (hash)',
  address_by_hash: 'address (hash)',
  message_by_hash: 'message (hash, network_id)',
  message_by_sender: 'message (sender_id)',
  message_by_first: 'message (first_at)',
  hop_by_recipient:
    'hop (recipient_id, message_id, server_id, next_hop_id, end_code, first_seen_at, end_ms, last_seen_at, arrival_ms)',
  hop_open:
    'hop (message_id, server_id, recipient_id, stages, first_seen_at, last_seen_at, end_ms, move_code, end_code) where (end_ms is null or move_code <> end_code)',
  hop_by_end:
    'hop (first_seen_at + end_ms, end_code, end_ms, next_hop_id, message_id, recipient_id, server_id, first_seen_at) where end_ms is not null',
};

const VIEWS = `
  create view events as
    select event.source_id * 4294967296 + event.line as id,
      strftime('%Y-%m-%dT%H:%M:%fZ', event.at / 1000.0, 'unixepoch') as at,
      event.code as event, message.text as message_id, recipient.text as recipient,
      server.name as server, partner.text as partner, client.text as client_host,
      source.file, event.line, event.offset, event.length
    from ${RUN_EVENTS} as event
    join source on source.id = event.source_id
    join server on server.id = event.server_id
    left join message on message.id = event.message_id
    left join address as recipient on recipient.id = event.recipient_id
    left join host as partner on partner.id = event.partner_id
    left join host as client on client.id = event.client_id;

  create view messages as
    select message.text as message_id, sender.text as sender, message.subject,
      message.size_bytes, message.recipient_count,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.originated_at / 1000.0, 'unixepoch') as originated_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.first_at / 1000.0, 'unixepoch') as first_seen_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.last_at / 1000.0, 'unixepoch') as last_seen_at
    from message left join address as sender on sender.id = message.sender_id;

  create view hops as
    select message.text as message_id, recipient.text as recipient, server.name as server,
      strftime('%Y-%m-%dT%H:%M:%fZ', hop.first_seen_at / 1000.0, 'unixepoch') as first_seen_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', hop.last_seen_at / 1000.0, 'unixepoch') as last_seen_at,
      hop.move_code as last_event, next_hop.text as next_hop, client.text as client_host,
      hop.attempts, hop.retries, hop.events
    from hop
    join message on message.id = hop.message_id
    join server on server.id = hop.server_id
    left join address as recipient on recipient.id = hop.recipient_id
    left join host as next_hop on next_hop.id = hop.next_hop_id
    left join host as client on client.id = hop.client_id;

  create view sources as
    select file, format, size_bytes, sha256, lines, events, directives, blank, continuations, rejects
    from source;

  create view rejects as
    select source.file, reject.line, reject.offset, reject.length, reject.code, reject.detail
    from reject join source on source.id = reject.source_id;

  create view coverage as
    select server.name as server,
      strftime('%Y-%m-%dT%H:00:00Z', server_hour.hour * 3600, 'unixepoch') as hour,
      server_hour.events
    from server_hour join server on server.id = server_hour.server_id;
`;

/**
 * `purged_before` (ms UTC): lines of the source that were older were purged, and its archive holds blanks for them.
 *
 * Of the audit rows are only added: triggers keep programs from changing or removing one by mistake, an insert that replaces one too.
 */
const AUDIT_AND_PURGE = `
  alter table source add column purged_before integer;
  drop view sources;
  create view sources as
    select file, format, size_bytes, sha256, lines, events, directives, blank, continuations, rejects,
      strftime('%Y-%m-%dT%H:%M:%fZ', purged_before / 1000.0, 'unixepoch') as purged_before
    from source;

  create table audit_entry (
    id integer primary key,
    at_ms integer not null,
    action text not null,
    case_name text,
    actor text not null,
    reason text,
    query text not null check (json_valid(query)),
    outcome text not null check (json_valid(outcome)),
    tool text not null
  ) strict;
  create trigger audit_entry_stays_as_it_is before update on audit_entry
    begin select raise(abort, 'audit is only added to'); end;
  create trigger audit_entry_stays before delete on audit_entry
    begin select raise(abort, 'audit is only added to'); end;
  create trigger audit_entry_is_not_replaced before insert on audit_entry
    when exists (select 1 from audit_entry where id = new.id)
    begin select raise(abort, 'audit is only added to'); end;

  create view audit as
    select id, strftime('%Y-%m-%dT%H:%M:%fZ', at_ms / 1000.0, 'unixepoch') as at,
      action, case_name, actor, reason, query, outcome, tool
    from audit_entry;
`;

/** Clock skews are learned from this index alone: it has the arrival too. The next run makes it anew. */
const WIDER_INDEX = 'drop index if exists hop_by_recipient;';

/**
 * Modern logs. `network_id` is the GUID that all copies of a message keep: two mails may share `text`. `server_suffix` are DNS suffixes that lines give the server
 * that wrote them. `event_name` says what the codes of modern
 * events stand for. `life`: rows of `message` that are of one life (message-lives.ts), derived from all else; `submission` are those that stand for
 * a mailbox and event number, and the message that came of it.
 */
const MODERN = `
  alter table message add column network_id text;
  create table server_suffix (
    source_id integer not null, server_id integer not null, suffix text not null,
    primary key (source_id, server_id, suffix)
  ) strict, without rowid;
  create table event_name (code integer primary key, name text not null) strict;
  create table submission (
    submission_id integer not null, message_id integer not null,
    primary key (submission_id, message_id)
  ) strict, without rowid;
  create index submission_by_message on submission (message_id);
  create table life (message_id integer primary key, life_id integer not null) strict;
  create index life_by_life on life (life_id);

  drop view if exists events;
  create view events as
    select event.source_id * 4294967296 + event.line as id,
      strftime('%Y-%m-%dT%H:%M:%fZ', event.at / 1000.0, 'unixepoch') as at,
      coalesce(event_name.name, event.code) as event, message.text as message_id, recipient.text as recipient,
      server.name as server, partner.text as partner, client.text as client_host,
      source.file, event.line, event.offset, event.length
    from ${RUN_EVENTS} as event
    join source on source.id = event.source_id
    join server on server.id = event.server_id
    left join event_name on event_name.code = event.code
    left join message on message.id = event.message_id
    left join address as recipient on recipient.id = event.recipient_id
    left join host as partner on partner.id = event.partner_id
    left join host as client on client.id = event.client_id;

  drop view if exists messages;
  create view messages as
    select message.text as message_id, message.network_id as network_message_id, sender.text as sender, message.subject,
      message.size_bytes, message.recipient_count,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.originated_at / 1000.0, 'unixepoch') as originated_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.first_at / 1000.0, 'unixepoch') as first_seen_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.last_at / 1000.0, 'unixepoch') as last_seen_at
    from message left join address as sender on sender.id = message.sender_id
    where message.id not in (select message_id from life);

  drop view if exists hops;
  create view hops as
    select message.text as message_id, recipient.text as recipient, server.name as server,
      strftime('%Y-%m-%dT%H:%M:%fZ', hop.first_seen_at / 1000.0, 'unixepoch') as first_seen_at,
      strftime('%Y-%m-%dT%H:%M:%fZ', hop.last_seen_at / 1000.0, 'unixepoch') as last_seen_at,
      coalesce(event_name.name, hop.move_code) as last_event, next_hop.text as next_hop, client.text as client_host,
      hop.attempts, hop.retries, hop.events
    from hop
    join message on message.id = hop.message_id
    join server on server.id = hop.server_id
    left join event_name on event_name.code = hop.move_code
    left join address as recipient on recipient.id = hop.recipient_id
    left join host as next_hop on next_hop.id = hop.next_hop_id
    left join host as client on client.id = hop.client_id;
`;

/**
 * The first and last event (ms UTC) before a source's checkpoint, as far as they are near the day of its name; null: none, or read by a version before this
 * one. A server's logs are told from them (read-server-logs.ts).
 */
const SOURCE_TIMES = `
  alter table source add column first_event_at integer;
  alter table source add column last_event_at integer;
`;

/** Thousands of messages may share an id: they are told apart by this index alone. The next run makes it anew. */
const TOLD_APART = 'drop index if exists message_by_hash;';

/** Statements that bring a database from version n to n + 1; the position in the list is n. Only ever append. */
export const MIGRATIONS: readonly string[] = [
  TABLES + VIEWS,
  AUDIT_AND_PURGE,
  WIDER_INDEX + QUEUE,
  MODERN,
  SOURCE_TIMES,
  QUEUE_STALLS,
  TRAFFIC,
  QUEUE_NAMES,
  TRAFFIC_SLOW,
  TOLD_APART,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
