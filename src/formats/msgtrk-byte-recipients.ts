import { isSameAscii } from './ascii-range.ts';
import type { ByteFields } from './byte-fields.ts';
import { setRange, TEXT } from './byte-line.ts';
import type { ByteLine } from './byte-line.ts';
import type { LineKernel } from './line-kernel.ts';
import type { ByteHosts } from './msgtrk-byte-hosts.ts';
import { domainAt, INCOMING, isOursAt, ORIGINATING } from './msgtrk-byte-texts.ts';
import type { EventPlan } from './msgtrk-event-plans.ts';
import type { FieldPlan } from './msgtrk-field-plan.ts';

/** The lists of the kernel. */
const FOUND = 0;
const RELATED = 1;

/** Sets what `recipientsOf` finds in a line without quotes: everyone it speaks of, and as what. */
export class ByteRecipients {
  readonly #line: ByteLine;
  readonly #fields: ByteFields;
  readonly #hosts: ByteHosts;
  readonly #scanner: LineKernel;
  /** Ranges of recipients, and of related addresses. */
  readonly #found: Int32Array;
  readonly #related: Int32Array;
  // How many of them there are, and what decides whether a recipient of this line is ours.
  #relatedCount = 0;
  #isIncoming = false;
  #isOriginating = false;

  constructor(line: ByteLine, fields: ByteFields, hosts: ByteHosts, scanner: LineKernel) {
    this.#line = line;
    this.#fields = fields;
    this.#hosts = hosts;
    this.#scanner = scanner;
    [this.#found, this.#related] = scanner.lists;
  }

  /** False where the line has to be read as a text: there are too many. */
  set(bytes: Uint8Array, at: FieldPlan, plan: EventPlan): boolean {
    const line = this.#line;
    const fields = this.#fields;
    fields.look(bytes, at.recipients);
    const named = this.#scan(FOUND);
    const all = this.#scanFormer(bytes, at, plan, named);
    if (all < 0) return false;
    line.others = 0;
    line.code = plan.named;
    line.eventText = plan.text;
    line.ranges[TEXT.recipient * 2] = -1;
    if (all === 0) return true;
    const everyone = plan.mayStay && this.#hosts.staysInServer(bytes) ? plan.ownServer : plan.named;
    if (plan.mayWait && everyone === plan.named && !this.#readWaiting(bytes, at)) return false;
    for (let i = 0; i < named; i++) this.#add(i, this.#codeOf(bytes, i, plan, everyone));
    for (let i = named; i < all; i++) this.#add(i, plan.former);
    line.others = all - 1;
    return true;
  }

  /** Of the field that was looked at: how many addresses a list has then; -1: too many. */
  #scan(list: 0 | 1, known = 0): number {
    const { from, to } = this.#fields;
    return this.#scanner.scanList(list, known, from, to);
  }

  /** Addresses that became those of the line, behind them: how many there are then. */
  #scanFormer(bytes: Uint8Array, at: FieldPlan, plan: EventPlan, named: number): number {
    if (named < 0 || !plan.tellsFormer) return named;
    const fields = this.#fields;
    fields.look(bytes, at.related);
    return this.#scan(FOUND, named);
  }

  #codeOf(bytes: Uint8Array, i: number, plan: EventPlan, everyone: number): number {
    if (!plan.mayWait || everyone !== plan.named) return everyone;
    return this.#waits(bytes, i) ? plan.mailbox : everyone;
  }

  /** Looks for what `#waits` asks. */
  #readWaiting(bytes: Uint8Array, at: FieldPlan): boolean {
    const fields = this.#fields;
    fields.look(bytes, at.directionality);
    const is = (word: Uint8Array): boolean =>
      isSameAscii(bytes, fields.from, fields.to, word, 0, word.length);
    this.#isIncoming = is(INCOMING);
    this.#isOriginating = is(ORIGINATING);
    fields.look(bytes, at.related);
    this.#relatedCount = this.#scan(RELATED);
    return this.#relatedCount >= 0;
  }

  /** Whether a recipient waits for a mailbox of ours, as `roleOfRecipients` says of texts. */
  #waits(bytes: Uint8Array, i: number): boolean {
    const [from, to] = [this.#found[i * 2] ?? 0, this.#found[i * 2 + 1] ?? 0];
    if (this.#relatedCount > 0) {
      if (!this.#isOriginating && this.#sharesDomain(bytes, from, to)) return true;
      if (this.#isIncoming) return false;
    } else if (this.#isIncoming) return true;
    const { server, senderFrom, senderTo } = this.#hosts;
    const full = this.#isOriginating ? null : (server?.fullBytes ?? null);
    return isOursAt(bytes, from, to, senderFrom, senderTo, full);
  }

  /** With a related address; those without a domain share that. */
  #sharesDomain(bytes: Uint8Array, from: number, to: number): boolean {
    const domain = domainAt(bytes, from, to);
    for (let i = 0; i < this.#relatedCount; i++) {
      const end = this.#related[i * 2 + 1] ?? 0;
      const other = domainAt(bytes, this.#related[i * 2] ?? 0, end);
      if (domain < 0 && other < 0) return true;
      if (domain >= 0 && other >= 0 && isSameAscii(bytes, domain, to, bytes, other, end))
        return true;
    }
    return false;
  }

  /** The first one stands where the only one of a line does. */
  #add(i: number, code: number): void {
    const line = this.#line;
    const [from, to] = [this.#found[i * 2] ?? 0, this.#found[i * 2 + 1] ?? 0];
    if (i === 0) {
      line.code = code;
      setRange(line.ranges, TEXT.recipient, from, to);
      return;
    }
    line.otherCodes[i - 1] = code;
    setRange(line.otherRanges, i - 1, from, to);
  }
}
