/** One element of DER (X.690). */
export interface DerNode {
  readonly tag: number;
  /** Its content. */
  readonly bytes: Buffer;
}

export const DER = {
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific and constructed, number 0 or 4. */
  context0: 0xa0,
  context4: 0xa4,
} as const;

/** Bytes that are not the DER that was looked for. */
export class DerError extends Error {}

/** Elements one after the other that fill these bytes. Definite lengths of up to four bytes and tags of one byte only, as DER has them. */
export function readDer(bytes: Buffer): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = byteAt(bytes, at);
    const first = byteAt(bytes, at + 1);
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    if (lengthBytes > 4 || first === 0x80 || (tag & 0x1f) === 0x1f) throw new DerError();
    const from = at + 2 + lengthBytes;
    if (from > bytes.length) throw new DerError();
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    if (length > bytes.length - from) throw new DerError();
    nodes.push({ tag, bytes: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return nodes;
}

/** The element at `index`, which must have that tag. */
export function derAt(nodes: readonly DerNode[], index: number, tag: number): Buffer {
  const node = nodes[index];
  if (node?.tag !== tag) throw new DerError();
  return node.bytes;
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new DerError();
  return byte;
}
