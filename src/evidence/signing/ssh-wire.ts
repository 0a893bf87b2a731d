/** What SSH keys and signatures are made of (RFC 4251, section 5): numbers of 32 bits, and bytes behind their length. */
export interface WireReader {
  /** The next `count` bytes. */
  take(count: number): Buffer;
  uint32(): number;
  /** The next bytes behind their length. */
  string(): Buffer;
  /** The same as ASCII text. */
  name(): string;
  /** What was not read yet. */
  rest(): Buffer;
  /** Throws where anything follows. */
  end(): void;
}

/** Bytes that are not what they should be; the message says how, for the end of a sentence. */
export class WireError extends Error {}

export function readWire(bytes: Uint8Array): WireReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const take = (count: number): Buffer => {
    if (count > buffer.length - at) throw new WireError('it ends too early');
    at += count;
    return buffer.subarray(at - count, at);
  };
  const uint32 = (): number => take(4).readUInt32BE();
  const string = (): Buffer => take(uint32());
  return {
    take,
    uint32,
    string,
    name: () => string().toString('latin1'),
    rest: () => take(buffer.length - at),
    end: () => {
      if (at !== buffer.length) throw new WireError('more follows than belongs to it');
    },
  };
}

export function wireUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function wireString(value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([wireUint32(bytes.length), bytes]);
}

/** Base64 as OpenSSH and PEM write it, white space aside; null for anything else, spare bits in the last sign too. */
export function decodeBase64(text: string): Buffer | null {
  const packed = text.replace(/[ \t\r\n]+/g, '');
  const bytes = Buffer.from(packed, 'base64');
  return bytes.toString('base64') === packed ? bytes : null;
}
