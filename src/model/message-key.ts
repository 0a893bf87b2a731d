/** Parts a message id and the network message id in the key of a message; no message id of a modern log holds it. */
const PARTS = '\u001f';

/** What one message is known by in a run: its message id and, where lines tell one, the GUID that all its copies keep. */
export interface MessageKey {
  readonly messageId: string;
  readonly networkMessageId: string | null;
}

export function messageKey(messageId: string, networkMessageId: string | null): string {
  return networkMessageId === null ? messageId : messageId + PARTS + networkMessageId;
}

/** What `messageKey` made. An id of an old log may hold the mark; it is then no GUID that follows it. */
export function readMessageKey(key: string): MessageKey {
  const at = key.lastIndexOf(PARTS);
  const networkMessageId = at < 0 ? '' : key.slice(at + 1);
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(networkMessageId)
    ? { messageId: key.slice(0, at), networkMessageId }
    : { messageId: key, networkMessageId: null };
}
