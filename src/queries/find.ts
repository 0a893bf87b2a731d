import { judgeStanding } from '../lifecycle/standing.ts';
import { judgeMessage } from '../lifecycle/verdict.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { displaySubject } from '../model/subject.ts';
import { UNKNOWN_STAGE } from '../model/stage.ts';
import type { StageKey, State } from '../model/stage.ts';
import { findMessages } from '../store/find-messages.ts';
import type { MessageFilter } from '../store/find-messages.ts';
import { keptOr } from '../store/kept.ts';
import type { Position } from '../store/message-order.ts';
import { readKnownQueue } from '../store/read-queue.ts';
import type { KnownQueue } from '../store/read-queue.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { addressedTo } from './addressed-to.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import { findRecord, lastSeen } from './find-record.ts';
import type { FoundRecord } from './find-record.ts';
import { openByMessage, openRecords } from './open-recipients.ts';
import type { OpenByMessage } from './open-recipients.ts';
import { queueFilter } from './queue-filter.ts';
import type { QueueFilter } from './queue-filter.ts';
import type { SearchBudget } from './search-budget.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import type { FindRecord, FindReport } from '../model/report.ts';

/** What `find` is asked for: messages by what is stored of them, recipients by their verdict. */
export interface FindQuery extends QueueFilter {
  readonly from: string | null;
  readonly to: string | null;
  readonly subject: string | null;
  /** Numbers of messages that an id stands for. */
  readonly ids: readonly number[] | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly server: string | null;
  readonly state: State | null;
  readonly stage: StageKey | null;
  /** Only recipients with a stall: stuck, lost or failed. */
  readonly stalled: boolean;
  /** Only the message there and those after it in the order of messages; absent: all. */
  readonly begin?: Position | undefined;
}

/** A recipient that fits, and its message as it was seen then. */
interface Found {
  readonly message: StoredMessage;
  readonly verdict: Verdict;
}

/** A record for each (message, recipient) that fits, the newest message first; read on as they are taken. */
export function* findRecords(
  store: Store,
  query: FindQuery,
  context: QueryContext,
): Generator<FindRecord, void, undefined> {
  for (const { record } of foundRecords(store, query, context)) yield record;
}

/** The same, each with its message; as far as a budget goes. */
export function* foundRecords(
  store: Store,
  query: FindQuery,
  context: QueryContext,
  budget?: SearchBudget,
): Generator<FoundRecord, void, undefined> {
  // Only a whole verdict knows other forms of an address.
  if (query.open && query.to === null) {
    const open = openOf(store, query, context);
    yield* openRecords(store, open, openFilter(query, open, context), context, budget);
    return;
  }
  for (const { message, verdict } of findRecipients(store, query, context, budget))
    yield { message, record: findRecord(message, verdict) };
}

/** Recipients that `stuck` counts and the query asks for, whatever their message is. */
function openOf(store: Store, query: FindQuery, context: QueryContext): OpenByMessage {
  const wanted = standingFilter(query, context);
  return openByMessage(store, query.withSystem, context, ({ sender, verdict }) =>
    wanted(verdict, sender),
  );
}

function openFilter(query: FindQuery, open: OpenByMessage, context: QueryContext): MessageFilter {
  const ids = query.ids === null ? [...open.keys()] : query.ids.filter((id) => open.has(id));
  return messageFilter({ ...query, ids }, context);
}

/** The same, with what is known of each. */
export function* findRecipients(
  store: Store,
  query: FindQuery,
  context: QueryContext,
  budget?: SearchBudget,
): Generator<Found, void, undefined> {
  const reader = createMessageReader(store);
  const wanted = recipientFilter(store, query, context);
  const filter = query.open
    ? openFilter(query, openOf(store, query, context), context)
    : messageFilter({ ...query, ids: query.ids ?? standingIds(store, query, context) }, context);
  for (const message of findMessages(store, filter, budget?.look)) {
    const rows = reader.hops(message.id, context.asOf);
    if (rows.length === 0) continue;
    const seen = { ...message, lastAt: lastSeen(rows) };
    const verdicts = judgeMessage(rows, context);
    budget?.judged(verdicts.length);
    for (const verdict of verdicts)
      if (wanted(verdict, message.sender)) yield { message: seen, verdict };
  }
}

