import type { Verdict } from '../lifecycle/verdict.ts';
import { foldAddress } from '../model/fold-names.ts';
import { matchAddresses } from '../store/find-messages.ts';
import type { StoredEvent, StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { RelatedReport } from '../model/report.ts';

const NDR_EVENT = 1030;
/** A DSN is logged at or shortly after the 1030 it reports; clocks are the same server's. */
const DSN_WITHIN_MS = 10 * 60_000;
const DSN_SUBJECT = /^\s*(delivery status notification \(|undeliverable|nondeliverable)/i;

/**
 * Other messages that belong to one: its NDR or the original of an NDR (no log says which, so probable), and the same
 * message under the id of another service (Linked-MSGID, certain). In order of id.
 */
export function findRelated(
  store: Store,
  message: StoredMessage,
  verdicts: readonly Verdict[],
  events: readonly StoredEvent[],
): RelatedReport[] {
  const related = [
    ...linkedTo(store, message),
    ...(message.sender === '<>'
      ? originalsOf(store, message, verdicts)
      : ndrsOf(store, message, events)),
  ];
  return related.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
}

function linkedTo(store: Store, message: StoredMessage): RelatedReport[] {
  const ids = store.db
    .prepare<{ id: number }, string>(
      `select text from message where id in (
         select linked_id from link where message_id = @id
         union select message_id from link where linked_id = @id) and id <> @id order by text`,
    )
    .pluck()
    .all({ id: message.id });
  return ids.map((messageId) => ({ messageId, relation: 'linked', confidence: 'certain' }));
}

interface NdrPair {
  readonly messageId: string;
  readonly subject: string | null;
}

/** DSNs to the sender that began on the server and at the time of one of this message's 1030. */
function ndrsOf(
  store: Store,
  message: StoredMessage,
  events: readonly StoredEvent[],
): RelatedReport[] {
  const refusals = events.filter(({ code }) => code === NDR_EVENT);
  if (message.sender === null || refusals.length === 0) return [];
  const senders = JSON.stringify(matchAddresses(store, message.sender));
  const reports = store.db.prepare<Record<string, unknown>, NdrPair>(
    `select distinct dsn.text as messageId, dsn.subject
     from hop
     join server on server.id = hop.server_id and server.name = @server
     join message as dsn on dsn.id = hop.message_id and dsn.id <> @id
     join address as sender on sender.id = dsn.sender_id and sender.text = '<>'
     where hop.recipient_id in (select value from json_each(@senders))
       and hop.first_seen_at between @at and @until`,
  );
  const ids = new Set<string>();
  for (const { at, server } of refusals)
    for (const pair of reports.all({
      id: message.id,
      senders,
      server,
      at,
      until: at + DSN_WITHIN_MS,
    }))
      if (isDsn(pair)) ids.add(pair.messageId);
  return [...ids].map((messageId) => ({ messageId, relation: 'ndr', confidence: 'probable' }));
}

function isDsn({ subject }: NdrPair): boolean {
  return subject === null || DSN_SUBJECT.test(subject);
}

/** Messages of a DSN's recipient that got a 1030 on its server just before it. */
function originalsOf(
  store: Store,
  message: StoredMessage,
  verdicts: readonly Verdict[],
): RelatedReport[] {
  if (message.subject !== null && !DSN_SUBJECT.test(message.subject)) return [];
  const recipients = new Set(verdicts.flatMap(({ forms }) => forms.map(foldAddress)));
  const ids = [...recipients].flatMap((recipient) => matchAddresses(store, recipient));
  const found = store.db
    .prepare<{ id: number; senders: string; from: number; to: number }, string>(
      `select distinct message.text
       from message
       cross join event on event.message_id = message.id and event.code = ${NDR_EVENT}
         and event.at between @from and @to
         and event.server_id in (select server_id from hop where message_id = @id)
       where message.sender_id in (select value from json_each(@senders)) and message.id <> @id
         and message.first_at <= @to and message.last_at >= @from
       order by message.text`,
    )
    .pluck()
    .all({
      id: message.id,
      senders: JSON.stringify(ids),
      from: message.firstAt - DSN_WITHIN_MS,
      to: message.firstAt,
    });
  return found.map((messageId) => ({ messageId, relation: 'original', confidence: 'probable' }));
}
