import type {
  CoverageReport,
  DailyCoverageReport,
  EventReport,
  FindRecord,
  HeadersReport,
  HopReport,
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
  file,
  host,
  keep,
  messageId,
  orNull,
  query,
  record,
  sentence,
  subject,
  word,
} from './rules.ts';
import type { Rule } from './rules.ts';

/* Every field of a trace, and what becomes of it. */

type Item<T> = T extends readonly (infer U)[] ? U : never;

const stall = record<StallReport>({
  place: keep,
  stage: keep,
  server: host,
  since: word,
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
  at: word,
  event: word,
  name: word,
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
  arrivedAt: word,
  leftAt: orNull(word),
  events: each(event),
});

const recipient = record<RecipientReport>({
  recipient: orNull(address),
  state: keep,
  stage: keep,
  server: host,
  since: word,
  lastEventAt: word,
  ageSeconds: keep,
  attempts: keep,
  stall: orNull(stall),
  confidence: keep,
  reason: sentence,
  nextCheck: sentence,
  nextHop: orNull(host),
  mayAlsoBe: each(keep),
  hops: each(hop),
});

const related = record<RelatedReport>({ messageId, relation: keep, confidence: keep });

const message = record<MessageReport>({
  messageId,
  sender: orNull(address),
  subject,
  sizeBytes: keep,
  recipientCount: keep,
  originatedAt: orNull(word),
  firstSeenAt: word,
  lastSeenAt: word,
  recipients: each(recipient),
  related: each(related),
});

const unresolved = record<UnresolvedReport>({
  query,
  total: keep,
  candidates: each(
    record<Item<UnresolvedReport['candidates']>>({
      messageId,
      firstSeenAt: word,
      sender: orNull(address),
      subject,
    }),
  ),
});

const received = record<ReceivedReport>({
  from: orNull(host),
  by: orNull(host),
  at: orNull(word),
  server: orNull(host),
  loggedAt: orNull(word),
  differenceSeconds: keep,
});

const headers = record<HeadersReport>({
  messageId,
  isNdr: keep,
  received: each(received),
});

const gaps = each(
  record<Item<Item<CoverageReport['servers']>['gaps']>>({ from: word, to: word, why: word }),
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
      from: word,
      to: word,
      gaps,
      rejectedLines: keep,
    }),
  ),
  clockSkews,
  purgedBefore: word,
} as const;

export const coverage: Rule<CoverageReport> = record<CoverageReport>(coverageFields);

type ServerDays = Item<DailyCoverageReport['servers']>;

export const dailyCoverage: Rule<DailyCoverageReport> = record<DailyCoverageReport>({
  servers: each(
    record<ServerDays>({
      server: host,
      from: word,
      to: word,
      gaps,
      rejectedLines: keep,
      files: keep,
      days: each(
        record<Item<ServerDays['days']>>({ day: word, hours: keep, events: keep, rejected: keep }),
      ),
    }),
  ),
  clockSkews,
  purgedBefore: word,
  noServer: record<DailyCoverageReport['noServer']>({ files: keep, rejectedLines: keep }),
});

export const findRecord: Rule<FindRecord> = record<FindRecord>({
  messageId,
  recipient: orNull(address),
  sender: orNull(address),
  subject,
  state: keep,
  stage: keep,
  server: host,
  since: word,
  ageSeconds: keep,
  stall: orNull(stall),
  confidence: keep,
  firstSeenAt: word,
  lastSeenAt: word,
});

export const traceReport: Rule<TraceReport> = record<TraceReport>({
  schema: keep,
  query: each(query),
  asOf: orNull(word),
  messages: each(message),
  unresolved: each(unresolved),
  headers,
  coverage,
});
