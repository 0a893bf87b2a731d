import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip file that may say anything. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly content?: Uint8Array | string;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode, `0o100644`. */
  readonly mode?: number;
  /** Unpacked bytes that both headers declare. */
  readonly size?: number;
  readonly crc?: number;
  readonly localName?: string | Buffer;
  readonly localSize?: number;
  readonly extra?: Buffer;
  /** Where the directory says that the entry begins: this entry's own bytes are then not written. */
  readonly sameAs?: number;
}

export interface ZipShape {
  /** Number of entries that the end record names. */
  readonly count?: number;
  /** Bytes before the first entry. */
  readonly before?: Buffer;
  readonly comment?: string;
}

/** A zip file, byte by byte: no library writes such ones. */
export function hostileZip(entries: readonly ZipEntry[], shape: ZipShape = {}): Buffer {
  const before = shape.before ?? Buffer.alloc(0);
  const local: Buffer[] = [before];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let offset = before.length;
  for (const entry of entries) {
    const { sameAs, content, packed, extra, name } = filled(entry);
    const at = sameAs === undefined ? offset : (offsets[sameAs] ?? 0);
    offsets.push(at);
    central.push(centralHeader(entry, name, content, packed, at), name, extra);
    if (sameAs !== undefined) continue;
    const localName = Buffer.from(entry.localName ?? name);
    const head = Buffer.concat([
      Buffer.from('PK\u0003\u0004'),
      common(entry, content, packed, entry.localSize ?? entry.size),
      lengths(localName, Buffer.alloc(0)),
      localName,
    ]);
    local.push(head, packed);
    offset += head.length + packed.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...local, directory, endRecord(entries.length, directory, offset, shape)]);
}

function filled(entry: ZipEntry) {
  const { sameAs, method = 8, extra = Buffer.alloc(0) } = entry;
  const content = Buffer.from(entry.content ?? '');
  const packed = method === 8 ? deflateRawSync(content) : content;
  return { sameAs, content, packed, extra, name: Buffer.from(entry.name) };
}

function common(
  { method = 8, flags = 0x0800, crc }: ZipEntry,
  content: Buffer,
  packed: Buffer,
  size = content.length,
): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(flags, 2);
  bytes.writeUInt16LE(method, 4);
  bytes.writeUInt32LE(crc ?? crc32(content), 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(size, 18);
  return bytes;
}

function lengths(name: Buffer, extra: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(name.length, 0);
  bytes.writeUInt16LE(extra.length, 2);
  return bytes;
}

function centralHeader(
  entry: ZipEntry,
  name: Buffer,
  content: Buffer,
  packed: Buffer,
  at: number,
): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  rest.writeUInt32LE(at, 10);
  // Made by Unix, version 3.0.
  const madeBy = Buffer.from([30, 3]);
  return Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    madeBy,
    common(entry, content, packed, entry.size),
    lengths(name, entry.extra ?? Buffer.alloc(0)),
    rest,
  ]);
}

function endRecord(count: number, directory: Buffer, offset: number, shape: ZipShape): Buffer {
  const comment = Buffer.from(shape.comment ?? '');
  const end = Buffer.alloc(18);
  end.writeUInt16LE(shape.count ?? count, 4);
  end.writeUInt16LE(shape.count ?? count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([Buffer.from('PK\u0005\u0006'), end, comment]);
}
