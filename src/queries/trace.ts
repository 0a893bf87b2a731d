import { findEvent } from '../catalogue/events.ts';
import { eventEffect } from '../lifecycle/effect.ts';
import { judgeMessage, latestAsOf } from '../lifecycle/verdict.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { foldAddress } from '../model/fold-names.ts';
import type { Stage } from '../model/stage.ts';
import { isoTime } from '../model/time.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { MessageReader, StoredEvent, StoredMessage } from '../store/read-messages.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import type { Store } from '../store/reader.ts';
import { addressedTo } from './addressed-to.ts';
import type { QueryContext } from './context.ts';
import { stallReport } from './find-record.ts';
import { nextCheckOf } from './next-check.ts';
import { findRelated } from './related.ts';
import { createRelatedReaders } from './related-to.ts';
import type { RelatedReaders } from './related-to.ts';
import { coverageReport } from './coverage-report.ts';
import { detailSentence, isReasonFor } from './detail-reason.ts';
import { createDetailsReader, nextCheckFor } from './event-details.ts';
import type { Details } from './event-details.ts';
import type {
  EventReport,
  HopReport,
  MessageReport,
  RecipientReport,
  TraceReport,
  UnresolvedReport,
} from '../model/report.ts';

/** Gives the exact text of a line; null when its bytes cannot be had any more. */
type RawLine = (event: StoredEvent) => string | null;

export interface TraceInput {
  readonly query: readonly string[];
  /** Numbers of the messages to trace. */
  readonly ids: readonly number[];
  readonly unresolved: readonly UnresolvedReport[];
  readonly rawLine: RawLine | null;
  /** Reads what modern lines say besides their events; null: it is left out. */
  readonly rowOf: RowReader | null;
  /** Only recipients whose address holds this; null: all. */
  readonly to: string | null;
}

/** What reads more than is stored of events; null: it is left out. */
interface Readers {
  readonly rawLine: RawLine | null;
  readonly detailsOf: ((events: readonly StoredEvent[]) => Details) | null;
}

type TraceReaders = Readers & { readonly related: RelatedReaders };

/** The report of `trace`: each message, each recipient, the way so far. */
export function traceReport(store: Store, input: TraceInput, context: QueryContext): TraceReport {
  const reader = createMessageReader(store);
  const detailsOf = input.rowOf === null ? null : createDetailsReader(input.rowOf);
  const related = createRelatedReaders(store, reader, input.rowOf);
  const traced: { report: MessageReport; asOf: number | null }[] = [];
  const unseen: UnresolvedReport[] = [];
  for (const id of input.ids) {
    const message = reader.message(id);
    if (message === undefined) continue;
    const one = traceMessage(store, reader, message, { ...input, detailsOf, related }, context);
    if (one.report.recipients.length > 0) traced.push(one);
    else unseen.push({ query: message.messageId, total: 0, candidates: [] });
  }
  const asOf = traced.reduce<number | null>(
    (latest, one) => (one.asOf === null ? latest : Math.max(latest ?? one.asOf, one.asOf)),
    null,
  );
  return {
    schema: 'mailtrail/trace/1',
    query: input.query,
    asOf: asOf === null ? null : isoTime(asOf),
    messages: traced.map(({ report }) => report),
    unresolved: [...input.unresolved, ...unseen],
    coverage: coverageReport(context),
  };
}

function traceMessage(
  store: Store,
  reader: MessageReader,
  message: StoredMessage,
  input: TraceInput & TraceReaders,
  context: QueryContext,
): { report: MessageReport; asOf: number | null } {
  const all = judgeMessage(reader.hops(message.id, context.asOf), context);
  const verdicts = input.to === null ? all : all.filter(addressedTo(store, input.to));
  const events = reader.events(message.id, context.asOf);
  const byRecipient = groupEvents(events);
  const report = {
    messageId: message.messageId,
    networkMessageId: message.networkMessageId,
    sender: message.sender,
    subject: message.subject,
    sizeBytes: message.sizeBytes,
    recipientCount: message.recipientCount,
    originatedAt: message.originatedAt === null ? null : isoTime(message.originatedAt),
    firstSeenAt: isoTime(events[0]?.at ?? message.firstAt),
    lastSeenAt: isoTime(events.at(-1)?.at ?? message.lastAt),
    recipients: verdicts.map((verdict) => recipientReport(verdict, byRecipient, input)),
    related: findRelated(store, { message, verdicts, events }, input.related),
  };
  return { report, asOf: latestAsOf(verdicts) };
}

/** Events by folded address, with their place in the total order; those that name nobody under the empty one. */
type EventsByRecipient = ReadonlyMap<string, readonly { place: number; event: StoredEvent }[]>;

