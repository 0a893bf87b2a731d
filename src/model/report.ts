import type { DetailReport, LatencyReport } from './latency.ts';
import type { Confidence, Place, Stage, State } from './stage.ts';

/** Shapes of docs/schemas: times are ISO 8601 UTC, ages whole seconds. Fields are only ever added. */

export interface StallReport {
  readonly place: Place;
  readonly stage: Stage;
  readonly server: string;
  readonly since: string;
  readonly ageSeconds: number;
  readonly nextHop: string | null;
}

export interface EventReport {
  readonly at: string;
  readonly event: string;
  readonly name: string;
  readonly stage: Stage | null;
  readonly inferred: boolean;
  /** Which life of the message on this server it belongs to, from 1: a new arrival after an end begins another. */
  readonly life: number;
  readonly partner: string | null;
  readonly source: {
    readonly file: string;
    readonly line: number;
    readonly offset: number;
    readonly length: number;
  };
  /** The exact line, with `--raw`; null when its bytes cannot be had any more. */
  readonly raw?: string | null;
}

export interface HopReport {
  readonly server: string;
  readonly arrivedAt: string;
  readonly leftAt: string | null;
  readonly events: readonly EventReport[];
}

export interface RecipientReport {
  readonly recipient: string | null;
  readonly state: State;
  readonly stage: Stage | null;
  readonly server: string;
  readonly since: string;
  readonly lastEventAt: string;
  readonly ageSeconds: number | null;
  readonly attempts: number;
  readonly stall: StallReport | null;
  readonly confidence: Confidence;
  readonly reason: string;
  /** The first thing to check. */
  readonly nextCheck: string;
  readonly nextHop: string | null;
  /** Other places it may as well be in: Exchange 2000 does not tell the categorizer from a queue. */
  readonly mayAlsoBe: readonly Place[];
  readonly hops: readonly HopReport[];
  /** Modern logs: why it was last put off or failed. */
  readonly detail?: DetailReport;
  /** Modern logs: where the time went. */
  readonly latency?: LatencyReport;
}

/** What is made of a message: reports on it, requests for it, mail of rules and agents. */
export type MadeOf =
  'ndr' | 'dsn' | 'moderation-request' | 'journal-report' | 'rule-mail' | 'agent-mail';

export interface RelatedReport {
  readonly messageId: string;
  /** What it is to this message; `original`: this one was made of it. */
  readonly relation: MadeOf | 'original' | 'linked';
  /** What this message is to an `original`, where that is known. */
  readonly thisIs: MadeOf | null;
  /** `reference`: a line of one names the other; `internal-id`: by its number on the server; `circumstances`: sender, server and time fit. */
  readonly toldBy: 'reference' | 'linked-msgid' | 'internal-id' | 'circumstances';
  readonly confidence: 'certain' | 'probable';
}

export interface MessageReport {
  readonly messageId: string;
  /** The GUID that all copies of it keep (Exchange 2013 and later). */
  readonly networkMessageId: string | null;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  readonly originatedAt: string | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly recipients: readonly RecipientReport[];
  readonly related: readonly RelatedReport[];
}

export interface GapReport {
  readonly from: string;
  readonly to: string;
  /** `missing-day`, `silence`, `missing-file` */
  readonly why: string;
  /** Of missing files: the log of a modern server that they are of, the first one, and the last one where there are several. */
  readonly log?: string;
  readonly file?: string;
  readonly lastFile?: string;
}

/** One of the logs that a modern server writes beside each other; of which no file is loaded: without times. */
export interface LogReport {
  readonly log: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly files: number;
}

export interface CoverageReport {
  readonly servers: readonly {
    readonly server: string;
    readonly from: string;
    readonly to: string;
    readonly gaps: readonly GapReport[];
    readonly rejectedLines: number;
    /** Only of modern servers. */
    readonly logs?: readonly LogReport[];
    /** Files whose lines are all of another time than their name tells, where there are any: no gap is told by them. */
    readonly misnamedFiles?: readonly string[];
  }[];
  /** How far the clock of the second server is ahead of the first one's, as their hand-overs tell. */
  readonly clockSkews: readonly {
    readonly from: string;
    readonly to: string;
    readonly secondsAhead: number;
    readonly handOvers: number;
  }[];
  /** Only where there was a purge: lines before this moment were removed. */
  readonly purgedBefore?: string;
}

/** `coverage`: the same, with the days of each server. */
export interface DailyCoverageReport extends CoverageReport {
  readonly servers: readonly (CoverageReport['servers'][number] & {
    readonly files: number;
    /** Days in the zone asked for with any line, in order. */
    readonly days: readonly DayReport[];
    /** Only where they are asked for: hours (UTC) with any line, by when they begin, in order. */
    readonly hoursWithLines?: readonly string[];
  })[];
  /** What no server that logged anything is known of. */
  readonly noServer: { readonly files: number; readonly rejectedLines: number };
}

interface DayReport {
  /** `2004-02-18` */
  readonly day: string;
  readonly hours: number;
  readonly events: number;
  readonly rejected: number;
}

interface CandidateReport {
  readonly messageId: string;
  readonly firstSeenAt: string;
  readonly sender: string | null;
  readonly subject: string | null;
}

/** An id that was asked for and is no one message. */
export interface UnresolvedReport {
  readonly query: string;
  readonly total: number;
  readonly candidates: readonly CandidateReport[];
}

/** One Received header, and what the logs say of that server. */
export interface ReceivedReport {
  readonly from: string | null;
  readonly by: string | null;
  readonly at: string | null;
  /** The loaded server that it is. */
  readonly server: string | null;
  readonly loggedAt: string | null;
  /** How much later the log has it than the header; clocks of servers differ. */
  readonly differenceSeconds: number | null;
}

/** What `--headers` read. */
export interface HeadersReport {
  readonly messageId: string;
  /** It was an NDR: the id is that of the message it reports on. */
  readonly isNdr: boolean;
  readonly received: readonly ReceivedReport[];
}

export interface TraceReport {
  readonly schema: 'mailtrail/trace/1';
  readonly query: readonly string[];
  readonly asOf: string | null;
  readonly messages: readonly MessageReport[];
  readonly unresolved: readonly UnresolvedReport[];
  readonly headers?: HeadersReport;
  readonly coverage: CoverageReport;
}

export interface FindRecord {
  readonly messageId: string;
  /** The GUID that all copies of it keep (Exchange 2013 and later). */
  readonly networkMessageId: string | null;
  readonly recipient: string | null;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly state: State;
  readonly stage: Stage | null;
  readonly server: string;
  readonly since: string;
  readonly ageSeconds: number | null;
  readonly stall: StallReport | null;
  readonly confidence: Confidence;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

export interface FindReport {
  readonly schema: 'mailtrail/find/1';
  readonly total: number;
  readonly shown: number;
  readonly items: readonly FindRecord[];
  readonly coverage: CoverageReport;
}
