import type { HopRow } from '../lifecycle/person.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import type { Stall } from '../lifecycle/verdict.ts';
import type { FindRecord, StallReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import type { StoredMessage } from '../store/read-messages.ts';

/** What `find` says of a recipient, and what is stored of the message. */
export interface FoundRecord {
  readonly message: StoredMessage;
  readonly record: FindRecord;
}

/** What `find` says of a recipient; `message` as it was seen then. */
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

/** The last line up to the moment asked about; what is stored of the message knows later ones too. */
export function lastSeen(rows: readonly HopRow[]): number {
  return rows.reduce((last, { hop }) => Math.max(last, hop.lastAt), Number.NEGATIVE_INFINITY);
}
