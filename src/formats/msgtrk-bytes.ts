import { isSameHost } from '../model/host-name.ts';
import { isSameAscii, skipSpaces, skipSpacesBack } from './ascii-range.ts';
import { createByteLine, MAX_OTHERS, TEXT } from './byte-line.ts';
import type { ByteDecoder } from './byte-line.ts';
import { CommaScanner, MAX_COMMAS, NO_FIELD } from './comma-scanner.ts';
import { isGuidAt, isIdAt, isOursAt } from './msgtrk-byte-texts.ts';
import type { MsgtrkColumn } from './msgtrk-columns.ts';
import { EventPlans } from './msgtrk-event-plans.ts';
import type { EventPlan } from './msgtrk-event-plans.ts';
import { OwnServers } from './msgtrk-own-servers.ts';
import type { KnownServer } from './msgtrk-own-servers.ts';
import { RecipientScanner } from './msgtrk-recipient-scanner.ts';
import type { MsgtrkPlan } from './msgtrk-row.ts';
import { REPORTER } from './msgtrk-sender.ts';
import { isAsciiOutside } from './scanned-line.ts';
import { createIsoByteReader } from './time-iso-bytes.ts';

const SEMICOLON = 0x3b;
const QUOTE = 0x27;
const LESS = 0x3c;
const GREATER = 0x3e;
const ZERO = 0x30;
const NINE = 0x39;
const MOST_DIGITS = 15;
const REPORTER_BYTES = Buffer.from(REPORTER, 'latin1');

/** Field number of each column; `NO_FIELD` where the line has no such one. */
type FieldPlan = Readonly<ReturnType<typeof fieldPlan>>;

/** By the number of fields. */
export type PlansByCount = ReadonlyMap<number, MsgtrkPlan>;

/**
 * Takes lines without quotes, of ASCII but for the subject, with a message id, of events that are of that message and of their recipients
 * alone; the others are read as texts.
 */
export class ByteDecoderMsgtrk implements ByteDecoder {
  readonly line = createByteLine();
  readonly found = { taken: false, next: 0 };
  readonly #scanner = new CommaScanner();
  readonly #edges = this.#scanner.edges;
  readonly #plans: (FieldPlan | null)[];
  readonly #events = new EventPlans();
  readonly #recipients = new RecipientScanner(MAX_OTHERS + 1);
  readonly #readTime = createIsoByteReader();
  readonly #readArrival = createIsoByteReader();
  readonly #servers = new OwnServers();
  #server: KnownServer | null = null;
  #at: FieldPlan = fieldPlan(new Map());
  // Of the field that was looked at last, without spaces around it.
  #from = 0;
  #to = 0;

