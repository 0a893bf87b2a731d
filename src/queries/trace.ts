import { findEvent } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import { STATE_TABLE } from '../catalogue/states.ts';
import { eventEffect } from '../lifecycle/effect.ts';
import { judgeMessage, latestAsOf } from '../lifecycle/verdict.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { foldAddress } from '../model/fold-names.ts';
import { isoTime } from '../model/time.ts';
import { matchAddressText } from '../store/find-messages.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { MessageReader, StoredEvent, StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { stallReport } from './find.ts';
import { findRelated } from './related.ts';
import { coverageReport } from './coverage-report.ts';
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
  /** Only recipients whose address holds this; null: all. */
  readonly to: string | null;
}

/** The report of `trace`: each message, each recipient, the way so far. */
export function traceReport(store: Store, input: TraceInput, context: QueryContext): TraceReport {
  const reader = createMessageReader(store);
  const traced = input.ids.flatMap((id) => {
    const message = reader.message(id);
    return message === undefined ? [] : [traceMessage(store, reader, message, input, context)];
  });
  const asOf = traced.reduce<number | null>(
    (latest, one) => (one.asOf === null ? latest : Math.max(latest ?? one.asOf, one.asOf)),
    null,
  );
  return {
    schema: 'mailtrail/trace/1',
    query: input.query,
    asOf: asOf === null ? null : isoTime(asOf),
    messages: traced.map(({ report }) => report),
    unresolved: input.unresolved,
    coverage: coverageReport(context.servers),
  };
}

function traceMessage(
  store: Store,
  reader: MessageReader,
  message: StoredMessage,
  input: TraceInput,
  context: QueryContext,
): { report: MessageReport; asOf: number | null } {
  const all = judgeMessage(reader.hops(message.id, context.asOf), context);
  const verdicts = input.to === null ? all : all.filter(isAddressed(store, input.to));
  const events = reader.events(message.id, context.asOf);
  const report = {
    messageId: message.messageId,
    sender: message.sender,
    subject: message.subject,
    sizeBytes: message.sizeBytes,
    recipientCount: message.recipientCount,
    originatedAt: message.originatedAt === null ? null : isoTime(message.originatedAt),
    firstSeenAt: isoTime(events[0]?.at ?? message.firstAt),
    lastSeenAt: isoTime(events.at(-1)?.at ?? message.lastAt),
    recipients: verdicts.map((verdict) => recipientReport(verdict, events, input.rawLine)),
    related: findRelated(store, message, verdicts, events),
  };
  return { report, asOf: latestAsOf(verdicts) };
}

function isAddressed(store: Store, to: string): (verdict: Verdict) => boolean {
  const matches = matchAddressText(store, to);
  return ({ forms }) => forms.some((form) => matches(foldAddress(form)));
}

function recipientReport(
  verdict: Verdict,
  events: readonly StoredEvent[],
  rawLine: RawLine | null,
): RecipientReport {
  const forms = new Set(verdict.forms.map(foldAddress));
  const own = events.filter(
    ({ recipient }) => recipient === null || forms.has(foldAddress(recipient)),
  );
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
    reason: verdict.reason,
    nextCheck: nextCheckOf(verdict),
    nextHop: verdict.nextHop,
    hops: hopReports(own, rawLine),
  };
}

/** What to check first: where it rests decides, and where the end is what counts, the state does. */
function nextCheckOf({ state, stage }: Verdict): string {
  const rests = state === 'waiting' || state === 'retrying';
  return rests && stage !== null ? STAGE_TABLE[stage].nextCheck : STATE_TABLE[state].nextCheck;
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
    events: own.map((event) => eventReport(event, rawLine)),
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

function eventReport(event: StoredEvent, rawLine: RawLine | null): EventReport {
  const { file, line, offset, length } = event;
  const entry = findEvent(event.code);
  return {
    at: isoTime(event.at),
    event: String(event.code),
    name: entry?.name ?? `unknown event ${event.code}`,
    stage: entry?.stage ?? null,
    inferred: false,
    partner: event.partner,
    source: { file, line, offset, length },
    ...(rawLine === null ? {} : { raw: rawLine(event) }),
  };
}
