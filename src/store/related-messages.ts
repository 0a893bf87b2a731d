import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';
import { RUN_EVENTS } from './run-events.ts';

export interface LinkedMessage {
  readonly messageId: string;
  /** Null where none of its lines is loaded, or none names one. */
  readonly sender: string | null;
  /** Numbers of the messages of that id. */
  readonly ids: readonly number[];
}

/** Gives messages that lines of this one refer to, or whose lines refer to it (Linked-MSGID in 2003, reference in modern logs), in order of id. */
export type LinkedMessages = (message: number) => LinkedMessage[];

/**
 * A reference means each message of an id, as a rule one. Where thousands share it, they have the same ones refer to them, which
 * are looked for once.
 */
export function createLinkedMessages(store: Store): LinkedMessages {
  const { db } = store;
  const { membersOf } = readLives(db);
  const own = db.prepare<[string], OwnMessage>(OWN);
  const named = db.prepare<[string], number>(NAMED).pluck();
  const naming = db.prepare<[OwnMessage], number>(NAMING).pluck();
  const linked = db.prepare<LinkedQuery, LinkedRow>(LINKED);
  const namingById = new Map<string, readonly number[]>();

  function namingOf(message: OwnMessage): readonly number[] {
    const known = namingById.get(message.text);
    if (known !== undefined) return known;
    const found = naming.all(message);
    namingById.set(message.text, found);
    return found;
  }

  return (message) => {
    const ids = JSON.stringify(membersOf(message));
    const messages = own.all(ids);
    const found = new Set([...named.all(ids), ...messages.flatMap(namingOf)]);
    if (found.size === 0) return [];
    const texts = JSON.stringify(messages.map(({ text }) => text));
    return linked
      .all({ found: JSON.stringify([...found]), texts })
      .map((row) => ({ ...row, ids: numbersIn(row.ids) }));
  };
}

interface OwnMessage {
  readonly hash: number;
  readonly text: string;
}

/** JSON: numbers of messages that were found, and ids that are not asked for. */
type LinkedQuery = [{ readonly found: string; readonly texts: string }];
type LinkedRow = Omit<LinkedMessage, 'ids'> & { readonly ids: string };

const OWN = `
  select distinct hash, text from json_each(?) as own cross join message on message.id = own.value`;

const NAMED = 'select linked_id from link where message_id in (select value from json_each(?))';

const NAMING = `
  select distinct link.message_id from message cross join link on link.linked_id = message.id
  where message.hash = @hash and message.text = @text`;

const LINKED = `
  select message.text as messageId, max(sender.text) as sender,
    json_group_array(distinct message.id) as ids
  from json_each(@found) as found
  cross join message as named on named.id = found.value
  join message on message.hash = named.hash and message.text = named.text
  left join address as sender on sender.id = message.sender_id
  where named.text not in (select value from json_each(@texts))
  group by message.text order by message.text`;

function numbersIn(text: string): number[] {
  const numbers: number[] = JSON.parse(text);
  return numbers;
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
