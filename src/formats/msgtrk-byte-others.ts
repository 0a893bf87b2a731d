import { isUtf8 } from 'node:buffer';
import { foldAddress } from '../model/fold-names.ts';
import type { ByteFields } from './byte-fields.ts';
import type { FieldPlan } from './msgtrk-field-plan.ts';
import { isTrimmed } from './scanned-line.ts';
import type { ScannedLine } from './scanned-line.ts';

const FIRST_PRINTED = 0x20;
const LAST_ASCII = 0x7f;
/** What is trimmed, cannot be in an address, or may part addresses otherwise than each semicolon does: a quote before one. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const MISLEADING = /[\u0000-\u001f]|[^\S ]|(?:^|;) *'/;
// oxlint-disable-next-line no-control-regex -- ASCII
const ASCII = /^[\0-\u007f]*$/;

/**
 * Whether what is no usual letter stands in the subject and in local parts of addresses alone, where ranges of bytes tell what a text
 * does. `line` begins at `from`.
 */
export function areOthersInTexts(
  bytes: Uint8Array,
  from: number,
  line: ScannedLine,
  fields: ByteFields,
  at: FieldPlan,
): boolean {
  // Otherwise all of it is read in another encoding, parts of it in this one.
  if (!isUtf8(bytes.subarray(from, line.next))) return false;
  fields.look(bytes, at.subject);
  const inSubject = countOthers(bytes, fields.from, fields.to);
  if (inSubject > 0 && !isTrimmed(bytes, fields.from, fields.to)) return false;
  const inAddresses = othersInAddresses(bytes, fields, at);
  return inSubject + inAddresses === countOthers(bytes, line.firstOther, line.lastOther + 1);
}

/** How many there are; NaN where they may mislead. */
function othersInAddresses(bytes: Uint8Array, fields: ByteFields, at: FieldPlan): number {
  const senders = [at.sender, at.returnPath].map((field) => addressesIn(bytes, fields, field));
  const recipients = [at.recipients, at.related].map((field) => addressesIn(bytes, fields, field));
  const folded = recipients.flatMap(({ addresses }) => addresses.map(foldAddress));
  // Letters that differ as bytes may still be the same.
  if (new Set(folded).size < folded.length) return Number.NaN;
  return [...senders, ...recipients].reduce((sum, { others }) => sum + others, 0);
}

interface FieldAddresses {
  readonly others: number;
  /** None where all letters are usual. */
  readonly addresses: readonly string[];
}

function addressesIn(bytes: Uint8Array, fields: ByteFields, field: number): FieldAddresses {
  fields.look(bytes, field);
  const { from, to } = fields;
  const others = countOthers(bytes, from, to);
  if (others === 0) return { others, addresses: [] };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
  const addresses = text.split(';').map((address) => address.trim());
  const isUsual = !MISLEADING.test(text) && addresses.every(hasUsualDomain);
  return { others: isUsual ? others : Number.NaN, addresses: addresses.filter(Boolean) };
}

function hasUsualDomain(address: string): boolean {
  return ASCII.test(address.slice(address.lastIndexOf('@') + 1));
}

function countOthers(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < FIRST_PRINTED || byte > LAST_ASCII) count += 1;
  }
  return count;
}
