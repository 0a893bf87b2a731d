import type { Store } from './reader.ts';
import { RUN_EVENTS } from './run-events.ts';

/** Ids of the same message in another service, either way (Linked-MSGID); in order of id. */
export function linkedIds(store: Store, message: number): string[] {
  return store.db
    .prepare<{ id: number }, string>(
      `select text from message where id in (
         select linked_id from link where message_id = @id
         union select message_id from link where linked_id = @id) and id <> @id order by text`,
    )
    .pluck()
    .all({ id: message });
}

/** A half-open range of time, milliseconds UTC. */
interface Range {
  readonly from: number;
  readonly to: number;
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
