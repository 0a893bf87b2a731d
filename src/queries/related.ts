import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { foldAddress } from '../model/fold-names.ts';
import { matchAddresses } from '../store/find-messages.ts';
import type { StoredEvent, StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { linkedMessages, reportsTo, sentBefore } from '../store/related-messages.ts';
import type { ReportMessage } from '../store/related-messages.ts';
import type { RelatedReport } from '../model/report.ts';

const NDR_EVENT = 1030;
const LAST_IMS_EVENT = 1018;
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
    ...linkedTo(store, message, events),
    ...(message.sender === '<>'
      ? originalsOf(store, message, verdicts)
      : ndrsOf(store, message, events)),
  ];
  return related.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
}

/** A modern log says which report is of which message, and so do the MTA and the IMS; the id in another service is what one of 2003 refers to. */
function linkedTo(
  store: Store,
  message: StoredMessage,
  events: readonly StoredEvent[],
): RelatedReport[] {
  const saysWhich = events.some(({ code }) => isMsgtrkCode(code) || code <= LAST_IMS_EVENT);
  return linkedMessages(store, message.id).map(({ messageId, sender }) => ({
    messageId,
    relation: saysWhich ? relationTo(message.sender, sender) : 'linked',
    confidence: 'certain',
  }));
}

function relationTo(own: string | null, other: string | null): RelatedReport['relation'] {
  if (other === '<>') return own === '<>' ? 'linked' : 'ndr';
  return own === '<>' ? 'original' : 'linked';
}

/** DSNs to the sender that began on the server and at the time of one of this message's 1030. */
function ndrsOf(
  store: Store,
  message: StoredMessage,
  events: readonly StoredEvent[],
): RelatedReport[] {
  const refusals = events.filter(({ code }) => code === NDR_EVENT);
  if (message.sender === null || refusals.length === 0) return [];
  const sender = matchAddresses(store, message.sender);
  const ids = new Set<string>();
  for (const { at, server } of refusals)
    for (const report of reportsTo(store, sender, server, { from: at, to: at + DSN_WITHIN_MS }))
      if (isDsn(report) && report.messageId !== message.messageId) ids.add(report.messageId);
  return [...ids].map((messageId) => ({ messageId, relation: 'ndr', confidence: 'probable' }));
}

function isDsn({ subject }: Pick<ReportMessage, 'subject'>): boolean {
  return subject === null || DSN_SUBJECT.test(subject);
}

/** Messages of a DSN's recipient that got a 1030 on its server just before it. */
function originalsOf(
  store: Store,
  message: StoredMessage,
  verdicts: readonly Verdict[],
): RelatedReport[] {
  if (!isDsn(message)) return [];
  const recipients = new Set(verdicts.flatMap(({ forms }) => forms.map(foldAddress)));
  const senders = [...recipients].flatMap((recipient) => matchAddresses(store, recipient));
  const range = { from: message.firstAt - DSN_WITHIN_MS, to: message.firstAt + 1 };
  return sentBefore(store, senders, NDR_EVENT, message.id, range).map((messageId) => ({
    messageId,
    relation: 'original',
    confidence: 'probable',
  }));
}
