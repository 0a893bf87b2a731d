import type { LogEvent } from '../../model/log-event.ts';
import type { NameTables } from './name-tables.ts';

/** Numbers of what an event names but for its recipient. */
interface NumbersOfEvent {
  readonly message: number;
  readonly server: number;
  readonly partner: number;
  readonly client: number;
  readonly sender: number;
  readonly linked: number;
}

/** Numbers for events that were read as texts: those of one line name the same, each another recipient. */
export class EventNames {
  readonly #names: NameTables;
  #event: LogEvent | null = null;
  #numbers: NumbersOfEvent | null = null;

  constructor(names: NameTables) {
    this.#names = names;
  }

  of(event: LogEvent): NumbersOfEvent {
    if (this.#numbers === null || this.#event === null || !namesSame(event, this.#event)) {
      this.#event = event;
      this.#numbers = numbersOf(event, this.#names);
    }
    return this.#numbers;
  }

  /** Numbers may be given anew. */
  forget(): void {
    this.#event = null;
    this.#numbers = null;
  }
}

function numbersOf(event: LogEvent, names: NameTables): NumbersOfEvent {
  const message = names.message(event.messageId, event.networkMessageId ?? null);
  const hasMessage = message >= 0;
  return {
    message,
    server: names.server(event.server ?? ''),
    partner: names.host(event.partner),
    client: names.host(event.clientHost),
    sender: hasMessage ? names.address(event.sender) : -1,
    linked: hasMessage ? names.message(event.linkedMessageId) : -1,
  };
}

function namesSame(one: LogEvent, other: LogEvent): boolean {
  return (
    one.messageId === other.messageId &&
    one.networkMessageId === other.networkMessageId &&
    one.server === other.server &&
    one.partner === other.partner &&
    one.clientHost === other.clientHost &&
    one.sender === other.sender &&
    one.linkedMessageId === other.linkedMessageId
  );
}
