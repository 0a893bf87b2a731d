import type {
  DetailReport,
  LatencyComponent,
  LatencyReport,
  LatencySegment,
} from '../../model/latency.ts';
import type {
  CoverageReport,
  DailyCoverageReport,
  EventReport,
  FindRecord,
  GapReport,
  HeadersReport,
  HopReport,
  LogReport,
  MessageReport,
  ReceivedReport,
  RecipientReport,
  RelatedReport,
  StallReport,
  TraceReport,
  UnresolvedReport,
} from '../../model/report.ts';
import {
  address,
  each,
  eventId,
  file,
  host,
  keep,
  measure,
  messageId,
  orNull,
  ours,
  query,
  record,
  sentence,
  statusCode,
  subject,
  time,
} from './rules.ts';
import type { Rule } from './rules.ts';

/* Every field of a trace, and what becomes of it. */

type Item<T> = T extends readonly (infer U)[] ? U : never;

const stall = record<StallReport>({
  place: keep,
  stage: keep,
  server: host,
  since: time,
  ageSeconds: keep,
  nextHop: orNull(host),
});

const source = record<EventReport['source']>({
  file,
  line: keep,
  offset: keep,
  length: keep,
});

const event = record<EventReport>({
  at: time,
  event: eventId,
  name: ours,
  stage: keep,
  inferred: keep,
  life: keep,
  partner: orNull(host),
  source,
  // The lines themselves are redacted as lines.
  raw: () => null,
});

const hop = record<HopReport>({
  server: host,
  arrivedAt: time,
  leftAt: orNull(time),
  events: each(event),
});

const detail = record<DetailReport>({
  event: eventId,
  at: time,
  // A reply may say anything. The codes and our own words for them say the same.
  text: () => null,
  replyCode: keep,
  statusCode: orNull(statusCode),
  reason: orNull(ours),
  meaning: orNull(ours),
  host: orNull(host),
  ip: orNull(host),
  nextTryAt: orNull(time),
  timesPutOff: keep,
});

const component: Rule<LatencyComponent> = record<LatencyComponent>({
  name: measure,
  seconds: keep,
  isExtra: keep,
  children: (children, names) => children.map((child) => component(child, names)),
});

const latency = record<LatencyReport>({
  event: eventId,
  at: time,
  originalArrivalAt: orNull(time),
  seconds: keep,
  segments: each(
    record<LatencySegment>({
      kind: keep,
      server: host,
      total: orNull(measure),
      seconds: keep,
      components: each(component),
    }),
  ),
});

const recipient = record<RecipientReport>({
  recipient: orNull(address),
  state: keep,
  stage: keep,
  server: host,
  since: time,
  lastEventAt: time,
  ageSeconds: keep,
  attempts: keep,
  stall: orNull(stall),
  confidence: keep,
  reason: sentence,
  nextCheck: sentence,
  nextHop: orNull(host),
  mayAlsoBe: each(keep),
  hops: each(hop),
  detail,
  latency,
});

const related = record<RelatedReport>({
  messageId,
  relation: keep,
  thisIs: keep,
  toldBy: keep,
  confidence: keep,
});

const message = record<MessageReport>({
  messageId,
  networkMessageId: orNull(messageId),
  sender: orNull(address),
  subject,
  sizeBytes: keep,
  recipientCount: keep,
  originatedAt: orNull(time),
  firstSeenAt: time,
  lastSeenAt: time,
  recipients: each(recipient),
  related: each(related),
});

const unresolved = record<UnresolvedReport>({
  query,
  total: keep,
  candidates: each(
    record<Item<UnresolvedReport['candidates']>>({
      messageId,
      firstSeenAt: time,
      sender: orNull(address),
      subject,
    }),
  ),
});

const received = record<ReceivedReport>({
  from: orNull(host),
  by: orNull(host),
  at: orNull(time),
  server: orNull(host),
  loggedAt: orNull(time),
  differenceSeconds: keep,
});

const headers = record<HeadersReport>({
  messageId,
  isNdr: keep,
  received: each(received),
});

const gaps = each(
  record<GapReport>({ from: time, to: time, why: ours, log: ours, file, lastFile: file }),
);

const logs = each(
  record<LogReport>({ log: ours, from: orNull(time), to: orNull(time), files: keep }),
);

const clockSkews = each(
  record<Item<CoverageReport['clockSkews']>>({
    from: host,
    to: host,
    secondsAhead: keep,
    handOvers: keep,
  }),
);

/** What servers have in every coverage; a table of days has more. */
export const coverageFields = {
  servers: each(
    record<Item<CoverageReport['servers']>>({
      server: host,
      from: time,
      to: time,
      gaps,
      rejectedLines: keep,
      logs,
      misnamedFiles: each(ours),
    }),
  ),
  clockSkews,
  purgedBefore: time,
} as const;

const coverage: Rule<CoverageReport> = record<CoverageReport>(coverageFields);

type ServerDays = Item<DailyCoverageReport['servers']>;

export const dailyCoverage: Rule<DailyCoverageReport> = record<DailyCoverageReport>({
  servers: each(
    record<ServerDays>({
      server: host,
      from: time,
      to: time,
      gaps,
      rejectedLines: keep,
      logs,
      misnamedFiles: each(ours),
      files: keep,
      days: each(
        record<Item<ServerDays['days']>>({ day: time, hours: keep, events: keep, rejected: keep }),
      ),
      hoursWithLines: each(time),
    }),
  ),
  clockSkews,
  purgedBefore: time,
  noServer: record<DailyCoverageReport['noServer']>({ files: keep, rejectedLines: keep }),
});

export const findRecord: Rule<FindRecord> = record<FindRecord>({
  messageId,
  networkMessageId: orNull(messageId),
  recipient: orNull(address),
  sender: orNull(address),
  subject,
  state: keep,
  stage: keep,
  server: host,
  since: time,
  ageSeconds: keep,
  stall: orNull(stall),
  confidence: keep,
  firstSeenAt: time,
  lastSeenAt: time,
});

export const traceReport: Rule<TraceReport> = record<TraceReport>({
  schema: keep,
  query: each(query),
  asOf: orNull(time),
  messages: each(message),
  unresolved: each(unresolved),
  headers,
  coverage,
});
