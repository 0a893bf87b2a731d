import { TEXT, TEXT_FIELDS } from '../../formats/byte-line.ts';
import type { Kernel } from '../../formats/kernel.ts';
import { namesHost } from '../../lifecycle/hop.ts';
import { foldAddress, foldMessageId, plainAddress } from '../../model/fold-names.ts';
import { KEY_PARTS, messageKey } from '../../model/message-key.ts';
import { viewOf } from './intern-memory.ts';
import { bufferOf, InternTable } from './intern-table.ts';
import type { Tables } from './packed-batch.ts';

/** Texts that are remembered of a table, at the end of a batch. */
export const GENERATION = 30_000;
/** The same in bytes: twice what so many usual ids take. */
const GENERATION_BYTES = 8 * 1024 * 1024;

const PARTS = KEY_PARTS.charCodeAt(0);
/** A longer one is rare. */
const KEY_BYTES = 1024;
const LAST_ASCII = 0x7f;
const LESS = 0x3c;
const GREATER = 0x3e;
const EQUALS = 0x3d;
const COLON = 0x3a;
const SMALL_C = 0x63;
const SMALL_S = 0x73;

/**
 * Numbers for what lines name, -1 for none. Bytes are those of text n of formats/byte-line.ts. Texts that fold alike
 * (model/fold-names.ts) have one number.
 */
export class NameTables {
  readonly #messages: InternTable;
  readonly #addresses: InternTable;
  readonly #hosts: InternTable;
  readonly #servers: InternTable;
  /** By text of a line: what the line before named there. */
  readonly #likely = new Int32Array(TEXT_FIELDS);
  /** The key of a message that has both ids; where the kernel makes it. */
  #key = viewOf(Buffer.alloc(256));
  readonly #kernel: Kernel | null;
  readonly #kernelKey: DataView | null;
  /** The bytes that lines lie in, and where those are in the memory of the kernel; -1: elsewhere. */
  #view: DataView | null = null;
  #base = -1;
  /** By host: 1 is one, 2 is a service, 0 is not known yet. */
  #kinds = new Uint8Array(1024);

  /** `kernel`: its memory holds the tables, for good. */
  constructor(seed: number, kernel: Kernel | null = null) {
    this.#kernel = kernel;
    const key = kernel?.memory.allocate(KEY_BYTES) ?? null;
    this.#kernelKey = key === null ? null : viewOf(key);
    this.#messages = new InternTable({ seed, fold: false, kernel });
    this.#addresses = new InternTable({ seed, fold: true, kernel });
    this.#hosts = new InternTable({ seed, fold: false, kernel });
    this.#servers = new InternTable({ seed, fold: true, kernel });
  }

  /** `network`: the text that tells its network message id; null where lines tell none of it. */
  messageBytes(
    view: DataView,
    ranges: Int32Array,
    text: number,
    network: number | null = null,
  ): number {
    const from = ranges[text * 2] ?? -1;
    const to = ranges[text * 2 + 1] ?? -1;
    if (from < 0) return -1;
    const networkFrom = network === null ? -1 : (ranges[network * 2] ?? -1);
    if (network !== null && networkFrom >= 0)
      return this.#sharedMessage(view, from, to, networkFrom, ranges[network * 2 + 1] ?? -1);
    return mayBeMtsId(view, from, to)
      ? this.message(textOf(view, from, to))
      : this.#intern(this.#messages, view, from, to, text);
  }

