import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { RUN_EVENTS } from './run-events.ts';

/** Messages of one id that lines of a message refer to, or whose lines refer to it. */
export interface LinkedMessage {
  readonly messageId: string;
  /** Null where none of its lines is loaded, or none names one. */
  readonly sender: string | null;
  /** Numbers of those whose lines refer to it; else of all of that id. In order of time. */
  readonly ids: readonly number[];
}

/** What lines link one message to. */
export interface MessageLink {
  readonly to: LinkedMessage;
  /** False where lines refer to its id alone, which several messages share: they may mean another one. */
  readonly isSure: boolean;
}

/** In the order in which they were loaded, which is that of their lines in the logs: who reads these unpacks each block of the archive once. */
export type LinksOf = (message: number) => MessageLink[];

/**
 * Gives messages that lines of this one refer to, or whose lines refer to it (Linked-MSGID in 2003, reference in modern logs). A reference names an id: where
 * thousands share one, they have the same messages refer to them, which are looked for once and given as the same objects.
 */
export function createLinkReader(store: Store): LinksOf {
  const { db } = store;
  const { membersOf } = readLives(db);
  const own = db.prepare<[string], OwnId>(OWN);
  const namedBy = db.prepare<[string], OwnId>(NAMED);
  const naming = db.prepare<[OwnId], LinkedRow>(linkedSql(NAMING));
  const ofId = db.prepare<[OwnId], LinkedRow>(linkedSql(OF_ID));
  const shared = db.prepare<[OwnId], number>(SHARED).pluck();
  const namingOf = onceEachId((id) => naming.all(id).map(readLinked));
  const allOf = onceEachId((id) => ofId.all(id).map(readLinked));
  const isShared = onceEachId((id) => (shared.get(id) ?? 0) > 1);

  return (message) => {
    const ids = JSON.stringify(membersOf(message));
    const owns = own.all(ids);
    const named = new Map(namedBy.all(ids).flatMap(allOf).map(byId));
    const linked = new Map([...named, ...owns.flatMap(namingOf).map(byId)]);
    for (const { text } of owns) linked.delete(text);
    const isSure = !owns.some(isShared);
    return [...linked.values()]
      .toSorted((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0))
      .map((to) => ({ to, isSure: isSure || named.has(to.messageId) }));
  };
}

function byId(one: LinkedMessage): [string, LinkedMessage] {
  return [one.messageId, one];
}

interface OwnId {
  readonly hash: number;
  readonly text: string;
}

type LinkedRow = Omit<LinkedMessage, 'ids'> & { readonly ids: string };

const OWN = `
  select distinct hash, text from json_each(?) as own cross join message on message.id = own.value`;

const NAMED = `
  select distinct message.hash, message.text
  from link join message on message.id = link.linked_id
  where link.message_id in (select value from json_each(?))`;

const OF_ID = 'select id from message where hash = @hash and text = @text';

const NAMING = `
  select distinct link.message_id as id from message cross join link on link.linked_id = message.id
  where message.hash = @hash and message.text = @text`;

/** Who has no network message id may be one of those who have, or known by references alone. */
const SHARED = `
  select count(*) from message where hash = @hash and text = @text and network_id is not null`;

function linkedSql(ids: string): string {
  return `
    select message.text as messageId, max(sender.text) as sender,
      json_group_array(message.id order by message.first_at, message.network_id) as ids
    from (${ids}) as found
    cross join message on message.id = found.id
    left join address as sender on sender.id = message.sender_id
    group by message.text`;
}

function readLinked({ ids, ...row }: LinkedRow): LinkedMessage {
  const numbers: number[] = JSON.parse(ids);
  return { ...row, ids: numbers };
}

function onceEachId<T>(find: (id: OwnId) => T): (id: OwnId) => T {
  const known = new Map<string, T>();
  return (id) => {
    const found = known.get(id.text) ?? find(id);
    known.set(id.text, found);
    return found;
  };
}

/** A half-open range of time, milliseconds UTC. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export interface NumberedMessage {
  readonly id: number;
  readonly messageId: string;
}

export interface ReportMessage {
  readonly messageId: string;
  readonly subject: string | null;
}

/** Messages of the null sender to one of `recipients` (numbers of addresses) that began on a server in a range. */
export function reportsTo(
  store: Store,
  recipients: readonly number[],
  server: string,
  range: Range,
): ReportMessage[] {
  return store.db
    .prepare<Record<string, unknown>, ReportMessage>(
      `select distinct report.text as messageId, report.subject
       from hop
       join server on server.id = hop.server_id and server.name = @server
       join message as report on report.id = hop.message_id
       join address as sender on sender.id = report.sender_id and sender.text = '<>'
       where hop.recipient_id in (select value from json_each(@recipients))
         and hop.first_seen_at >= @from and hop.first_seen_at < @to
       order by report.text`,
    )
    .all({ recipients: JSON.stringify(recipients), server, ...range });
}

/** Ids of messages of one of `senders` that have an event on a server of message `report` in a range; in order of id. */
export function sentBefore(
  store: Store,
  senders: readonly number[],
  code: number,
  report: number,
  range: Range,
): string[] {
  return store.db
    .prepare<Record<string, unknown>, string>(
      `select distinct message.text
       from message
       cross join ${RUN_EVENTS} as event on event.message_id = message.id and event.code = @code
         and event.at >= @from and event.at < @to
         and event.server_id in (select server_id from event_run where message_id = @report)
       where message.sender_id in (select value from json_each(@senders)) and message.id <> @report
         and message.first_at < @to and message.last_at >= @from
       order by message.text`,
    )
    .pluck()
    .all({ senders: JSON.stringify(senders), code, report, ...range });
}

/** Messages, by number and id, of one of `senders` that began in a range with an event of this code; the first 50 in order of id. */
export function madeBy(
  store: Store,
  senders: readonly number[],
  code: number,
  range: Range,
): NumberedMessage[] {
  return store.db
    .prepare<Record<string, unknown>, NumberedMessage>(
      `select distinct message.id, message.text as messageId
       from message
       cross join ${RUN_EVENTS} as event on event.message_id = message.id and event.code = @code
       where message.sender_id in (select value from json_each(@senders))
         and message.first_at >= @from and message.first_at < @to
       order by message.text, message.id limit 50`,
    )
    .all({ senders: JSON.stringify(senders), code, ...range });
}

/** Messages, by number and id, to one of `recipients` that began on a server in a range; the first 50 in order of id. */
export function sentTo(
  store: Store,
  recipients: readonly number[],
  range: Range,
): NumberedMessage[] {
  return store.db
    .prepare<Record<string, unknown>, NumberedMessage>(
      `select distinct message.id, message.text as messageId
       from hop join message on message.id = hop.message_id
       where hop.recipient_id in (select value from json_each(@recipients))
         and hop.first_seen_at >= @from and hop.first_seen_at < @to
       order by message.text, message.id limit 50`,
    )
    .all({ recipients: JSON.stringify(recipients), ...range });
}
