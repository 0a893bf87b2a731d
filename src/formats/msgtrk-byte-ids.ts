import type { ByteFields } from './byte-fields.ts';
import { setRange, TEXT } from './byte-line.ts';
import type { ByteLine } from './byte-line.ts';
import type { LineKernel } from './line-kernel.ts';
import { isIdAt } from './msgtrk-byte-texts.ts';
import type { EventPlan } from './msgtrk-event-plans.ts';
import type { FieldPlan } from './msgtrk-field-plan.ts';
import { guidId, internalId, warnsOfQuota } from './msgtrk-ids.ts';

/** Of a GUID. */
const GUID_LENGTH = 36;
const QUOTE = 0x27;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Sets what `idsOf` finds in a line without quotes, which names no submission: both parts of one stand in a list with commas. */
export class ByteIds {
  readonly #line: ByteLine;
  readonly #fields: ByteFields;
  readonly #scanner: LineKernel;

  constructor(line: ByteLine, fields: ByteFields, scanner: LineKernel) {
    this.#line = line;
    this.#fields = fields;
    this.#scanner = scanner;
  }

  /** False where the line has to be read as a text. `server` is the one that wrote it. */
  set(bytes: Uint8Array, at: FieldPlan, plan: EventPlan, server: string | null): boolean {
    if (!this.#setNetworkId(bytes, at)) return false;
    this.#setId(bytes, at, plan, server);
    return this.#setReference(bytes, at, plan);
  }

  #setNetworkId(bytes: Uint8Array, at: FieldPlan): boolean {
    const fields = this.#fields;
    const isThere = fields.look(bytes, at.networkMessageId);
    setRange(this.#line.ranges, TEXT.networkMessageId, fields.from, fields.to);
    const { from, to } = fields;
    return !isThere || (to - from === GUID_LENGTH && this.#scanner.isGuid(from));
  }

  /** A mail without an id gets the best name that it has, if it has any. */
  #setId(bytes: Uint8Array, at: FieldPlan, plan: EventPlan, server: string | null): void {
    this.#line.messageText = null;
    if (this.#setOwnId(bytes, at)) return;
    const fields = this.#fields;
    if (plan.notifies && warnsOfQuota(fields.text(bytes, at.context))) return;
    this.#line.messageText =
      internalId(fields.text(bytes, at.internalId), server) ??
      guidId(fields.text(bytes, at.networkMessageId) || null);
  }

  #setOwnId(bytes: Uint8Array, at: FieldPlan): boolean {
    const fields = this.#fields;
    fields.look(bytes, at.messageId);
    const { from, to } = fields;
    const isBracketed = to - from >= 2 && bytes[from] === LESS && bytes[to - 1] === GREATER;
    const bracket = isBracketed ? 1 : 0;
    setRange(this.#line.ranges, TEXT.messageId, from + bracket, to - bracket);
    return (this.#line.ranges[TEXT.messageId * 2] ?? -1) >= 0;
  }

  #setReference(bytes: Uint8Array, at: FieldPlan, { links }: EventPlan): boolean {
    const fields = this.#fields;
    this.#line.ranges[TEXT.linkedMessageId * 2] = -1;
    if (!links || !fields.look(bytes, at.reference)) return true;
    const first = bytes[fields.from];
    // Anything else than an id, or a list that may begin with one, refers to no message.
    if (first !== LESS && first !== QUOTE) return true;
    if (!isIdAt(bytes, fields.from, fields.to)) return false;
    setRange(this.#line.ranges, TEXT.linkedMessageId, fields.from + 1, fields.to - 1);
    return true;
  }
}
