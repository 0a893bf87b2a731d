import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { compareText } from '../lifecycle/person.ts';
import { foldAddress } from '../model/fold-names.ts';
import type { RelatedReport } from '../model/report.ts';
import { matchAddresses } from '../store/find-addresses.ts';
import type { Store } from '../store/reader.ts';
import { reportsTo, sentBefore } from '../store/related-messages.ts';
import type { MessageLink, ReportMessage } from '../store/related-messages.ts';
import { madeAs, madeOfIt, rankOf } from './made-messages.ts';
import type { RelatedReaders, RelatedTo } from './related-to.ts';
import { ruleMail } from './rule-mail.ts';

const NDR_EVENT = 1030;
const LAST_IMS_EVENT = 1018;
/** A DSN is logged at or shortly after the 1030 it reports; clocks are the same server's. */
const DSN_WITHIN_MS = 10 * 60_000;
const DSN_SUBJECT = /^\s*(delivery status notification \(|undeliverable|nondeliverable)/i;

type Relation = Omit<RelatedReport, 'messageId'>;

/**
 * Other messages that belong to one: reports, requests and copies that were made of it, or what it was made of, where lines refer to each
 * other (certain), its NDR or the original of an NDR where no log says which (2000/2003: probable), and the same message under the id of
 * another service (Linked-MSGID, certain). In order of id.
 */
export function findRelated(
  store: Store,
  own: RelatedTo,
  readers: RelatedReaders,
): RelatedReport[] {
  const related = [
    ...linked(own, readers),
    ...ruleMail(store, own, readers),
    ...(own.message.sender === '<>' ? originalsOf(store, own) : ndrsOf(store, own)),
  ];
  return related.toSorted((a, b) => compareText(a.messageId, b.messageId));
}

/** A modern log says which report is of which message, and so do the MTA and the IMS; the id in another service is what one of 2003 refers to. */
function linked(own: RelatedTo, readers: RelatedReaders): RelatedReport[] {
  const { message, events } = own;
  const relate = events.some(({ code }) => isMsgtrkCode(code))
    ? modernRelation(own, readers)
    : events.some(({ code }) => code <= LAST_IMS_EVENT)
      ? ({ to }: MessageLink) => relationBySender(message.sender, to.sender)
      : () => LINKED;
  return readers
    .linksOf(message.id)
    .map((link) => ({ messageId: link.to.messageId, ...relate(link) }));
}

const LINKED: Relation = {
  relation: 'linked',
  thisIs: null,
  toldBy: 'linked-msgid',
  confidence: 'certain',
};

/** By what each of the two was made as. */
function modernRelation(
  { message, events }: RelatedTo,
  { rowOf, makingOf }: RelatedReaders,
): (link: MessageLink) => Relation {
  const own = madeAs(events, rowOf);
  return ({ to, isSure }) => {
    const other = makingOf(to);
    const told = { toldBy: 'reference', confidence: isSure ? 'certain' : 'probable' } as const;
    if (rankOf(other.kind) < rankOf(own))
      return { relation: other.kind ?? 'linked', thisIs: null, ...told };
    if (rankOf(own) < rankOf(other.kind)) return { relation: 'original', thisIs: own, ...told };
    if (own !== null) return { relation: 'linked', thisIs: null, ...told };
    if (!other.hasOwnLine) return { relation: madeOfIt(events) ?? 'linked', thisIs: null, ...told };
    return { ...relationBySender(message.sender, to.sender), ...told };
  };
}

/** Reports are those of nobody. */
function relationBySender(own: string | null, other: string | null): Relation {
  const told = { thisIs: null, toldBy: 'reference', confidence: 'certain' } as const;
  if ((own === '<>') === (other === '<>')) return LINKED;
  return { relation: own === '<>' ? 'original' : 'ndr', ...told };
}

const BY_CIRCUMSTANCES = { toldBy: 'circumstances', confidence: 'probable' } as const;

/** DSNs to the sender that began on the server and at the time of one of this message's 1030. */
function ndrsOf(store: Store, { message, events }: RelatedTo): RelatedReport[] {
  const refusals = events.filter(({ code }) => code === NDR_EVENT);
  if (message.sender === null || refusals.length === 0) return [];
  const sender = matchAddresses(store, message.sender);
  const ids = new Set<string>();
  for (const { at, server } of refusals)
    for (const report of reportsTo(store, sender, server, { from: at, to: at + DSN_WITHIN_MS }))
      if (isDsn(report) && report.messageId !== message.messageId) ids.add(report.messageId);
  return [...ids].map((messageId) => ({
    messageId,
    relation: 'ndr',
    thisIs: null,
    ...BY_CIRCUMSTANCES,
  }));
}

function isDsn({ subject }: Pick<ReportMessage, 'subject'>): boolean {
  return subject === null || DSN_SUBJECT.test(subject);
}

/** Messages of a DSN's recipient that got a 1030 on its server just before it. */
function originalsOf(store: Store, { message, verdicts }: RelatedTo): RelatedReport[] {
  if (!isDsn(message)) return [];
  const recipients = new Set(verdicts.flatMap(({ forms }) => forms.map(foldAddress)));
  const senders = [...recipients].flatMap((recipient) => matchAddresses(store, recipient));
  const range = { from: message.firstAt - DSN_WITHIN_MS, to: message.firstAt + 1 };
  return sentBefore(store, senders, NDR_EVENT, message.id, range).map((messageId) => ({
    messageId,
    relation: 'original',
    thisIs: 'ndr',
    ...BY_CIRCUMSTANCES,
  }));
}