  constructor(plans: PlansByCount) {
    this.#plans = Array.from({ length: MAX_COMMAS + 2 }, (_, fields) => {
      const plan = plans.get(fields);
      return plan === undefined ? null : fieldPlan(plan);
    });
  }

  read(bytes: Uint8Array, from: number): void {
    const fields = this.#scanner.scan(bytes, from) + 1;
    this.found.next = this.#scanner.line.next;
    this.found.taken = this.#scanner.line.isPlain && this.#take(bytes, fields, bytes[from] ?? 0);
  }

  /** False where the other decoder has to read the line, and to say what is wrong with it. */
  #take(bytes: Uint8Array, fields: number, first: number): boolean {
    const at = this.#plans[fields] ?? null;
    // Header lines begin with something else than a digit.
    if (at === null || first < ZERO || first > NINE) return false;
    this.#at = at;
    if (!this.#setSubject(bytes)) return false;
    this.#trim(bytes, at.event);
    const [event, eventEnd] = [this.#from, this.#to];
    this.#trim(bytes, at.source);
    const plan = this.#events.find(bytes, event, eventEnd, this.#from, this.#to);
    return (
      plan.taken &&
      this.#setTimes(bytes, plan) &&
      this.#setIds(bytes, plan) &&
      this.#setHosts(bytes, plan) &&
      !this.#waitsForRelated(bytes, plan) &&
      this.#setRecipients(bytes, plan)
    );
  }

  /** False where there are other letters than ASCII outside of it. */
  #setSubject(bytes: Uint8Array): boolean {
    this.#setText(bytes, TEXT.subject, this.#at.subject);
    const { ranges } = this.line;
    const [from, to] = [ranges[TEXT.subject * 2] ?? -1, ranges[TEXT.subject * 2 + 1] ?? -1];
    return isAsciiOutside(this.#scanner.line, bytes, from, to);
  }

  #trim(bytes: Uint8Array, field: number): void {
    const end = this.#edges[field + 1] ?? 0;
    this.#from = skipSpaces(bytes, (this.#edges[field] ?? 0) + 1, end);
    this.#to = skipSpacesBack(bytes, this.#from, end);
  }

  /** Sets a text to a field; false where that is empty, and there is no text. */
  #setText(bytes: Uint8Array, text: number, field: number): boolean {
    this.#trim(bytes, field);
    return this.#setRange(text, this.#from, this.#to);
  }

  #setRange(text: number, from: number, to: number): boolean {
    this.line.ranges[text * 2] = from === to ? -1 : from;
    this.line.ranges[text * 2 + 1] = to;
    return from !== to;
  }

  #setTimes(bytes: Uint8Array, { tellsArrival }: EventPlan): boolean {
    const { line } = this;
    this.#trim(bytes, this.#at.time);
    line.at = this.#readTime(bytes, this.#from, this.#to);
    if (Number.isNaN(line.at)) return false;
    this.#trim(bytes, this.#at.messageInfo);
    let end = this.#from;
    while (end < this.#to && bytes[end] !== SEMICOLON) end += 1;
    line.originatedAt = tellsArrival ? this.#readArrival(bytes, this.#from, end) : Number.NaN;
    line.sizeBytes = this.#readNumber(bytes, this.#at.bytes);
    line.recipientCount = this.#readNumber(bytes, this.#at.count);
    return true;
  }

  /** NaN unless it is one digit or more, up to 15. */
  #readNumber(bytes: Uint8Array, field: number): number {
    this.#trim(bytes, field);
    const digits = this.#to - this.#from;
    if (digits < 1 || digits > MOST_DIGITS) return Number.NaN;
    let value = 0;
    for (let i = this.#from; i < this.#to; i++) {
      const digit = (bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  }

  #setIds(bytes: Uint8Array, { links }: EventPlan): boolean {
    this.#trim(bytes, this.#at.messageId);
    const isBracketed =
      this.#to - this.#from >= 2 && bytes[this.#from] === LESS && bytes[this.#to - 1] === GREATER;
    const bracket = isBracketed ? 1 : 0;
    if (!this.#setRange(TEXT.messageId, this.#from + bracket, this.#to - bracket)) return false;
    if (
      this.#setText(bytes, TEXT.networkMessageId, this.#at.networkMessageId) &&
      !isGuidAt(bytes, this.#from, this.#to)
    )
      return false;
    this.line.ranges[TEXT.linkedMessageId * 2] = -1;
    if (!links) return true;
    this.#trim(bytes, this.#at.reference);
    const first = this.#from === this.#to ? 0 : bytes[this.#from];
    // Anything else than an id, or a list that may begin with one, refers to no message.
    if (first !== LESS && first !== QUOTE) return true;
    if (!isIdAt(bytes, this.#from, this.#to)) return false;
    return this.#setRange(TEXT.linkedMessageId, this.#from + 1, this.#to - 1);
  }

  /** Whose domain a related address has, a text is asked. */
  #waitsForRelated(bytes: Uint8Array, { mayWait }: EventPlan): boolean {
    this.#trim(bytes, this.#at.related);
    return mayWait && this.#from !== this.#to;
  }

  /** As `hostsOf` and the sender of `msgtrk`. */
  #setHosts(bytes: Uint8Array, plan: EventPlan): boolean {
    const { byClient, namesReceiver } = plan;
    const at = this.#at;
    const [local, other] = byClient ? [at.client, at.server] : [at.server, at.client];
    if (!this.#setText(bytes, TEXT.server, local)) this.#setText(bytes, TEXT.server, other);
    this.#server = this.#from === this.#to ? null : this.#servers.find(bytes, this.#from, this.#to);
    this.line.ownServer = this.#server;
    this.#setText(bytes, TEXT.clientHost, byClient ? NO_FIELD : at.client);
    const partner = namesReceiver ? at.server : NO_FIELD;
    if (!this.#setText(bytes, TEXT.partner, partner) && namesReceiver)
      this.#setText(bytes, TEXT.partner, at.serverIp);
    return this.#setSender(bytes, plan, plan.reports);
  }

  /** As `senderOf`: reports are those of the null sender, where the line names that. */
  #setSender(bytes: Uint8Array, plan: EventPlan, reports: boolean): boolean {
    const at = this.#at;
    if (reports) {
      this.#setText(bytes, TEXT.sender, at.returnPath);
      // Whose domain a recipient shares, the address that is not told says.
      return !plan.mayWait && this.#isNullSender(bytes);
    }
    if (!this.#setText(bytes, TEXT.sender, at.sender))
      this.#setText(bytes, TEXT.sender, at.returnPath);
    const prefix = Math.min(this.#from + REPORTER_BYTES.length, this.#to);
    if (!isSameAscii(bytes, this.#from, prefix, REPORTER_BYTES, 0, REPORTER_BYTES.length))
      return true;
    return this.#setSender(bytes, plan, true);
  }

  #isNullSender(bytes: Uint8Array): boolean {
    return (
      this.#to - this.#from === 2 && bytes[this.#from] === LESS && bytes[this.#from + 1] === GREATER
    );
  }

  #setRecipients(bytes: Uint8Array, plan: EventPlan): boolean {
    const { line } = this;
    this.#trim(bytes, this.#at.recipients);
    const found = this.#recipients.scan(bytes, this.#from, this.#to);
    if (found < 0) return false;
    line.others = 0;
    line.code = plan.named;
    line.ranges[TEXT.recipient * 2] = -1;
    if (found === 0) return true;
    const { ranges } = this.#recipients;
    const everyone = plan.mayStay && this.#staysInServer(bytes) ? plan.ownServer : plan.named;
    this.#trim(bytes, this.#at.directionality);
    const full = this.#server?.fullBytes ?? null;
    for (let i = 0; i < found; i++) {
      const [from, to] = [ranges[i * 2] ?? 0, ranges[i * 2 + 1] ?? 0];
      const waits =
        plan.mayWait && isOursAt(bytes, from, to, this.#from, this.#to, line.ranges, full);
      this.#addRecipient(i - 1, from, to, waits ? plan.mailbox : everyone);
    }
    line.others = found - 1;
    return true;
  }

  /** The first one, whose number among the others is -1, stands where the only one of a line does. */
  #addRecipient(other: number, from: number, to: number, code: number): void {
    const { line } = this;
    if (other < 0) {
      line.code = code;
      this.#setRange(TEXT.recipient, from, to);
      return;
    }
    line.otherCodes[other] = code;
    line.otherRanges[other * 2] = from;
    line.otherRanges[other * 2 + 1] = to;
  }

  #staysInServer(bytes: Uint8Array): boolean {
    const partner = this.#textOf(bytes, TEXT.partner);
    return this.#server !== null && partner !== null && isSameHost(this.#server.full, partner);
  }

  #textOf(bytes: Uint8Array, text: number): string | null {
    const { ranges } = this.line;
    const [from, to] = [ranges[text * 2] ?? -1, ranges[text * 2 + 1] ?? -1];
    return from < 0 ? null : Buffer.from(bytes.subarray(from, to)).toString('latin1');
  }
}

function fieldPlan(plan: MsgtrkPlan) {
  const field = (name: MsgtrkColumn): number => plan.get(name) ?? NO_FIELD;
  return {
    time: field('date-time'),
    client: field('client-hostname'),
    server: field('server-hostname'),
    serverIp: field('server-ip'),
    source: field('source'),
    event: field('event-id'),
    messageId: field('message-id'),
    networkMessageId: field('network-message-id'),
    recipients: field('recipient-address'),
    related: field('related-recipient-address'),
    bytes: field('total-bytes'),
    count: field('recipient-count'),
    reference: field('reference'),
    subject: field('message-subject'),
    sender: field('sender-address'),
    returnPath: field('return-path'),
    messageInfo: field('message-info'),
    directionality: field('directionality'),
  };
}
