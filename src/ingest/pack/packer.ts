import { eventKey, isMsgtrkCode } from '../../catalogue/msgtrk-codes.ts';
import { TEXT } from '../../formats/byte-line.ts';
import type { ByteLine, OwnServer } from '../../formats/byte-line.ts';
import type { Kernel } from '../../formats/kernel.ts';
import { isWindows2000Build } from '../../model/server-marks.ts';
import type { LineAddress, LogEvent } from '../../model/log-event.ts';
import { createArenaPool } from './arena.ts';
import type { ArenaPool } from './arena.ts';
import { EventNames } from './event-names.ts';
import { EventList } from './event-list.ts';
import type { EventRow } from './event-list.ts';
import { FactList } from './fact-list.ts';
import type { ToldFacts } from './fact-list.ts';
import { HopList } from './hop-list.ts';
import { viewOf } from './intern-memory.ts';
import { NameTables } from './name-tables.ts';
import type { PackedLines } from './packed-batch.ts';
import { createServerCounts, isWindows2000 } from './server-counts.ts';

/** What holds for all lines of one source. */
export interface PackerSource {
  /** The server of lines that name none. */
  readonly server: string | null;
  readonly keepSubject: boolean;
  /** The UTC day that the file is of, by its name. */
  readonly day: number | null;
}

/** Spellings that are remembered; a log that names ever more servers must not fill a table. */
const MOST_SERVERS = 64;

/**
 * Packs decoded lines of one source after the other for the store. Numbers of texts hold over sources. Batches are to be read before the
 * memory of them is put back into `arenas`.
 */
export class Packer {
  readonly #names: NameTables;
  readonly #ofEvents: EventNames;
  readonly #arenas: ArenaPool;
  readonly #events = new EventList();
  readonly #hops: HopList;
  readonly #facts = new FactList();
  readonly #servers = createServerCounts();
  readonly #row: EventRow = emptyRow();
  readonly #told: ToldFacts = emptyFacts();
  /** Numbers of the line that `addBytes` was given last: most lines name what the one before named. */
  readonly #before = emptyBefore();
  /** The bytes that lines lie in. */
  #viewed: Uint8Array = new Uint8Array(0);
  #view = viewOf(this.#viewed);
  #links: number[] = [];
  #submissions: number[] = [];
  #eventNames = new Map<number, string>();
  #suffixes = new Map<string, readonly [number, string]>();
  /** Numbers of the servers that lines of this batch were written by. */
  readonly #ownServers = new Map<OwnServer, number>();
  #firstServer = -1;
  #source: PackerSource = { server: null, keepSubject: true, day: null };

  /** `kernel`: its memory holds the names, for good. */
  constructor(seed: number, arenas: ArenaPool = createArenaPool(), kernel: Kernel | null = null) {
    this.#names = new NameTables(seed, kernel);
    this.#ofEvents = new EventNames(this.#names);
    this.#hops = new HopList(kernel);
    this.#arenas = arenas;
  }

  begin(source: PackerSource): void {
    this.#source = source;
  }

  /** Drops what was not taken, and all numbers: what was given may not have arrived. */
  forget(): void {
    this.take(Buffer.alloc(0));
    this.#names.clear();
  }

  /** False where no server is named and none is known: nothing was added. */
  addBytes(bytes: Uint8Array, line: ByteLine, address: LineAddress): boolean {
    if (bytes !== this.#viewed) {
      this.#viewed = bytes;
      this.#view = viewOf(bytes);
    }
    if (!this.#readNames(bytes, line)) return false;
    const before = this.#before;
    const row = this.#row;
    const { ranges } = line;
    this.#setAddress(address);
    row.at = line.at;
    row.code = line.code;
    row.message = before.message;
    row.recipient = this.#addressOf(line, ranges, TEXT.recipient);
    row.server = before.server;
    row.partner = before.partner;
    row.client = before.client;
    const told = this.#told;
    told.sender = before.sender;
    told.subject = null;
    told.subjectFrom = this.#source.keepSubject ? begin(ranges, TEXT.subject) : -1;
    told.subjectTo = end(ranges, TEXT.subject);
    told.sizeBytes = line.sizeBytes;
    told.recipientCount = line.recipientCount;
    told.originatedAt = line.originatedAt;
    this.#add(before.linked, before.isWindows2000);
    if (line.others > 0) this.#addOthers(line);
    if (isMsgtrkCode(line.code)) this.#nameCodes(line);
    return true;
  }

  /** The line's recipients after the first: all else is as it was. */
  #addOthers(line: ByteLine): void {
    const { others, otherRanges, otherCodes } = line;
    for (let i = 0; i < others; i++) {
      this.#row.code = otherCodes[i] ?? 0;
      this.#row.recipient = this.#addressOf(line, otherRanges, i);
      this.#add(this.#before.linked, this.#before.isWindows2000);
    }
  }

