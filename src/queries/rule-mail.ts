import { readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { foldAddress } from '../model/fold-names.ts';
import type { RelatedReport } from '../model/report.ts';
import { matchAddresses } from '../store/find-addresses.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import type { StoredEvent } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { madeBy, sentTo } from '../store/related-messages.ts';
import { RULE_EVENT } from './made-messages.ts';
import type { RelatedReaders, RelatedTo } from './related-to.ts';

/** A rule acts when its mailbox is delivered to, or a little later. */
const ACTS_WITHIN_MS = 10 * 60_000;
/** Services of a server log in no strict order. */
const EARLIER_MS = 60_000;
const DAY_MS = 86_400_000;
const NUMBER = /^[1-9]\d{0,19}$/;

/**
 * What inbox rules and automatic replies made of a message, or what they made it of. The line of such mail refers to the other one by its
 * number on a server, which only the lines themselves hold: they are read where sender, recipient and time fit. Certain where both lines
 * are of one server, since numbers are each server's own.
 */
export function ruleMail(store: Store, own: RelatedTo, readers: RelatedReaders): RelatedReport[] {
  const { rowOf } = readers;
  if (rowOf === null) return [];
  const made = own.events.find(({ code }) => code === RULE_EVENT);
  return made === undefined
    ? madeOf(store, own, { ...readers, rowOf })
    : causeOf(store, own, made, { ...readers, rowOf });
}

type Readers = RelatedReaders & { readonly rowOf: RowReader };

function causeOf(
  store: Store,
  { message }: RelatedTo,
  made: StoredEvent,
  { reader, rowOf }: Readers,
): RelatedReport[] {
  const wanted = referenceOf(made, rowOf);
  if (wanted === null || message.sender === null) return [];
  const range = { from: made.at - DAY_MS, to: made.at + 1 };
  const owner = matchAddresses(store, message.sender);
  return sentTo(store, owner, range).flatMap(({ id, messageId }) => {
    if (messageId === message.messageId) return [];
    const server = serverWith(reader.events(id, null), wanted, rowOf, made.server);
    return server === null ? [] : [related(messageId, 'original', server === made.server)];
  });
}

function madeOf(
  store: Store,
  { verdicts, events }: RelatedTo,
  { reader, rowOf }: Readers,
): RelatedReport[] {
  const owners = new Set(verdicts.flatMap(({ forms }) => forms.map(foldAddress)));
  const senders = [...owners].flatMap((owner) => matchAddresses(store, owner));
  const range = rangeOfRules(events);
  if (range === null) return [];
  return madeBy(store, senders, RULE_EVENT, range).flatMap(({ id, messageId }) => {
    const made = reader.events(id, null).find(({ code }) => code === RULE_EVENT);
    const wanted = made === undefined ? null : referenceOf(made, rowOf);
    if (made === undefined || wanted === null) return [];
    const server = serverWith(events, wanted, rowOf, made.server);
    return server === null ? [] : [related(messageId, 'rule-mail', server === made.server)];
  });
}

/** When rules may have acted: of a mail that was delivered over more than a day, only those of the first one. */
function rangeOfRules(
  events: readonly StoredEvent[],
): { readonly from: number; readonly to: number } | null {
  const at = events.filter(({ code }) => readMsgtrkCode(code)?.event === 'DELIVER');
  const first = at[0]?.at;
  if (first === undefined) return null;
  const last = Math.min(at.at(-1)?.at ?? first, first + DAY_MS);
  return { from: first - EARLIER_MS, to: last + ACTS_WITHIN_MS };
}

function related(
  messageId: string,
  relation: 'original' | 'rule-mail',
  isSure: boolean,
): RelatedReport {
  return {
    messageId,
    relation,
    thisIs: relation === 'original' ? 'rule-mail' : null,
    toldBy: 'internal-id',
    confidence: isSure ? 'certain' : 'probable',
  };
}

/** The number of the mail that a rule acted on; null where the line refers to none by its number. */
function referenceOf(event: StoredEvent, rowOf: RowReader): string | null {
  const reference = rowOf(event)?.('reference').trim() ?? '';
  return NUMBER.test(reference) ? reference : null;
}

/** The server under whose number these events are, `preferred` before others; null for none. */
function serverWith(
  events: readonly StoredEvent[],
  number: string,
  rowOf: RowReader,
  preferred: string,
): string | null {
  const servers = new Set(
    events
      .filter((event) => rowOf(event)?.('internal-message-id') === number)
      .map(({ server }) => server),
  );
  return servers.has(preferred) ? preferred : ([...servers][0] ?? null);
}