  /** As `message` does with both ids. */
  #sharedMessage(view: DataView, from: number, to: number, netFrom: number, netTo: number): number {
    if (mayBeMtsId(view, from, to))
      return this.message(textOf(view, from, to), textOf(view, netFrom, netTo));
    const id = to - from;
    const length = id + 1 + netTo - netFrom;
    const base = this.#baseOf(view);
    const kernelKey = this.#kernelKey;
    if (base >= 0 && kernelKey !== null && length <= KEY_BYTES) {
      const { byteOffset } = kernelKey;
      const net = netTo - netFrom;
      this.#kernel?.code.joinNames(byteOffset, base + from, id, PARTS, base + netFrom, net);
      return this.#intern(this.#messages, kernelKey, 0, length, TEXT.messageId, id, byteOffset);
    }
    if (length > this.#key.byteLength) this.#key = viewOf(Buffer.alloc(length * 2));
    copyBytes(view, from, to, this.#key, 0);
    this.#key.setUint8(id, PARTS);
    copyBytes(view, netFrom, netTo, this.#key, id + 1);
    return this.#intern(this.#messages, this.#key, 0, length, TEXT.messageId, id);
  }

  /** A message whose id the line tells otherwise than in so many bytes. */
  messageOf(id: string, view: DataView, ranges: Int32Array, network: number): number {
    const from = ranges[network * 2] ?? -1;
    return this.message(id, from < 0 ? null : textOf(view, from, ranges[network * 2 + 1] ?? -1));
  }

  addressBytes(view: DataView, ranges: Int32Array, text: number): number {
    const from = ranges[text * 2] ?? -1;
    const to = ranges[text * 2 + 1] ?? -1;
    if (from < 0) return -1;
    return isDressed(view, from, to)
      ? this.address(textOf(view, from, to))
      : this.#intern(this.#addresses, view, from, to, text);
  }

  /** One that may have other letters than ASCII, in UTF-8. */
  otherAddress(view: DataView, ranges: Int32Array, text: number): number {
    const from = ranges[text * 2] ?? -1;
    const to = ranges[text * 2 + 1] ?? -1;
    if (from < 0) return -1;
    return isAscii(view, from, to)
      ? this.addressBytes(view, ranges, text)
      : this.address(bufferOf(view, from, to).toString('utf8'));
  }

  hostBytes(view: DataView, ranges: Int32Array, text: number): number {
    const from = ranges[text * 2] ?? -1;
    const to = ranges[text * 2 + 1] ?? -1;
    if (from < 0) return -1;
    const index = this.#intern(this.#hosts, view, from, to, text);
    if ((this.#kinds[index] ?? 0) === 0) this.#noteKind(index, textOf(view, from, to));
    return index;
  }

  serverBytes(view: DataView, ranges: Int32Array, text: number): number {
    const from = ranges[text * 2] ?? 0;
    return this.#intern(this.#servers, view, from, ranges[text * 2 + 1] ?? 0, text);
  }

  message(text: string | null, networkMessageId: string | null = null): number {
    if (text === null) return -1;
    const folded = foldMessageId(text);
    if (networkMessageId === null) return this.#messages.text(folded, text);
    // Messages that share an id are found by it alone.
    return this.#messages.text(
      messageKey(folded, networkMessageId),
      messageKey(text, networkMessageId),
      folded,
    );
  }

  address(text: string | null): number {
    if (text === null) return -1;
    const plain = plainAddress(text);
    return foldedText(this.#addresses, plain, foldAddress(plain));
  }

  host(text: string | null): number {
    if (text === null) return -1;
    const index = this.#hosts.text(text, text);
    this.#noteKind(index, text);
    return index;
  }

  server(text: string): number {
    return foldedText(this.#servers, text, text.toLowerCase());
  }

  serverName(server: number): string {
    return this.#servers.textOf(server);
  }

  /** The partner if it is a host, else -1: column 5 may name a kind of service. */
  nextHop(partner: number): number {
    return this.#kinds[partner] === 1 ? partner : -1;
  }

  takeNew(): Tables {
    return {
      messages: this.#messages.takeNew(),
      addresses: this.#addresses.takeNew(),
      hosts: this.#hosts.takeNew(),
      servers: this.#servers.takeNew(),
    };
  }

  /** Begins a new generation of numbers where there are many: memory must not grow with the input. */
  clearIfFull(): void {
    this.#clear((table) => table.size > GENERATION || table.sizeBytes > GENERATION_BYTES);
  }

  clear(): void {
    this.#clear(() => true);
  }

  #clear(isFull: (table: InternTable) => boolean): void {
    for (const table of [this.#messages, this.#addresses, this.#hosts, this.#servers])
      if (isFull(table)) table.clear();
    if (this.#hosts.size === 0) this.#kinds.fill(0);
  }

  #intern(
    table: InternTable,
    view: DataView,
    from: number,
    to: number,
    text: number,
    hashed = to - from,
    base = this.#baseOf(view),
  ): number {
    const index = table.bytes(view, from, to, this.#likely[text] ?? 0, hashed, base);
    this.#likely[text] = index;
    return index;
  }

  #baseOf(view: DataView): number {
    if (view !== this.#view) {
      this.#view = view;
      this.#base = this.#kernel?.memory.has(view) === true ? view.byteOffset : -1;
    }
    return this.#base;
  }

  #noteKind(index: number, text: string): void {
    if (index >= this.#kinds.length) {
      const more = new Uint8Array(Math.max(index + 1, this.#kinds.length * 2));
      more.set(this.#kinds);
      this.#kinds = more;
    }
    this.#kinds[index] = namesHost(text) ? 1 : 2;
  }
}

function foldedText(table: InternTable, text: string, folded: string): number {
  // ASCII folds by itself, and keeps its spelling.
  if (!/^[\0-\x7f]*$/.test(text)) return table.text(folded, text);
  const bytes = Buffer.from(text, 'latin1');
  return table.bytes(viewOf(bytes), 0, bytes.length, 0);
}

function copyBytes(view: DataView, from: number, to: number, into: DataView, at: number): void {
  const shift = at - from;
  let i = from;
  for (; i + 4 <= to; i += 4) into.setInt32(i + shift, view.getInt32(i, true), true);
  for (; i < to; i++) into.setUint8(i + shift, view.getUint8(i));
}

function textOf(view: DataView, from: number, to: number): string {
  return bufferOf(view, from, to).toString('latin1');
}

function isAscii(view: DataView, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (view.getUint8(i) > LAST_ASCII) return false;
  return true;
}

/** `c=...`: an MTS-ID is folded. */
function mayBeMtsId(view: DataView, from: number, to: number): boolean {
  return (
    to - from > 2 && view.getUint8(from + 1) === EQUALS && (view.getUint8(from) | 0x20) === SMALL_C
  );
}

/** `<...>` or `smtp:...`, which are taken off; `<>` is an address. */
function isDressed(view: DataView, from: number, to: number): boolean {
  const first = view.getUint8(from);
  if (first === LESS) return to - from > 2 && view.getUint8(to - 1) === GREATER;
  return (first | 0x20) === SMALL_S && to - from >= 5 && view.getUint8(from + 4) === COLON;
}
