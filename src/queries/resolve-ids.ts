import type { UnresolvedReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { idsHolding, matchMessageId, MIN_FRAGMENT, plainMessageId } from '../store/match-id.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';

/** Numbers of all messages that an id or a fragment of one fits; the exact one alone, where there is one. */
export function resolveIds(store: Store, text: string): readonly number[] {
  checkLength(text);
  const match = matchMessageId(store, text);
  if (match.exact.length === 0 && plainMessageId(text).length < MIN_FRAGMENT)
    throw new UserError('short-fragment', `${JSON.stringify(text)} is no message id`, {
      hint: `a fragment of one needs at least ${MIN_FRAGMENT} characters`,
      exitCode: EXIT.usage,
    });
  return match.exact.length === 0 ? idsHolding(store, text).all : match.exact.map(({ id }) => id);
}

/** The messages that ids name, and the ids that name none or several. Each message once. */
export function resolveEach(
  store: Store,
  texts: readonly string[],
): { ids: number[]; unresolved: UnresolvedReport[] } {
  const ids = new Set<number>();
  const unresolved: UnresolvedReport[] = [];
  const reader = createMessageReader(store);
  for (const query of texts) {
    checkLength(query);
    const match = matchMessageId(store, query);
    for (const { id } of match.exact) ids.add(id);
    if (match.exact.length === 0) {
      const candidates = match.candidates.map(({ id, messageId, firstAt }) => {
        const message = reader.message(id);
        return {
          messageId,
          firstSeenAt: isoTime(firstAt),
          sender: message?.sender ?? null,
          subject: message?.subject ?? null,
        };
      });
      unresolved.push({ query, total: match.total, candidates });
    }
  }
  return { ids: [...ids], unresolved };
}

function checkLength(text: string): void {
  if (plainMessageId(text) === '')
    throw new UserError('no-id', 'the message id is empty', {
      hint: `name a message id, or a fragment of at least ${MIN_FRAGMENT} characters`,
      exitCode: EXIT.usage,
    });
}
