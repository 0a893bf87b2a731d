import { serversAsked } from '../lifecycle/stalls.ts';
import type { Span } from '../lifecycle/stalls.ts';
import { inPages } from '../model/group-by.ts';
import { createLineReader } from '../store/read-lines.ts';
import type { Told } from '../store/read-lines.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';
import { emptyLedger, enterMessage } from './day-ledger.ts';
import type { DayLedger } from './day-ledger.ts';
import { judgedMessages, messagesJudgedThen } from './judged-messages.ts';
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

/** So many messages whose lines are read in one statement. */
const PAGE = 100;

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
  const linesOf = createLineReader(store);
  const enter = (messages: Iterable<JudgedMessage>): void => {
    for (const page of inPages(messages, PAGE)) {
      for (const judged of page) sortMessage(content, judged, context, withSystem);
      if (day === null) continue;
      const lines = linesOf(asked(page, day, context), upTo);
      for (const judged of page) enterMessage(ledger, day, judged, lines, context, withSystem);
    }
  };
  enter(judgedMessages(store, others, upTo, context));
  if (upTo !== null) enter(messagesJudgedThen(store, across, upTo, context));
  return { content, ledger };
}

/** What neither hops alone nor lines that were read tell of the day's stalls. */
function asked(messages: readonly JudgedMessage[], day: Span, context: QueryContext): Told[] {
  return messages.flatMap(({ id, persons, linesOn }) => {
    if (linesOn !== null) return [];
    const servers = new Set(persons.flatMap((person) => serversAsked(person, day, context)));
    return [...servers].map((server) => [id, server] as const);
  });
}
