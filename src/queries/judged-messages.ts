import { isSystemAddress } from '../catalogue/system-mail.ts';
import { compareText } from '../lifecycle/person.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { judgePersons } from '../lifecycle/verdict.ts';
import type { JudgedPerson } from '../lifecycle/verdict.ts';
import type { FindRecord } from '../model/report.ts';
import { createLineReader } from '../store/read-lines.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { findRecord } from './find-record.ts';
import type { OpenRecipient } from './queue-content.ts';

/** One message with the verdicts of all its recipients. */
export interface JudgedMessage {
  /** Its number. */
  readonly id: number;
  readonly sender: string | null;
  readonly persons: readonly JudgedPerson[];
  /** Its lines on a server up to the moment asked about, in total order; read when first asked for. */
  readonly events: (server: string) => readonly LifeEvent[];
}

/** Judges messages by their numbers, as of `upTo` (null: the end of the logs); those without a line until then are left out. */
export function* judgedMessages(
  store: Store,
  ids: Iterable<number>,
  upTo: number | null,
  context: QueryContext,
): Generator<JudgedMessage, void, undefined> {
  const reader = createMessageReader(store);
  const linesOf = createLineReader(store);
  // Messages lie together that came together: in order, each page of the database is read once.
  const sorted = [...new Set(ids)].toSorted((a, b) => a - b);
  const senderOf = reader.senders(sorted);
  for (const [id, rows] of reader.hopsOfMany(sorted, upTo)) {
    const events = new Map<string, readonly LifeEvent[]>();
    yield {
      id,
      sender: senderOf(id),
      persons: judgePersons(rows, context),
      events(server) {
        const known = events.get(server) ?? linesOf(id, server, upTo);
        events.set(server, known);
        return known;
      },
    };
  }
}

/** Whether a recipient of a message is mail of the system that nobody waits for. */
export function isSystemMail(sender: string | null, recipient: string | null): boolean {
  return isSystemAddress(sender) || isSystemAddress(recipient);
}

/** What `find` says of the oldest of these recipients, the oldest first; `limit` 0: of all. */
export function oldestRecords(
  store: Store,
  recipients: readonly OpenRecipient[],
  limit: number,
  upTo: number | null,
): FindRecord[] {
  const messageOf = messageCache(store, upTo);
  const sorted = recipients.toSorted((a, b) => a.verdict.since - b.verdict.since);
  const last = limit === 0 ? undefined : sorted[limit - 1];
  // Those as old as the last one too: which of them are listed is for their names to say, not for the order of loading.
  const records = sorted
    .slice(
      0,
      last && sorted.findLastIndex(({ verdict }) => verdict.since === last.verdict.since) + 1,
    )
    .flatMap(({ id, verdict }) => {
      const message = messageOf(id);
      return message === undefined ? [] : [findRecord(message, verdict)];
    });
  return records.toSorted(oldestFirst).slice(0, limit === 0 ? undefined : limit);
}

type SeenMessage = Parameters<typeof findRecord>[0];

/** Each message is read once, for however many recipients. */
function messageCache(store: Store, upTo: number | null): (id: number) => SeenMessage | undefined {
  const reader = createMessageReader(store);
  const known = new Map<number, SeenMessage | undefined>();
  return (id) => {
    if (!known.has(id)) {
      const message = reader.message(id);
      const rows = reader.hops(id, upTo);
      const lastAt = rows.reduce((latest, { hop }) => Math.max(latest, hop.lastAt), 0);
      known.set(id, message && { ...message, lastAt });
    }
    return known.get(id);
  };
}

function oldestFirst(a: FindRecord, b: FindRecord): number {
  return (
    compareText(a.since, b.since) ||
    compareText(a.messageId, b.messageId) ||
    compareText(a.recipient ?? '', b.recipient ?? '')
  );
}
