import { isUtf8 } from 'node:buffer';

const windows1252 = new TextDecoder('windows-1252');

/** UTF-8, and windows-1252 for a line that is not: which of them a server writes is documented nowhere. */
export function decodeText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes);
}
