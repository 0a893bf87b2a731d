// Tables that the end of each run makes of all else.

/**
 * What queries ask of what is open, lost or unlogged at the end of the logs, made by the end of each run (queue-tables.ts) from all else:
 * `queue_message` may have such recipients (`may_be_open`: open ones too), `queue_person` is where each of them stands. `queue_touched` are messages whose rows are out
 * of date, beside those with runs of events that are newer than what `meta` has under `queue`.
 */
export const QUEUE = `
  create table queue_message (
    message_id integer primary key, last_at integer not null, servers integer not null, may_be_open integer not null
  ) strict;
  create table queue_person (
    message_id integer not null, number integer not null,
    recipient_id integer not null, sender_id integer,
    server_id integer not null, code integer, at integer not null, since integer not null,
    last_at integer not null, next_hop_id integer, joined integer not null,
    primary key (message_id, number)
  ) strict, without rowid;
  create table queue_touched (message_id integer primary key) strict;
`;

/**
 * How long recipients of a message were anywhere, as far as `queue_person` does not tell it (kept-stalls.ts): the longest time, and when the last of those that
 * count was over (ms UTC). `queue_stall` are long ones: of a recipient on one server a JSON list of `[stage, since, from, to]`, the stage as the
 * bit of `stages`, times in milliseconds before `at`; `person` is the number in `queue_person` of who is still there. The tables are made anew, as what they are made of has another version.
 */
export const QUEUE_STALLS = `
  alter table queue_message add column other_ms integer not null default 0;
  alter table queue_message add column other_until integer;
  alter table queue_message add column ended_until integer;
  create table queue_stall (
    message_id integer not null, number integer not null,
    person integer, recipient_id integer not null, sender_id integer,
    server_id integer not null, at integer not null, pieces text not null,
    primary key (message_id, number)
  ) strict, without rowid;
`;

/**
 * What came and went by the quarter of an hour (number: time in ms UTC / 900,000), made by the end of each run (traffic-tables.ts): `slow` is a JSON list of how long hops took, in milliseconds, of those that took long; `ends` one of stages, as
 * the bits of `stages`, each before how many hops ended so; `took` a list of lists: a stage, then seconds, each before how many recipients took so long. Made anew are the quarters in
 * `traffic_touched`, beside those that newer rows count in.
 */
export const TRAFFIC = `
  create table traffic (
    quarter integer primary key,
    new_messages integer not null, recipients_in integer not null, recipients_out integer not null,
    slow integer not null, ends text not null, took text not null
  ) strict;
  create table traffic_touched (quarter integer primary key) strict;
`;

/**
 * What is asked of addresses, as to look up one that is met once is to read a page of the database: whether sender or recipient is of the system, and their texts where
 * the recipient was not handed over.
 */
export const QUEUE_NAMES = `
  alter table queue_person add column is_system integer not null default 0;
  alter table queue_person add column sender text;
  alter table queue_person add column recipient text;
  alter table queue_stall add column is_system integer not null default 0;
`;

/** How long what took long did take, and not how often: any threshold is asked about. */
export const TRAFFIC_SLOW = `
  alter table traffic drop column slow;
  alter table traffic add column slow text not null default '[]';
`;
