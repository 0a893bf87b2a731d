import type { OwnServer } from './byte-line.ts';
import { fullName, ownName } from './msgtrk-hosts.ts';

/** A server that lines name as the one that wrote them. */
export interface KnownServer extends OwnServer {
  /** As lines write it. */
  readonly written: Uint8Array;
  /** With its suffix, and the same as bytes in small letters. */
  readonly full: string;
  readonly fullBytes: Uint8Array;
}

/** A log has one or two spellings of one server. */
const MOST_SERVERS = 16;

/** Finds the server that bytes name without making a text of them. */
export class OwnServers {
  readonly #known: KnownServer[] = [];
  readonly #named = new Map<string, KnownServer | null>();

  /** Null where the bytes name none. */
  find(bytes: Uint8Array, from: number, to: number): KnownServer | null {
    for (const known of this.#known) if (isAt(known.written, bytes, from, to)) return known;
    const written = Buffer.from(bytes.subarray(from, to));
    const found = knownServer(written);
    if (found !== null && this.#known.length < MOST_SERVERS) this.#known.push(found);
    return found;
  }

  /** The same of a text, which is ASCII. */
  named(name: string): KnownServer | null {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const found = knownServer(Buffer.from(name, 'latin1'));
    if (this.#named.size < MOST_SERVERS) this.#named.set(name, found);
    return found;
  }
}

function knownServer(written: Buffer): KnownServer | null {
  const name = ownName(written.toString('latin1'));
  const full = fullName(name);
  if (name.server === null || full === null) return null;
  const fullBytes = Buffer.from(full.toLowerCase(), 'latin1');
  return { ...name, server: name.server, written, full, fullBytes };
}

function isAt(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
}
