import { isSameBytes } from '../model/same-bytes.ts';

/**
 * The line that was taken before, in parts: its time up to the edge of the hosts; the hosts up to the edge of the recipient; and all
 * from the message id on, line end included. Lines are compared with it where they lie, so it holds only within the same bytes.
 */
export interface LineBefore {
  /** Forgets the line where these are other bytes than it lies in. */
  enter(bytes: Uint8Array): void;
  set(from: number, hosts: number, recipient: number, tail: number, next: number): void;
  clear(): void;
  isHead(from: number, hosts: number): boolean;
  isHosts(hosts: number, recipient: number): boolean;
  /** Whether all that begins here is the same; only a line that surely ends in the bytes may be asked for. */
  isTail(bytes: Uint8Array, tail: number): boolean;
  tailLength(): number;
}

export function createLineBefore(): LineBefore {
  let seen: Uint8Array | null = null;
  let view: DataView = new DataView(new ArrayBuffer(0));
  let head = 0;
  let headLength = -1;
  let hostsAt = 0;
  let hostsLength = -1;
  let tailAt = 0;
  let length = -1;

  function isSame(at: number, other: number, bytes: number): boolean {
    return isSameBytes(view, at, view, other, bytes);
  }

  function clear(): void {
    headLength = -1;
    hostsLength = -1;
    length = -1;
  }

  return {
    clear,
    enter(bytes) {
      if (bytes === seen) return;
      seen = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      clear();
    },
    set(from, hosts, recipient, tail, next) {
      head = from;
      headLength = hosts - from;
      hostsAt = hosts;
      hostsLength = recipient - hosts;
      tailAt = tail;
      length = next - tail;
    },
    isHead: (from, hosts) => hosts - from === headLength && isSame(head, from, headLength),
    isHosts: (hosts, recipient) =>
      recipient - hosts === hostsLength && isSame(hostsAt, hosts, hostsLength),
    isTail: (bytes, tail) =>
      length > 0 && tail + length <= bytes.length && isSame(tailAt, tail, length),
    tailLength: () => length,
  };
}
