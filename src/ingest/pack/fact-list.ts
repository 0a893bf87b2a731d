import { decodeRange } from '../../model/decode-text.ts';
import type { Arena } from './arena.ts';
import type { FactColumns } from './packed-batch.ts';

/** What one line tells of its message. NaN, -1: nothing. */
export interface ToldFacts {
  at: number;
  line: number;
  sender: number;
  /** The subject as a range of bytes, or else as a text. */
  subjectFrom: number;
  subjectTo: number;
  subject: string | null;
  sizeBytes: number;
  recipientCount: number;
  originatedAt: number;
}

/** Enough for a batch of usual lines, and for the numbers of a usual generation. */
const FIRST_MESSAGES = 8192;
const GENERATION = 65_536;

const DOUBLES = 6;
const [FIRST_AT, LAST_AT, AT, SIZE, COUNT, ORIGIN] = [0, 1, 2, 3, 4, 5];
const INTS = 6;
const [MESSAGE, RANK, LINE, SENDER, SUBJECT_FROM, SUBJECT_TO] = [0, 1, 2, 3, 4, 5];

/** Facts of the messages of one batch: of each the line that tells most, then the later one, is believed. */
export class FactList {
  #doubles = new Float64Array(FIRST_MESSAGES * DOUBLES);
  #ints = new Int32Array(FIRST_MESSAGES * INTS);
  #subjects: (string | null)[] = [];
  /** By message: its number in the batch that it was given one in. */
  #groups = new Int32Array(GENERATION);
  #batches = new Int32Array(GENERATION);
  #batch = 1;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Number of the message within the batch. */
  groupOf(message: number): number {
    return this.#batches[message] === this.#batch
      ? (this.#groups[message] ?? 0)
      : this.#addGroup(message);
  }

  add(group: number, told: ToldFacts): void {
    const doubles = this.#doubles;
    const d = group * DOUBLES;
    const { at } = told;
    doubles[d + FIRST_AT] = least(doubles[d + FIRST_AT], at);
    doubles[d + LAST_AT] = most(doubles[d + LAST_AT], at);
    doubles[d + SIZE] = most(doubles[d + SIZE], told.sizeBytes);
    doubles[d + COUNT] = most(doubles[d + COUNT], told.recipientCount);
    doubles[d + ORIGIN] = least(doubles[d + ORIGIN], told.originatedAt);
    const rank = rankOf(told);
    const before = this.#ints[group * INTS + RANK] ?? 0;
    if (rank > before || (rank === before && at >= (doubles[d + AT] ?? 0)))
      this.#believe(group, rank, told);
  }

  /** What its columns need. */
  bytes(): number {
    return this.#count * COLUMN_BYTES + 10 * 8;
  }

  /** `bytes` are those that subjects are ranges of. Empties the list. */
  take(bytes: Buffer, arena: Arena): FactColumns {
    const count = this.#count;
    const int = (part: number): Int32Array => intColumn(this.#ints, part, arena.ints(count));
    const double = (part: number): Float64Array =>
      doubleColumn(this.#doubles, part, arena.doubles(count));
    const taken = {
      count,
      message: int(MESSAGE),
      firstAt: double(FIRST_AT),
      lastAt: double(LAST_AT),
      rank: int(RANK),
      at: double(AT),
      line: int(LINE),
      sender: int(SENDER),
      subject: this.#takeSubjects(bytes),
      sizeBytes: double(SIZE),
      recipientCount: double(COUNT),
      originatedAt: double(ORIGIN),
    };
    this.#count = 0;
    this.#batch += 1;
    return taken;
  }

  #takeSubjects(bytes: Buffer): readonly (string | null)[] {
    const subjects = this.#subjects;
    for (let group = 0; group < this.#count; group++) {
      const from = this.#ints[group * INTS + SUBJECT_FROM] ?? -1;
      if (from >= 0)
        subjects[group] = decodeRange(bytes, from, this.#ints[group * INTS + SUBJECT_TO] ?? from);
    }
    this.#subjects = [];
    return subjects;
  }

  #believe(group: number, rank: number, told: ToldFacts): void {
    const i = group * INTS;
    this.#ints[i + RANK] = rank;
    this.#ints[i + LINE] = told.line;
    this.#ints[i + SENDER] = told.sender;
    this.#ints[i + SUBJECT_FROM] = told.subjectFrom;
    this.#ints[i + SUBJECT_TO] = told.subjectTo;
    this.#doubles[group * DOUBLES + AT] = told.at;
    this.#subjects[group] = told.subject;
  }

  #addGroup(message: number): number {
    if (message >= this.#groups.length) {
      const size = Math.max(message + 1, this.#groups.length * 2);
      this.#groups = copied(this.#groups, new Int32Array(size));
      this.#batches = copied(this.#batches, new Int32Array(size));
    }
    if ((this.#count + 1) * INTS > this.#ints.length) {
      this.#ints = copied(this.#ints, new Int32Array(this.#ints.length * 2));
      this.#doubles = copied(this.#doubles, new Float64Array(this.#doubles.length * 2));
    }
    const group = this.#count;
    this.#groups[message] = group;
    this.#batches[message] = this.#batch;
    this.#ints[group * INTS + MESSAGE] = message;
    this.#ints[group * INTS + RANK] = -2;
    this.#ints[group * INTS + SUBJECT_FROM] = -1;
    this.#doubles.fill(Number.NaN, group * DOUBLES, (group + 1) * DOUBLES);
    this.#subjects.push(null);
    this.#count += 1;
    return group;
  }
}

function rankOf({ subject, subjectFrom, sender }: ToldFacts): number {
  return (subjectFrom < 0 && subject === null ? 0 : 1) + (sender < 0 ? 0 : 1);
}

/** Four numbers of 32 bits and six of 64. */
const COLUMN_BYTES = 4 * 4 + 6 * 8;

/** The smaller of both; NaN is no number. */
function least(a: number | undefined, b: number): number {
  return a === undefined || !(a <= b) ? (Number.isNaN(b) ? (a ?? b) : b) : a;
}

function most(a: number | undefined, b: number): number {
  return a === undefined || !(a >= b) ? (Number.isNaN(b) ? (a ?? b) : b) : a;
}

function copied<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function intColumn(from: Int32Array, part: number, to: Int32Array): Int32Array {
  for (let i = 0; i < to.length; i++) to[i] = from[i * INTS + part] ?? 0;
  return to;
}

function doubleColumn(from: Float64Array, part: number, to: Float64Array): Float64Array {
  for (let i = 0; i < to.length; i++) to[i] = from[i * DOUBLES + part] ?? 0;
  return to;
}
