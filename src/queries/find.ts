import type { HopRow } from '../lifecycle/person.ts';
import { judgeMessage } from '../lifecycle/verdict.ts';
import type { Stall, Verdict } from '../lifecycle/verdict.ts';
import { displaySubject } from '../model/subject.ts';
import type { Stage, State } from '../model/stage.ts';
import { isoTime } from '../model/time.ts';
import { findMessages } from '../store/find-messages.ts';
import type { MessageFilter } from '../store/find-messages.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { addressedTo } from './addressed-to.ts';
import type { QueryContext } from './context.ts';
import { coverageReport } from './coverage-report.ts';
import type { SearchBudget } from './search-budget.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import type { FindRecord, FindReport, StallReport } from '../model/report.ts';

/** What `find` is asked for: messages by what is stored of them, recipients by their verdict. */
export interface FindQuery {
  readonly from: string | null;
  readonly to: string | null;
  readonly subject: string | null;
  /** Numbers of messages that an id stands for. */
  readonly ids: readonly number[] | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly server: string | null;
  readonly state: State | null;
  readonly stage: Stage | null;
  /** Only recipients with a stall: stuck, lost or failed. */
  readonly stalled: boolean;
}

/** A recipient that fits, and its message as it was seen then. */
interface Found {
  readonly message: StoredMessage;
  readonly verdict: Verdict;
}

/** A record for each (message, recipient) that fits, the newest message first; read on as they are taken, and as far as a budget goes. */
export function* findRecords(
  store: Store,
  query: FindQuery,
  context: QueryContext,
  budget?: SearchBudget,
): Generator<FindRecord, void, undefined> {
  for (const { message, verdict } of findRecipients(store, query, context, budget))
    yield findRecord(message, verdict);
}

/** The same, with what is known of each. */
export function* findRecipients(
  store: Store,
  query: FindQuery,
  context: QueryContext,
  budget?: SearchBudget,
): Generator<Found, void, undefined> {
  const reader = createMessageReader(store);
  const wanted = recipientFilter(store, query);
  for (const message of findMessages(store, messageFilter(query, context), budget?.look)) {
    const rows = reader.hops(message.id, context.asOf);
    if (rows.length === 0) continue;
    const seen = { ...message, lastAt: lastSeen(rows) };
    const verdicts = judgeMessage(rows, context);
    budget?.judged(verdicts.length);
    for (const verdict of verdicts) if (wanted(verdict)) yield { message: seen, verdict };
  }
}

/** The last line up to the moment asked about; what is stored of the message knows later ones too. */
export function lastSeen(rows: readonly HopRow[]): number {
  return rows.reduce((last, { hop }) => Math.max(last, hop.lastAt), Number.NEGATIVE_INFINITY);
}

/** The report of `find --json`: `limit` items (0: all) of all that fit. */
export function findReport(
  store: Store,
  query: FindQuery,
  limit: number,
  context: QueryContext,
): FindReport {
  return reportOf(findRecords(store, query, context), { skip: 0, limit }, context);
}

/** Which records a report lists: so many (0: all) after those that are passed over. */
interface Listed {
  readonly skip: number;
  readonly limit: number;
}

/** The report of these records, read to their end: all of them are counted. */
export function reportOf(
  records: Iterable<FindRecord>,
  { skip, limit }: Listed,
  context: QueryContext,
): FindReport {
  const items: FindRecord[] = [];
  let total = 0;
  for (const record of records) {
    total += 1;
    if (total > skip && (limit === 0 || items.length < limit)) items.push(record);
  }
  return {
    schema: 'mailtrail/find/1',
    total,
    shown: items.length,
    items,
    coverage: coverageReport(context),
  };
}

function messageFilter(query: FindQuery, context: QueryContext): MessageFilter {
  const { from, to, ids, since, subject } = query;
  const ends = [query.until, context.asOf === null ? null : context.asOf + 1].filter(
    (end) => end !== null,
  );
  return {
    from,
    to,
    ids,
    since,
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

function recipientFilter(store: Store, query: FindQuery): (verdict: Verdict) => boolean {
  const { state, stage, stalled } = query;
  const server = query.server?.toLowerCase() ?? null;
  const addressed = query.to === null ? null : addressedTo(store, query.to);
  return (verdict) =>
    (state === null || verdict.state === state) &&
    (stage === null || verdict.stage === stage) &&
    (!stalled || verdict.stall !== null) &&
    (server === null || verdict.server.toLowerCase() === server) &&
    (addressed === null || addressed(verdict));
}

export function findRecord(message: StoredMessage, verdict: StandingVerdict): FindRecord {
  return {
    messageId: message.messageId,
    networkMessageId: message.networkMessageId,
    recipient: verdict.recipient,
    sender: message.sender,
    subject: message.subject,
    state: verdict.state,
    stage: verdict.stage,
    server: verdict.server,
    since: isoTime(verdict.since),
    ageSeconds: verdict.ageSeconds,
    stall: stallReport(verdict.stall),
    confidence: verdict.confidence,
    firstSeenAt: isoTime(message.firstAt),
    lastSeenAt: isoTime(message.lastAt),
  };
}

export function stallReport(stall: Stall | null): StallReport | null {
  return stall === null ? null : { ...stall, since: isoTime(stall.since) };
}
