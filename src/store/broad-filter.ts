import { foldAddress } from '../model/fold-names.ts';
import { matchAddresses, matchAddressText } from './find-addresses.ts';
import type { MessageFilter } from './find-messages.ts';
import { headsOf, readLives } from './message-lives.ts';
import { NumberSet } from './number-set.ts';
import type { StoredMessage } from './read-messages.ts';
import type { Store } from './reader.ts';

/** Below so many messages it is not worth to ask. */
const FEW = 5000;
/** Where one message in so many fits, few are looked at for each that does. */
const SHARE = 16;

/**
 * Whether all that a filter names stands for so many messages that the newest are sooner found by going through all of them: a word that half of
 * all addresses hold, say.
 */
export function isBroad(store: Store, filter: MessageFilter, few = FEW): boolean {
  const { db } = store;
  const messages = db.prepare<[], number | null>('select max(id) from message').pluck().get() ?? 0;
  const many = Math.max(few, Math.ceil(messages / SHARE));
  const reaches = (rows: string, address: string): boolean =>
    db
      .prepare<[string, number], number>(
        `select count(*) from (select 1 from ${rows} in (select value from json_each(?)) limit ?)`,
      )
      .pluck()
      .get(JSON.stringify(matchAddresses(store, address)), many) === many;
  return (
    (filter.ids === null || filter.ids.length >= many) &&
    (filter.from === null || reaches('message where sender_id', filter.from)) &&
    (filter.to === null || reaches('hop where recipient_id', filter.to))
  );
}

/** What `isBroad` is asked of, as a test of messages. */
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
  const { db } = store;
  const wanted = new Set(matchAddresses(store, to));
  const { membersOf } = readLives(db);
  const recipients = db
    .prepare<[number], number>(
      `select hop.recipient_id from event_run
       cross join hop on hop.id between event_run.first_hop_id and event_run.last_hop_id
       where event_run.message_id = ?`,
    )
    .pluck();
  return (message) =>
    membersOf(message).some((member) =>
      recipients.all(member).some((recipient) => wanted.has(recipient)),
    );
}