function groupEvents(events: readonly StoredEvent[]): EventsByRecipient {
  const groups = new Map<string, { place: number; event: StoredEvent }[]>();
  for (const [place, event] of events.entries()) {
    const key = foldAddress(event.recipient ?? '');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ place, event }]);
    else group.push({ place, event });
  }
  return groups;
}

function recipientReport(
  verdict: Verdict,
  events: EventsByRecipient,
  { rawLine, detailsOf }: Readers,
): RecipientReport {
  const own = eachLineOnce(
    ['', ...new Set(verdict.forms.map(foldAddress))]
      .flatMap((form) => events.get(form) ?? [])
      .toSorted((a, b) => a.place - b.place)
      .map(({ event }) => event),
  );
  const details = detailsOf?.(own) ?? {};
  return {
    recipient: verdict.recipient,
    state: verdict.state,
    stage: verdict.stage,
    server: verdict.server,
    since: isoTime(verdict.since),
    lastEventAt: isoTime(verdict.lastEventAt),
    ageSeconds: verdict.ageSeconds,
    attempts: verdict.attempts,
    stall: stallReport(verdict.stall),
    confidence: verdict.confidence,
    reason: reasonOf(verdict, details),
    nextCheck: firstCheckOf(verdict, details),
    nextHop: verdict.nextHop,
    mayAlsoBe: verdict.mayAlsoBe,
    hops: hopReports(own, rawLine),
    ...details,
  };
}

/** A line that resolves an address speaks of both its forms, who are one person here: what it says of the new one is enough. */
function eachLineOnce(events: readonly StoredEvent[]): StoredEvent[] {
  const told = new Set(events.filter((event) => !isFormer(event)).map(lineOf));
  return events.filter((event) => !isFormer(event) || !told.has(lineOf(event)));
}

function lineOf({ sourceId, offset }: StoredEvent): string {
  return `${sourceId}:${offset}`;
}

function isFormer({ code }: StoredEvent): boolean {
  return eventEffect(code).becomes === 'other-form';
}

function reasonOf({ state, since, reason, asOf }: Verdict, { detail }: Details): string {
  if (detail === undefined || !isReasonFor(state, since, detail)) return reason;
  return [reason, detailSentence(detail, state, asOf)].filter((part) => part !== '').join(' ');
}

/** What its last line complains of says what to check first, where it does. */
function firstCheckOf(verdict: Verdict, { detail }: Details): string {
  const isReason = detail !== undefined && isReasonFor(verdict.state, verdict.since, detail);
  return (isReason ? nextCheckFor(detail) : null) ?? nextCheckOf(verdict);
}

function hopReports(events: readonly StoredEvent[], rawLine: RawLine | null): HopReport[] {
  const byServer = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const own = byServer.get(event.server);
    if (own === undefined) byServer.set(event.server, [event]);
    else own.push(event);
  }
  return [...byServer].map(([server, own]) => ({
    server,
    arrivedAt: isoTime(own[0]?.at ?? 0),
    leftAt: leftAt(own),
    events: withLives(own).map(([event, life]) => eventReport(event, life, rawLine)),
  }));
}

/** When it ended or left here; null while it has not, or has come back since. */
function leftAt(events: readonly StoredEvent[]): string | null {
  let at: number | null = null;
  for (const event of events) {
    const effect = eventEffect(event.code);
    if (effect.ends) at = event.at;
    else if (effect.opens) at = null;
  }
  return at === null ? null : isoTime(at);
}

function withLives(events: readonly StoredEvent[]): (readonly [StoredEvent, number])[] {
  let life = 1;
  let ended = false;
  return events.map((event) => {
    const { ends, opens } = eventEffect(event.code);
    if (opens && ended) life += 1;
    if (opens || ends) ended = ends;
    return [event, life] as const;
  });
}

/** A group or a resolved address is told as redirected to have it give way to others; where it is told, it is the categorizer's work. */
function stageOf(code: number): Stage | null {
  return eventEffect(code).becomes === null ? (findEvent(code)?.stage ?? null) : 'categorizer';
}

function eventReport(event: StoredEvent, life: number, rawLine: RawLine | null): EventReport {
  const { file, line, offset, length } = event;
  const entry = findEvent(event.code);
  return {
    at: isoTime(event.at),
    event: event.key,
    name: entry?.name ?? `unknown event ${event.key}`,
    stage: stageOf(event.code),
    inferred: entry?.inferred ?? false,
    life,
    partner: event.partner,
    source: { file, line, offset, length },
    ...(rawLine === null ? {} : { raw: rawLine(event) }),
  };
}
