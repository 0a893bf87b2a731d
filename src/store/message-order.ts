import type { StoredMessage } from './read-messages.ts';
import type { Store } from './reader.ts';

/** What two messages that share their id are told apart by. */
export const NETWORK_ID = `coalesce(message.network_id, '')`;

/** Where a message comes in their order. */
export type Position = Pick<StoredMessage, 'firstAt' | 'messageId' | 'networkMessageId'>;

/** Before all. */
export const START: Position = {
  firstAt: Number.MAX_SAFE_INTEGER,
  messageId: '',
  networkMessageId: null,
};

/** The order in which messages are found: the newest first, then by their ids. */
export function comparePositions(a: Position, b: Position): number {
  if (a.firstAt !== b.firstAt) return b.firstAt - a.firstAt;
  const byId = compareTexts(a.messageId, b.messageId);
  return byId === 0 ? compareTexts(a.networkMessageId ?? '', b.networkMessageId ?? '') : byId;
}

/** As SQLite does. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** What conditions take of a position. */
export function valuesOf({
  firstAt,
  messageId,
  networkMessageId,
}: Position): Record<string, unknown> {
  return { firstAt, messageId, networkMessageId: networkMessageId ?? '' };
}

/** The message at a position (`>=`) and those after it, or these alone (`>`); `column`: of their times. */
export function fromPosition(column: string, than: '>=' | '>'): string {
  return `${column} <= @firstAt
    and (${column} < @firstAt or (message.text, ${NETWORK_ID}) ${than} (@messageId, @networkMessageId))`;
}

/** The position of a message that was first seen at that moment; null: there is no such message. */
export function positionOf(store: Store, id: number, firstAt: number): Position | null {
  const found = store.db
    .prepare<[number, number], Position>(
      `select first_at as firstAt, text as messageId, network_id as networkMessageId
       from message where id = ? and first_at = ?`,
    )
    .get(id, firstAt);
  return found ?? null;
}
