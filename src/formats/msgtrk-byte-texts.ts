import { isSameAscii, lastIndexIn } from './ascii-range.ts';

const AT = 0x40;
const DOT = 0x2e;
const LESS = 0x3c;
const GREATER = 0x3e;
const SEMICOLON = 0x3b;

export const INCOMING = Buffer.from('incoming', 'latin1');
export const ORIGINATING = Buffer.from('originating', 'latin1');

/** Whether a range is one message id in angle brackets. */
export function isIdAt(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 3 || bytes[from] !== LESS || bytes[to - 1] !== GREATER) return false;
  let hasAt = false;
  for (let i = from + 1; i < to - 1; i++) {
    const byte = bytes[i];
    if (byte === LESS || byte === GREATER || byte === SEMICOLON) return false;
    if (byte === AT) hasAt = true;
  }
  return hasAt;
}

/**
 * Whether a recipient shares its domain with the sender or the server, as `isOurs` in msgtrk-roles.ts says of texts: the range of the recipient,
 * that of the sender, and the server's full name in small letters, if it counts.
 */
export function isOursAt(
  bytes: Uint8Array,
  from: number,
  to: number,
  senderFrom: number,
  senderTo: number,
  server: Uint8Array | null,
): boolean {
  const domain = domainAt(bytes, from, to);
  if (domain < 0) return false;
  const sender = domainAt(bytes, senderFrom, senderTo);
  if (sender >= 0 && isSameAscii(bytes, domain, to, bytes, sender, senderTo)) return true;
  return server !== null && isSuffixOf(server, bytes, domain, to);
}

/** Whether a domain is what a host's name ends in, behind a dot. */
function isSuffixOf(host: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  const suffix = host.length - (to - from);
  return (
    suffix > 0 &&
    host[suffix - 1] === DOT &&
    isSameAscii(bytes, from, to, host, suffix, host.length)
  );
}

/** Where the domain of an address begins; -1 where it has none, or there is no address (`from` -1). */
export function domainAt(bytes: Uint8Array, from: number, to: number): number {
  const at = from < 0 ? -1 : lastIndexIn(bytes, AT, from, to);
  return at < 0 || at === to - 1 ? -1 : at + 1;
}
