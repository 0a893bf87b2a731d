import { ByteFields } from './byte-fields.ts';
import { createByteLine, setRange, TEXT } from './byte-line.ts';
import type { ByteDecoder } from './byte-line.ts';
import { MOST_SEPARATORS } from './line-kernel.ts';
import type { LineKernel } from './line-kernel.ts';
import { ByteHosts } from './msgtrk-byte-hosts.ts';
import { ByteIds } from './msgtrk-byte-ids.ts';
import { ByteRecipients } from './msgtrk-byte-recipients.ts';
import { EventPlans } from './msgtrk-event-plans.ts';
import type { EventPlan } from './msgtrk-event-plans.ts';
import { fieldPlan } from './msgtrk-field-plan.ts';
import type { FieldPlan } from './msgtrk-field-plan.ts';
import type { MsgtrkPlan } from './msgtrk-row.ts';
import { areOthersInTexts } from './msgtrk-byte-others.ts';
import { isUsualOutside } from './scanned-line.ts';
import { createIsoByteReader } from './time-iso-bytes.ts';

const SEMICOLON = 0x3b;
const ZERO = 0x30;
const NINE = 0x39;
const MOST_DIGITS = 15;

/** By the number of fields. */
export type PlansByCount = ReadonlyMap<number, MsgtrkPlan>;

/**
 * Takes lines without quotes, of ASCII but for subject and addresses, of events that are of their message alone; the others are read as
 * texts.
 */
export class ByteDecoderMsgtrk implements ByteDecoder {
  readonly line = createByteLine();
  readonly found = { taken: false, next: 0 };
  readonly #scanner: LineKernel;
  readonly #fields: ByteFields;
  readonly #plans: (FieldPlan | null)[];
  readonly #events = new EventPlans();
  readonly #hosts: ByteHosts;
  readonly #ids: ByteIds;
  readonly #recipients: ByteRecipients;
  readonly #readTime = createIsoByteReader();
  readonly #readArrival = createIsoByteReader();

  constructor(plans: PlansByCount, scanner: LineKernel) {
    this.#scanner = scanner;
    this.#fields = new ByteFields(scanner.edges);
    this.#hosts = new ByteHosts(this.line, this.#fields);
    this.#ids = new ByteIds(this.line, this.#fields, scanner);
    this.#recipients = new ByteRecipients(this.line, this.#fields, this.#hosts, scanner);
    this.#plans = Array.from({ length: MOST_SEPARATORS + 2 }, (_, fields) => {
      const plan = plans.get(fields);
      return plan === undefined ? null : fieldPlan(plan);
    });
  }

  read(bytes: Uint8Array, from: number): void {
    const fields = this.#scanner.scanCommas(bytes, from) + 1;
    this.found.next = this.#scanner.line.next;
    this.found.taken = this.#scanner.line.isPlain && this.#take(bytes, from, fields);
  }

  /** False where the other decoder has to read the line, and to say what is wrong with it. */
  #take(bytes: Uint8Array, from: number, count: number): boolean {
    const at = this.#plans[count] ?? null;
    // Header lines begin with something else than a digit.
    if (at === null || !isDigit(bytes[from] ?? 0)) return false;
    if (!this.#setSubject(bytes, from, at)) return false;
    const fields = this.#fields;
    fields.look(bytes, at.event);
    const [event, eventEnd] = [fields.from, fields.to];
    fields.look(bytes, at.source);
    const plan = this.#events.find(bytes, event, eventEnd, fields.from, fields.to);
    return (
      plan.taken &&
      this.#setNumbers(bytes, at, plan) &&
      this.#hosts.set(bytes, at, plan) &&
      this.#ids.set(bytes, at, plan, this.#hosts.server?.server ?? null) &&
      this.#recipients.set(bytes, at, plan)
    );
  }

  /** False where there are other letters than usual ones outside of it and of addresses. */
  #setSubject(bytes: Uint8Array, from: number, at: FieldPlan): boolean {
    const fields = this.#fields;
    const scanned = this.#scanner.line;
    const subject = fields.look(bytes, at.subject) ? fields.from : -1;
    setRange(this.line.ranges, TEXT.subject, fields.from, fields.to);
    const isUsual = isUsualOutside(scanned, bytes, subject, fields.to);
    this.line.hasOtherAddresses = !isUsual;
    return isUsual || areOthersInTexts(bytes, from, scanned, fields, at);
  }

  /** False where the line has no time. */
  #setNumbers(bytes: Uint8Array, at: FieldPlan, { tellsArrival }: EventPlan): boolean {
    const { line } = this;
    const fields = this.#fields;
    fields.look(bytes, at.time);
    line.at = this.#readTime(bytes, fields.from, fields.to);
    if (Number.isNaN(line.at)) return false;
    line.originatedAt = Number.NaN;
    if (tellsArrival && fields.look(bytes, at.messageInfo)) {
      let end = fields.from;
      while (end < fields.to && bytes[end] !== SEMICOLON) end += 1;
      line.originatedAt = this.#readArrival(bytes, fields.from, end);
    }
    line.sizeBytes = this.#readNumber(bytes, at.bytes);
    line.recipientCount = this.#readNumber(bytes, at.count);
    return true;
  }

  /** NaN unless it is one digit or more, up to 15. */
  #readNumber(bytes: Uint8Array, field: number): number {
    this.#fields.look(bytes, field);
    const { from, to } = this.#fields;
    if (from === to || to - from > MOST_DIGITS) return Number.NaN;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = (bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
