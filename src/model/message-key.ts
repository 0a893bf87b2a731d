/** Parts a message id and the network message id in the key of a message. Old logs part their fields by it and ids of modern ones are without it, so no message id holds it. */
export const KEY_PARTS = '\t';

/** What one message is known by in a run: its message id and, where lines tell one, the GUID that all its copies keep. */
export interface MessageKey {
  readonly messageId: string;
  readonly networkMessageId: string | null;
}

export function messageKey(messageId: string, networkMessageId: string | null): string {
  return networkMessageId === null ? messageId : messageId + KEY_PARTS + networkMessageId;
}

/** What `messageKey` made. */
export function readMessageKey(key: string): MessageKey {
  const at = key.lastIndexOf(KEY_PARTS);
  return at < 0
    ? { messageId: key, networkMessageId: null }
    : { messageId: key.slice(0, at), networkMessageId: key.slice(at + 1) };
}
