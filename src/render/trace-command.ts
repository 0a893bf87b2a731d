import { shellQuote } from '../model/shell-quote.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';

/** The command that traces a message, as a user can paste it. */
export function traceCommand(messageId: string, view: View): string {
  const word = typable(messageId);
  return `${visible(view.command)} trace ${word.startsWith('-') ? '-- ' : ''}${shellQuote(word)}`;
}

/** The id, or where it holds what cannot be shown or pasted, the longest piece that can. */
function typable(id: string): string {
  if (visible(id) === id && id.length <= 300) return id;
  const pieces = id.match(/[\w@.+:/=$-]+/g) ?? [];
  return pieces.toSorted((a, b) => b.length - a.length)[0]?.slice(0, 300) ?? '';
}