  #addressOf({ hasOtherAddresses }: ByteLine, ranges: Int32Array, text: number): number {
    return hasOtherAddresses
      ? this.#names.otherAddress(this.#view, ranges, text)
      : this.#names.addressBytes(this.#view, ranges, text);
  }

  #nameCodes({ code, eventText, others, otherCodes }: ByteLine): void {
    this.#nameCode(code, eventText);
    for (let i = 0; i < others; i++) this.#nameCode(otherCodes[i] ?? code, eventText);
  }

  #nameCode(code: number, text: string | null | undefined): void {
    if (!this.#eventNames.has(code)) this.#eventNames.set(code, text ?? eventKey(code));
  }

  /** The event names a server. */
  addEvent(event: LogEvent, address: LineAddress): void {
    const row = this.#row;
    const named = this.#ofEvents.of(event);
    this.#setAddress(address);
    row.at = event.at;
    row.code = event.code;
    row.message = named.message;
    row.recipient = this.#names.address(event.recipient);
    row.server = named.server;
    row.partner = named.partner;
    row.client = named.client;
    const told = this.#told;
    told.sender = named.sender;
    told.subject = this.#source.keepSubject ? event.subject : null;
    told.subjectFrom = -1;
    told.sizeBytes = event.sizeBytes ?? Number.NaN;
    told.recipientCount = event.recipientCount ?? Number.NaN;
    told.originatedAt = event.originatedAt ?? Number.NaN;
    this.#add(named.linked, isWindows2000Build(event.serviceVersion));
    if (isMsgtrkCode(event.code)) this.#tellModern(event, row.message);
  }

  count(): number {
    return this.#events.count;
  }

  /** What was added since the last call; `bytes` are those that `addBytes` was given. */
  take(bytes: Buffer): PackedLines {
    const groups = this.#facts.count;
    const arena = this.#arenas.get(
      this.#events.bytes() + this.#hops.bytes(groups) + this.#facts.bytes(),
    );
    const events = this.#events.take(groups, arena);
    const { hops, counts } = this.#hops.take(groups, arena);
    const packed = {
      memory: arena.buffer,
      events,
      hops,
      hopCounts: counts,
      facts: this.#facts.take(bytes, arena),
      links: Int32Array.from(this.#links),
      submissions: Int32Array.from(this.#submissions),
      eventNames: [...this.#eventNames],
      suffixes: [...this.#suffixes.values()],
      ...this.#servers.take(),
      firstServer: this.#firstServer,
      serverName: this.#firstServer < 0 ? null : this.#names.serverName(this.#firstServer),
      tables: this.#names.takeNew(),
    };
    this.#links = [];
    this.#submissions = [];
    this.#eventNames = new Map();
    this.#suffixes = new Map();
    this.#firstServer = -1;
    this.#before.serial = -1;
    this.#ofEvents.forget();
    this.#ownServers.clear();
    this.#names.clearIfFull();
    return packed;
  }

  /** Adds what `row` and `told` hold. */
  #add(linked: number, isWindows2000Line: boolean): void {
    const row = this.#row;
    if (this.#firstServer < 0) this.#firstServer = row.server;
    this.#servers.add(row.server, row.at, row.code, isWindows2000Line, this.#source.day);
    if (row.message < 0) {
      this.#events.add(row, -1);
      return;
    }
    const group = this.#facts.groupOf(row.message);
    this.#events.add(row, group);
    this.#hops.add(row, group, this.#names.nextHop(row.partner));
    this.#told.at = row.at;
    this.#told.line = row.line;
    this.#facts.add(group, this.#told);
    if (linked >= 0) this.#links.push(row.message, linked);
  }

  #tellModern({ code, eventText, serverSuffix, submissionId }: LogEvent, message: number): void {
    if (serverSuffix !== null && serverSuffix !== undefined)
      this.#addSuffix(this.#row.server, serverSuffix);
    this.#nameCode(code, eventText);
    if (message >= 0 && submissionId !== null && submissionId !== undefined)
      this.#submissions.push(this.#names.message(submissionId), message);
  }

  #setAddress(address: LineAddress): void {
    this.#row.line = address.line;
    this.#row.offset = address.offset;
    this.#row.length = address.length;
  }

  /** False where no server is named and none is known. */
  #readNames(bytes: Uint8Array, line: ByteLine): boolean {
    const isNext = line.serialBefore === this.#before.serial;
    if (!(isNext && line.sameHosts) && !this.#readHosts(line)) return false;
    if (!(isNext && line.sameMessage)) this.#readMessage(bytes, line);
    this.#before.serial = line.serial;
    return true;
  }

  #readHosts({ ranges, ownServer }: ByteLine): boolean {
    const before = this.#before;
    const names = this.#names;
    if (ownServer !== null) before.server = this.#readOwnServer(ownServer);
    else if (begin(ranges, TEXT.server) >= 0)
      before.server = names.serverBytes(this.#view, ranges, TEXT.server);
    else if (this.#source.server === null) return false;
    else before.server = names.server(this.#source.server);
    before.partner = names.hostBytes(this.#view, ranges, TEXT.partner);
    before.client = names.hostBytes(this.#view, ranges, TEXT.clientHost);
    return true;
  }

  /** Lines of a log are of one server, in few spellings. */
  #readOwnServer(own: OwnServer): number {
    const known = this.#ownServers.get(own);
    if (known !== undefined) return known;
    const number = this.#names.server(own.server);
    if (own.serverSuffix !== null) this.#addSuffix(number, own.serverSuffix);
    if (this.#ownServers.size === MOST_SERVERS) this.#ownServers.clear();
    this.#ownServers.set(own, number);
    return number;
  }

  #addSuffix(server: number, suffix: string): void {
    this.#suffixes.set(`${server} ${suffix}`, [server, suffix]);
  }

  #readMessage(bytes: Uint8Array, line: ByteLine): void {
    const { ranges, messageText } = line;
    const before = this.#before;
    const names = this.#names;
    before.message =
      messageText === null
        ? names.messageBytes(this.#view, ranges, TEXT.messageId, TEXT.networkMessageId)
        : names.messageOf(messageText, this.#view, ranges, TEXT.networkMessageId);
    const isNone = before.message < 0;
    before.sender = isNone ? -1 : this.#addressOf(line, ranges, TEXT.sender);
    before.linked = isNone ? -1 : names.messageBytes(this.#view, ranges, TEXT.linkedMessageId);
    before.isWindows2000 = isWindows2000(
      bytes,
      begin(ranges, TEXT.serviceVersion),
      end(ranges, TEXT.serviceVersion),
    );
  }
}

function begin(ranges: Int32Array, text: number): number {
  return ranges[text * 2] ?? -1;
}

function end(ranges: Int32Array, text: number): number {
  return ranges[text * 2 + 1] ?? -1;
}

function emptyRow(): EventRow {
  return {
    line: 0,
    offset: 0,
    length: 0,
    at: 0,
    code: 0,
    message: -1,
    recipient: -1,
    server: -1,
    partner: -1,
    client: -1,
  };
}

function emptyFacts(): ToldFacts {
  return {
    at: 0,
    line: 0,
    sender: -1,
    subjectFrom: -1,
    subjectTo: -1,
    subject: null,
    sizeBytes: Number.NaN,
    recipientCount: Number.NaN,
    originatedAt: Number.NaN,
  };
}

function emptyBefore() {
  return {
    serial: -1,
    server: -1,
    partner: -1,
    client: -1,
    message: -1,
    sender: -1,
    linked: -1,
    isWindows2000: false,
  };
}
