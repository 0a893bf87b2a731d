import { foldAddress } from '../model/fold-names.ts';
import { matchAddressText } from './find-addresses.ts';
import type { MessageFilter } from './find-messages.ts';
import { headsOf, readLives } from './message-lives.ts';
import { NumberSet } from './number-set.ts';
import type { StoredMessage } from './read-messages.ts';
import type { Store } from './reader.ts';

/** So many of the newest messages are looked at first, at least. */
export const SAMPLE = 400;
/** Where one of them in so many fits, the newest that fit are sooner found by going through all than by all that the filter names: a word that half of all addresses hold. */
const SHARE = 16;

/** Whether a filter names so many messages. Of few in all it does not matter. */
export function isBroad(
  newest: readonly StoredMessage[],
  isNamed: (message: StoredMessage) => boolean,
): boolean {
  return newest.length >= SAMPLE && newest.filter(isNamed).length * SHARE >= newest.length;
}

/** What a filter names, as a test of messages. */
export function namesMessage(
  store: Store,
  { ids, from, to }: MessageFilter,
): (message: StoredMessage) => boolean {
  const known = ids === null ? null : numberSet(headsOf(store.db, ids));
  const isFrom = from === null ? null : matchAddressText(store, from);
  const isTo = to === null ? null : addressedTo(store, to);
  return ({ id, sender }) =>
    (known === null || known.has(id)) &&
    (isFrom === null || (sender !== null && isFrom(foldAddress(sender)))) &&
    (isTo === null || isTo(id));
}

function numberSet(numbers: readonly number[]): NumberSet {
  const set = new NumberSet();
  for (const number of numbers) set.add(number);
  return set;
}

function addressedTo(store: Store, to: string): (message: number) => boolean {
  const { db, addressText } = store;
  const fits = matchAddressText(store, to);
  const { membersOf } = readLives(db);
  const recipients = db
    .prepare<[number], number>(
      `select hop.recipient_id from event_run
       cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       where event_run.message_id = ? and hop.recipient_id <> 0`,
    )
    .pluck();
  const known = new Map<number, boolean>();
  const isWanted = (recipient: number): boolean => {
    const is = known.get(recipient) ?? fits(foldAddress(addressText(recipient)));
    known.set(recipient, is);
    return is;
  };
  return (message) => membersOf(message).some((member) => recipients.all(member).some(isWanted));
}
