import type { Span } from '../lifecycle/stalls.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { emptyLedger, enterMessage } from './day-ledger.ts';
import type { DayLedger } from './day-ledger.ts';
import { judgedMessages } from './judged-messages.ts';
import type { JudgedMessage } from './judged-messages.ts';
import { emptyContent, sortMessage } from './queue-content.ts';
import type { QueueContent } from './queue-content.ts';

/** What is asked of messages. */
export interface QueueTask {
  /** Judged are their lines up to and with this moment; null: all. */
  readonly upTo: number | null;
  readonly withSystem: boolean;
  /** The day whose stalls are counted; null: none. */
  readonly day: Span | null;
  /** Messages that are judged too, which have a line until `upTo` and a later one. */
  readonly across: readonly number[];
}

/** What messages come to. The ledger is empty where no day is asked about. */
export interface JudgedQueue {
  readonly content: QueueContent;
  readonly ledger: DayLedger;
}

/** Judges messages by their numbers. */
export function judgeQueue(
  store: Store,
  ids: Iterable<number>,
  { upTo, withSystem, day, across }: QueueTask,
  context: QueryContext,
): JudgedQueue {
  const content = emptyContent();
  const ledger = emptyLedger();
  const others = new Set(ids);
  for (const id of across) others.delete(id);
  const enter = (messages: Iterable<JudgedMessage>): void => {
    for (const judged of messages) {
      sortMessage(content, judged, context, withSystem);
      if (day !== null) enterMessage(ledger, day, judged, context, withSystem);
    }
  };
  enter(judgedMessages(store, others, upTo, context));
  enter(judgedMessages(store, across, upTo, context, true));
  return { content, ledger };
}