/** States that are rare, and that what the last run left tells of all who are in them. */
const STANDING = new Set<State | null>(['waiting', 'retrying', 'lost', 'unlogged']);

/** Messages that may have a recipient in such a state who fits; null: only a look at each message tells. */
function standingIds(store: Store, query: FindQuery, context: QueryContext): number[] | null {
  if (!STANDING.has(query.state)) return null;
  const known = readKnownQueue(store, context.asOf, context.thresholdMs, context.resolve);
  if (known === null) return null;
  const fits = standingFilter(query, context);
  const ids = new Set([...known.others, ...known.across]);
  for (const { id, sender, verdict } of rareStandings(store, known, context))
    if (fits(verdict, sender)) ids.add(id);
  return [...ids];
}

interface RareStanding {
  readonly id: number;
  readonly sender: string | null;
  readonly verdict: StandingVerdict;
}

/** Recipients in such states, where they stand as of the moment asked about. */
function rareStandings(
  store: Store,
  known: KnownQueue,
  context: QueryContext,
): readonly RareStanding[] {
  return keptOr(store.kept, `rare ${context.asOf} ${context.thresholdMs}`, () => {
    const found: RareStanding[] = [];
    for (const standing of known.standings()) {
      const verdict = judgeStanding(standing, context);
      const { id, sender } = standing;
      if (STANDING.has(verdict.state)) found.push({ id, sender, verdict });
    }
    return found;
  });
}

/** The report of `find --json`: `limit` items (0: all) of all that fit. */
export function findReport(
  store: Store,
  query: FindQuery,
  limit: number,
  context: QueryContext,
): FindReport {
  const items: FindRecord[] = [];
  let total = 0;
  for (const record of findRecords(store, query, context)) {
    total += 1;
    if (limit === 0 || items.length < limit) items.push(record);
  }
  return reportOf(items, total, context);
}

/** `items`: those that are listed of all. */
export function reportOf(
  items: readonly FindRecord[],
  total: number,
  context: QueryContext,
): FindReport {
  return {
    schema: 'mailtrail/find/1',
    total,
    shown: items.length,
    items,
    coverage: coverageReport(context),
  };
}

function messageFilter(query: FindQuery, context: QueryContext): MessageFilter {
  const { from, to, ids, since, subject, begin } = query;
  const ends = [query.until, context.asOf === null ? null : context.asOf + 1].filter(
    (end) => end !== null,
  );
  return {
    from,
    to,
    ids,
    since,
    begin,
    until: ends.length === 0 ? null : Math.min(...ends),
    subject: subject === null ? null : subjectFilter(subject),
  };
}

function subjectFilter(wanted: string): (subject: string | null) => boolean {
  const folded = wanted.toLowerCase();
  return (subject) =>
    subject !== null &&
    (subject.toLowerCase().includes(folded) ||
      displaySubject(subject).toLowerCase().includes(folded));
}

function recipientFilter(
  store: Store,
  query: FindQuery,
  context: QueryContext,
): (verdict: Verdict, sender: string | null) => boolean {
  const stands = standingFilter(query, context);
  const addressed = query.to === null ? null : addressedTo(store, query.to);
  return (verdict, sender) => stands(verdict, sender) && (addressed === null || addressed(verdict));
}

/** By all but the address. */
function standingFilter(
  query: FindQuery,
  context: QueryContext,
): (verdict: StandingVerdict, sender: string | null) => boolean {
  const { state, stage, stalled } = query;
  const server = query.server?.toLowerCase() ?? null;
  const fits = queueFilter(query, context);
  return (verdict, sender) =>
    (state === null || verdict.state === state) &&
    (stage === null || (verdict.stage ?? UNKNOWN_STAGE) === stage) &&
    (!stalled || verdict.stall !== null) &&
    (server === null || verdict.server.toLowerCase() === server) &&
    fits(verdict, sender);
}
