import { createByteLine, TEXT } from './byte-line.ts';
import type { ByteDecoder } from './byte-line.ts';
import { COLUMNS_2003, USUAL_FIELDS } from './exchange2003-columns.ts';
import type { Column2003 } from './exchange2003-columns.ts';
import type { LineKernel } from './line-kernel.ts';
import { mayBeRelayed } from './relayed-2003.ts';
import { isUsualOutside } from './scanned-line.ts';
import { createMomentReader, readDate, readOnce, readTime } from './time-bytes-2003.ts';

const TAB = 0x09;
const CR = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const LESS = 0x3c;
const GREATER = 0x3e;
const ZERO = 0x30;
const NINE = 0x39;

/** Where each text of a line is from. */
const TEXT_COLUMNS: readonly (readonly [number, Column2003])[] = [
  [TEXT.messageId, 'msgid'],
  [TEXT.recipient, 'recipient-address'],
  [TEXT.server, 'server-hostname'],
  [TEXT.partner, 'partner-name'],
  [TEXT.clientHost, 'client-hostname'],
  [TEXT.sender, 'sender-address'],
  [TEXT.subject, 'message-subject'],
  [TEXT.linkedMessageId, 'linked-msgid'],
  [TEXT.serviceVersion, 'service-version'],
];

const ID_TEXTS: ReadonlySet<number> = new Set([TEXT.messageId, TEXT.linkedMessageId]);

const RECIPIENT = USUAL_FIELDS['recipient-address'];

/** Field number of each column (-1: there is none), how many there are, and the fewest that a line may have. */
export interface FieldPlan {
  readonly at: Readonly<Record<Column2003, number>>;
  readonly columnCount: number;
  readonly minFields: number;
}

/** A text of a line: where its range goes, the field that it is from, and whether it is an id. */
interface TextPlan {
  readonly to: number;
  readonly field: number;
  readonly isId: boolean;
}

/** Each line of any decoder has its own number. */
let serials = 0;

/**
 * Takes lines of ASCII (but for the subject) with all their fields and at most the usual lone `-` more; tabs too many belong to the
 * subject. A message has a line for each event and recipient, most of them one after the other: where columns are in their usual
 * order, a line that goes on from its message id as the one before is not looked through again.
 */
export class ByteDecoder2003 implements ByteDecoder {
  readonly line = createByteLine();
  readonly found = { taken: false, next: 0 };
  readonly #scanner: LineKernel;
  // Field n lies between edges n and n + 1: a tab, or the beginning or end of the line.
  readonly #edges: Int32Array;
  readonly #at: Readonly<Record<Column2003, number>>;
  readonly #columnCount: number;
  readonly #texts: readonly TextPlan[];
  readonly #isUsual: boolean;
  /** The line of the scanner that was taken last. */
  #taken = -1;
  readonly #headTexts: readonly TextPlan[];
  readonly #recipient: readonly TextPlan[];
  readonly #readDay = readOnce(readDate);
  readonly #readClock = readOnce(readTime);
  readonly #readMoment = createMomentReader();

