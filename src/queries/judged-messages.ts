import { isSystemAddress } from '../catalogue/system-mail.ts';
import type { LifeEvent } from '../lifecycle/stalls.ts';
import { judgePersons } from '../lifecycle/verdict.ts';
import type { JudgedPerson } from '../lifecycle/verdict.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { StoredEvent, StoredMessage } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import type { QueryContext } from './context.ts';

/** One message with the verdicts of all its recipients. */
export interface JudgedMessage {
  readonly message: StoredMessage;
  readonly persons: readonly JudgedPerson[];
  /** Its lines up to the moment asked about, in total order; read when first asked for. */
  readonly events: () => readonly LifeEvent[];
}

/** Judges messages by their numbers, as of `upTo` (null: the end of the logs); those without a line until then are left out. */
export function* judgedMessages(
  store: Store,
  ids: Iterable<number>,
  upTo: number | null,
  context: QueryContext,
): Generator<JudgedMessage, void, undefined> {
  const reader = createMessageReader(store);
  for (const id of ids) {
    const rows = reader.hops(id, upTo);
    const stored = rows.length === 0 ? undefined : reader.message(id);
    if (stored === undefined) continue;
    const lastAt = rows.reduce((last, { hop }) => Math.max(last, hop.lastAt), 0);
    let events: readonly LifeEvent[] | null = null;
    yield {
      message: { ...stored, lastAt },
      persons: judgePersons(rows, context),
      events: () => (events ??= reader.events(id, upTo).map(lifeEvent)),
    };
  }
}

function lifeEvent({ at, slot, line, code, ...event }: StoredEvent): LifeEvent {
  const { partner, clientHost, recipient, server } = event;
  return { mark: { at, slot, line, code }, partner, clientHost, recipient, server };
}

/** Whether a recipient of a message is mail of the system that nobody waits for. */
export function isSystemMail(sender: string | null, recipient: string | null): boolean {
  return isSystemAddress(sender) || isSystemAddress(recipient);
}
