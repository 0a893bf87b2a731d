import { foldAddress, plainAddress } from '../model/fold-names.ts';
import type { LogEvent } from '../model/log-event.ts';
import type { SlotOrder } from '../lifecycle/order.ts';

/** What several lines tell of one message; which of them is believed is decided by total order, not by reading order. */
export interface MessageFacts {
  readonly firstAt: number;
  readonly lastAt: number;
  /** How much the line told that sender and subject are taken from. */
  readonly rank: number;
  readonly at: number;
  readonly slot: number;
  readonly line: number;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  readonly originatedAt: number | null;
}

export function factsOf(event: LogEvent, slot: number, line: number): MessageFacts {
  return {
    firstAt: event.at,
    lastAt: event.at,
    rank: (event.subject === null ? 0 : 1) + (event.sender === null ? 0 : 1),
    at: event.at,
    slot,
    line,
    sender: event.sender,
    subject: event.subject,
    sizeBytes: event.sizeBytes,
    recipientCount: event.recipientCount,
    originatedAt: event.originatedAt,
  };
}

/** The line that tells most wins, then the later one: an id that was used again is known by its last life. */
export function mergeFacts(a: MessageFacts, b: MessageFacts, slots: SlotOrder): MessageFacts {
  const best = compareTold(a, b, slots) > 0 ? a : b;
  return {
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    rank: best.rank,
    at: best.at,
    slot: best.slot,
    line: best.line,
    sender: best.sender,
    subject: best.subject,
    sizeBytes: larger(a.sizeBytes, b.sizeBytes),
    recipientCount: larger(a.recipientCount, b.recipientCount),
    originatedAt: smaller(a.originatedAt, b.originatedAt),
  };
}

function compareTold(a: MessageFacts, b: MessageFacts, slots: SlotOrder): number {
  return (
    a.rank - b.rank ||
    a.at - b.at ||
    (a.slot === b.slot ? 0 : slots(a.slot, b.slot)) ||
    a.line - b.line ||
    // Logs of two servers may have a line of the same slot and number in the same second.
    compareTexts(foldedSender(a), foldedSender(b)) ||
    compareTexts(a.subject ?? '', b.subject ?? '')
  );
}

function foldedSender({ sender }: MessageFacts): string {
  return foldAddress(plainAddress(sender ?? ''));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