  constructor({ at, columnCount }: FieldPlan, scanner: LineKernel) {
    this.#scanner = scanner;
    this.#edges = scanner.edges;
    this.#at = at;
    this.#columnCount = columnCount;
    this.#texts = TEXT_COLUMNS.map(([text, column]) => ({
      to: text * 2,
      field: at[column],
      isId: ID_TEXTS.has(text),
    }));
    this.#isUsual = COLUMNS_2003.every((column) => at[column] === USUAL_FIELDS[column]);
    this.#headTexts = this.#texts.filter(({ field }) => field < at.msgid);
    this.#recipient = this.#texts.filter(({ field }) => field === RECIPIENT);
  }

  read(bytes: Uint8Array, from: number): void {
    const { found, line } = this;
    const scanner = this.#scanner;
    const mayBeSame = this.#isUsual && scanner.serial === this.#taken;
    const tabs = scanner.scanTabs(bytes, from, mayBeSame);
    found.taken = scanner.same.message ? this.#takeSame(bytes) : this.#takeWhole(bytes, from, tabs);
    found.next = scanner.line.next;
    if (!found.taken) return;
    this.#taken = scanner.serial;
    serials += 1;
    line.serialBefore = line.serial;
    line.serial = serials;
  }

  /** A line that is the one before from its message id on; false where it has no time or event id. */
  #takeSame(bytes: Uint8Array): boolean {
    const { line } = this;
    const { head, hosts } = this.#scanner.same;
    if (!this.#setTimeAndCode(bytes, head ? line.at : this.#readTime(bytes))) return false;
    line.sameMessage = true;
    line.sameHosts = hosts;
    this.#setTexts(bytes, hosts ? this.#recipient : this.#headTexts);
    return true;
  }

  #takeWhole(bytes: Uint8Array, from: number, tabs: number): boolean {
    const { line } = this;
    const fields = tabs + 1;
    if (!this.#scanner.line.isPlain || bytes[from] === HASH || mayBeRelayed(fields)) return false;
    if (!this.#fit(bytes, fields)) return false;
    this.#setTexts(bytes, this.#texts);
    if (!this.#isAsciiElsewhere(bytes)) return false;
    if (!this.#setTimeAndCode(bytes, this.#readTime(bytes))) return false;
    line.sizeBytes = this.#readNumber(bytes, this.#at['total-bytes'], 15);
    line.recipientCount = this.#readNumber(bytes, this.#at['number-recipients'], 15);
    line.originatedAt = this.#readOrigination(bytes);
    line.sameMessage = false;
    line.sameHosts = false;
    return true;
  }

  #edge(index: number): number {
    return this.#edges[index] ?? 0;
  }

  /** Leaves the edges of columns only; false where the fields are too few. */
  #fit(bytes: Uint8Array, fields: number): boolean {
    let count = fields;
    const columns = this.#columnCount;
    if (count > columns && isNothing(bytes, this.#edge(count - 1) + 1, this.#edge(count)))
      count -= 1;
    const extra = count - columns;
    const subject = this.#at['message-subject'];
    if (extra < 0 || (extra > 0 && subject < 0)) return false;
    if (extra > 0) this.#edges.copyWithin(subject + 1, subject + 1 + extra, count + 1);
    return true;
  }

  /** Only a subject may be other than ASCII. */
  #isAsciiElsewhere(bytes: Uint8Array): boolean {
    const from = this.line.ranges[TEXT.subject * 2] ?? -1;
    const to = this.line.ranges[TEXT.subject * 2 + 1] ?? -1;
    return isUsualOutside(this.#scanner.line, bytes, from, to);
  }

  /** False where there is no such time (NaN) or event id: the other decoder says why. */
  #setTimeAndCode(bytes: Uint8Array, moment: number): boolean {
    const code = this.#readNumber(bytes, this.#at['event-id'], 9);
    if (Number.isNaN(moment) || Number.isNaN(code)) return false;
    this.line.at = moment;
    this.line.code = code;
    return true;
  }

  #setTexts(bytes: Uint8Array, texts: readonly TextPlan[]): void {
    for (const { to, field, isId } of texts) {
      if (field < 0) this.line.ranges[to] = -1;
      else this.#setText(bytes, to, this.#edge(field) + 1, this.#edge(field + 1), isId);
    }
  }

  /** As `text()` and `messageId()` of the other decoder do: trimmed, `-` is none, an id goes without `<>`. */
  #setText(bytes: Uint8Array, to: number, begin: number, end: number, isId: boolean): void {
    let a = skipSpace(bytes, begin, end);
    let b = skipSpaceBack(bytes, a, end);
    if (isId && b - a >= 2 && bytes[a] === LESS && bytes[b - 1] === GREATER) {
      a += 1;
      b -= 1;
    } else if (b - a === 1 && bytes[a] === DASH) a = b;
    this.line.ranges[to] = a === b ? -1 : a;
    this.line.ranges[to + 1] = b;
  }

  #readNumber(bytes: Uint8Array, field: number, digits: number): number {
    if (field < 0) return Number.NaN;
    return integerIn(bytes, this.#edge(field) + 1, this.#edge(field + 1), digits);
  }

  /** Without a date and a time it is none. */
  #readOrigination(bytes: Uint8Array): number {
    const field = this.#at['origination-time'];
    if (field < 0) return Number.NaN;
    const from = skipSpace(bytes, this.#edge(field) + 1, this.#edge(field + 1));
    return this.#readMoment(bytes, from, skipSpaceBack(bytes, from, this.#edge(field + 1)));
  }

  #readTime(bytes: Uint8Array): number {
    const { date, time } = this.#at;
    return (
      this.#readDay(bytes, this.#edge(date) + 1, this.#edge(date + 1)) +
      this.#readClock(bytes, this.#edge(time) + 1, this.#edge(time + 1))
    );
  }
}

function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && isSpace(bytes[i])) i += 1;
  return i;
}

function skipSpaceBack(bytes: Uint8Array, from: number, to: number): number {
  let i = to;
  while (i > from && isSpace(bytes[i - 1])) i -= 1;
  return i;
}

/** What `String.trim` takes away, of ASCII. */
function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || (byte !== undefined && byte <= CR && byte >= TAB);
}

/** Nothing, or a lone `-`. */
function isNothing(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from || (to - from === 1 && bytes[from] === DASH);
}

/** NaN unless it is one digit or more, up to `most`. */
function integerIn(bytes: Uint8Array, from: number, to: number, most: number): number {
  if (to <= from || to - from > most) return Number.NaN;
  let value = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    value = value * 10 + (byte - ZERO);
  }
  return value;
}
