import { foldAddress } from '../model/fold-names.ts';
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
  /** Number in the table `address`. */
  readonly sender: number | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  readonly originatedAt: number | null;
}

/** The text of a number in the table `address`. */
export type AddressText = (id: number) => string;

/** The line that tells most wins, then the later one: an id that was used again is known by its last life. */
export function mergeFacts(
  a: MessageFacts,
  b: MessageFacts,
  slots: SlotOrder,
  address: AddressText,
): MessageFacts {
  const best = compareTold(a, b, slots, address) > 0 ? a : b;
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

function compareTold(
  a: MessageFacts,
  b: MessageFacts,
  slots: SlotOrder,
  address: AddressText,
): number {
  return (
    a.rank - b.rank ||
    a.at - b.at ||
    (a.slot === b.slot ? 0 : slots(a.slot, b.slot)) ||
    a.line - b.line ||
    // Logs of two servers may have a line of the same slot and number in the same second.
    (a.sender === b.sender
      ? 0
      : compareTexts(foldedSender(a, address), foldedSender(b, address))) ||
    compareTexts(a.subject ?? '', b.subject ?? '')
  );
}

function foldedSender({ sender }: MessageFacts, address: AddressText): string {
  return sender === null ? '' : foldAddress(address(sender));
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
