import type { Decoded } from '../formats/format.ts';
import { foldAddress, foldMessageId, plainAddress } from '../model/fold-names.ts';
import { groupBy } from '../model/group-by.ts';
import { onceEach } from '../model/once-each.ts';
import type { LogEvent } from '../model/log-event.ts';
import type { StoredEvent } from './read-messages.ts';

export type LineDecoder = (line: string) => Decoded;

/** What a line is known by. */
export type EventMark = Pick<StoredEvent, 'at' | 'code' | 'messageId' | 'recipient'>;

/** A line as text, and what it tells. */
export interface DecodedLine {
  readonly text: string;
  /** How many recipients it tells of. */
  readonly recipients: number;
  /** The event of the line that is the stored one; null where the line says something else. */
  told(mark: EventMark): LogEvent | null;
}

/** The first of the decoders that finds an event is right. Each decodes the line once, where those before it find none. */
export function decodeLine(text: string, decoders: readonly LineDecoder[]): DecodedLine {
  const eventsBy = onceEach((decode: LineDecoder) => eventsOf(decode(text)));
  const finderBy = onceEach((decode: LineDecoder) => finderOf(eventsBy(decode)));
  const first = decoders.find((decode) => eventsBy(decode).length > 0);
  return {
    text,
    recipients: first === undefined ? 0 : eventsBy(first).length,
    told(mark) {
      for (const decode of decoders) {
        const told = finderBy(decode)(mark);
        if (told !== null) return told;
      }
      return null;
    },
  };
}

function eventsOf(decoded: Decoded): readonly LogEvent[] {
  return decoded.kind === 'event' ? decoded.events : [];
}

function finderOf(events: readonly LogEvent[]): (mark: EventMark) => LogEvent | null {
  if (events.length < 2) return (mark) => eventLike(mark, events);
  const byRecipient = groupBy(events, ({ recipient }) => foldRecipient(recipient));
  return (mark) => eventLike(mark, byRecipient.get(foldAddress(mark.recipient ?? '')) ?? []);
}

function eventLike(mark: EventMark, events: readonly LogEvent[]): LogEvent | null {
  const { at, code, messageId, recipient } = mark;
  const told = events.find(
    (event) =>
      event.at === at &&
      event.code === code &&
      foldMessageId(event.messageId ?? '') === foldMessageId(messageId) &&
      foldRecipient(event.recipient) === foldAddress(recipient ?? ''),
  );
  return told ?? null;
}

function foldRecipient(recipient: string | null): string {
  return foldAddress(plainAddress(recipient ?? ''));
}

/** Where a line lies. */
type Place = Pick<StoredEvent, 'sourceId' | 'offset' | 'length'>;

/** Recipients of kept lines at once, some 300 bytes each. */
const MOST_KEPT = 250_000;

/**
 * Keeps the lines of many recipients that were used last: who reads a message recipient by recipient comes back to each
 * of them as often as there are recipients.
 */
export class LineKeeper {
  readonly #lines = new Map<string, DecodedLine>();
  readonly #most: number;
  #recipients = 0;

  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  /** The line at a place, else what `make` reads there. */
  get({ sourceId, offset, length }: Place, make: () => DecodedLine | null): DecodedLine | null {
    const key = `${sourceId}:${offset}:${length}`;
    const kept = this.#lines.get(key);
    if (kept !== undefined) {
      this.#lines.delete(key);
      this.#lines.set(key, kept);
      return kept;
    }
    const made = make();
    if (made !== null && made.recipients > 1) this.#keep(key, made);
    return made;
  }

  #keep(key: string, line: DecodedLine): void {
    this.#lines.set(key, line);
    this.#recipients += line.recipients;
    for (const [oldest, { recipients }] of this.#lines) {
      if (this.#recipients <= this.#most || oldest === key) return;
      this.#lines.delete(oldest);
      this.#recipients -= recipients;
    }
  }
}
