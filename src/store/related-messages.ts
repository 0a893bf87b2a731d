import { onceEach } from '../model/once-each.ts';
import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { RUN_EVENTS } from './run-events.ts';

/** Messages of one id that lines of a message refer to, or whose lines refer to it. */
export interface LinkedMessage {
  readonly messageId: string;
  /** Null where none of its lines is loaded, or none names one. */
  readonly sender: string | null;
  /** Those whose lines refer to it; else all of that id. Each by the number that stands for its life, in order of time. */
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
  const idsOf = db.prepare<[string], OwnId>(IDS_OF);
  const referredTo = db.prepare<[string], OwnId>(REFERRED_TO);
  const withId = db.prepare<[OwnId], LinkedRow>(linkedSql(WITH_ID));
  const referring = db.prepare<[OwnId], LinkedRow>(linkedSql(REFERRING));
  const sharing = db.prepare<[OwnId], number>(SHARING).pluck();
  const allWith = onceEach((id: OwnId) => withId.all(id).map(readLinked), textOf);
  const allReferringTo = onceEach((id: OwnId) => referring.all(id).map(readLinked), textOf);
  const isShared = onceEach((id: OwnId) => (sharing.get(id) ?? 0) > 1, textOf);

  return (message) => {
    const rows = JSON.stringify(membersOf(message));
    const own = idsOf.all(rows);
    const named = new Map(referredTo.all(rows).flatMap(allWith).map(byId));
    const linked = new Map([...named, ...own.flatMap(allReferringTo).map(byId)]);
    for (const { text } of own) linked.delete(text);
    const isSure = !own.some(isShared);
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

const IDS_OF = `
  select distinct hash, text from json_each(?) as own cross join message on message.id = own.value`;

const REFERRED_TO = `
  select distinct message.hash, message.text
  from link join message on message.id = link.linked_id
  where link.message_id in (select value from json_each(?))`;

const WITH_ID = 'select id from message where hash = @hash and text = @text';

const REFERRING = `
  select distinct link.message_id as id from message cross join link on link.linked_id = message.id
  where message.hash = @hash and message.text = @text`;

/** Rows without a network message id do not count: lines of older servers have none, nor has what is known by references alone. */
const SHARING = `
  select count(*) from message where hash = @hash and text = @text and network_id is not null`;

/** A row that refers may be but a part of its life: what the message was made as, and by whom, other parts may tell. */
function linkedSql(rows: string): string {
  return `
    with head as (
      select distinct coalesce(life.life_id, found.id) as id
      from (${rows}) as found left join life on life.message_id = found.id)
    select message.text as messageId,
      max((select max(sender.text) from message as part join address as sender on sender.id = part.sender_id
        where part.id in (select head.id union all select message_id from life where life_id = head.id))) as sender,
      json_group_array(message.id order by message.first_at, message.network_id) as ids
    from head cross join message on message.id = head.id
    group by message.text`;
}

function readLinked({ ids, ...row }: LinkedRow): LinkedMessage {
  const numbers: number[] = JSON.parse(ids);
  return { ...row, ids: numbers };
}

function textOf({ text }: OwnId): string {
  return text;
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
