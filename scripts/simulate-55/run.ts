import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  arrivals,
  COPIED_AT,
  DAY,
  MINUTE,
  OPENED_AT,
  SECOND,
  THRESHOLD,
} from '../simulate/clock.ts';
import { Random } from '../simulate/random.ts';
import { RowFile } from '../simulate/row-file.ts';
import { KINDS, live } from './lives.ts';
import { timeText55, writeLogs } from './log-writer.ts';
import type { Record55 } from './log-writer.ts';
import { step, store } from './message.ts';
import type { Branch, Message, Step } from './message.ts';
import { INSIDERS, SERVERS } from './organisation.ts';
import type { ServerName } from './organisation.ts';
import { AFTER } from './steps.ts';
import type { After } from './steps.ts';

export interface Options55 {
  readonly seed: number;
  readonly messages: number;
  readonly days: number;
  readonly out: string;
}

export interface Outcome55 {
  readonly records: number;
  readonly broken: number;
  readonly rows: number;
  readonly missing: readonly string[];
}

const FIRST_DAY = Date.UTC(1998, 2, 2);
/** No server is silent for longer. */
const RHYTHM = 12 * MINUTE;

/** Logs of three servers of Exchange 5.5 in `out/logs`, and where each recipient is at their end in `out/truth.jsonl`. */
export function generate55(options: Options55): Outcome55 {
  mkdirSync(options.out, { recursive: true });
  if (readdirSync(options.out).length > 0) throw new Error(`${options.out} is not empty`);
  const simulation = new Simulation55(options);
  simulation.run();
  return simulation.close();
}

class Simulation55 {
  readonly #options: Options55;
  readonly #random: Random;
  readonly #start = FIRST_DAY + OPENED_AT;
  readonly #end: number;
  readonly #logs = new Map<ServerName, Record55[]>(SERVERS.map((server) => [server, []]));
  readonly #truth: RowFile;
  readonly #kinds = new Set<string>();
  #count = 0;
  #broken = 0;

  constructor(options: Options55) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#end = FIRST_DAY + (options.days - 1) * DAY + COPIED_AT;
    this.#truth = new RowFile(join(options.out, 'truth.jsonl'));
  }

  run(): void {
    const { messages } = this.#options;
    const momentOf = arrivals(this.#start, this.#end);
    for (let i = 0; i < messages; i++) {
      const at = momentOf((i + this.#random.next()) / messages);
      this.#tell(live(this.#random), Math.floor(at / SECOND) * SECOND);
      if (this.#random.chance(1 / 400)) this.#breakRecord(at);
    }
    for (const server of SERVERS)
      for (let at = this.#end; at > this.#start; at -= RHYTHM) this.#tell(background(server), at);
  }

  close(): Outcome55 {
    for (const [server, records] of this.#logs)
      writeLogs(join(this.#options.out, 'logs'), server, records);
    this.#truth.close();
    const records = [...this.#logs.values()].reduce((sum, { length }) => sum + length, 0);
    const missing = KINDS.filter((kind) => !this.#kinds.has(kind));
    return { records, broken: this.#broken, rows: this.#truth.rows, missing };
  }

  #tell(message: Message, start: number): void {
    const id = `c=us;a= ;p=Contoso;l=${message.from}-${compact(start)}Z-${++this.#count}`;
    const named = new Set<string>();
    this.#kinds.add(message.kind);
    for (const branch of message.branches) {
      const recipients = branch.recipients.filter(({ known }) => !named.has(known));
      for (const { known } of recipients) named.add(known);
      this.#follow(message, { ...branch, recipients }, id, start);
    }
  }

  /** Writes a branch as far as it comes before the logs end. */
  #follow(message: Message, branch: Branch, id: string, start: number): void {
    let at = start;
    let since = start;
    let last: { readonly step: Step; readonly after: After } | null = null;
    let isWhole = true;
    for (const each of branch.steps) {
      at += each.after * SECOND;
      if (at > this.#end) {
        isWhole = false;
        break;
      }
      this.#write(message, each, branch, id, at);
      const after: After | null = AFTER[each.event];
      if (after === null) continue;
      if (after.arrival === true) since = at;
      last = { step: each, after };
    }
    if (last === null) return;
    const { server } = last.step;
    const common = { messageId: id, server, kind: message.kind };
    const where = this.#settle(branch, last.after, { at, since, isWhole });
    for (const { known } of branch.recipients)
      this.#truth.put({
        messageId: common.messageId,
        recipient: known,
        ...where,
        server,
        kind: common.kind,
      });
  }

  #settle(
    branch: Branch,
    { state, stage, place }: After,
    { at, since, isWhole }: { at: number; since: number; isWhole: boolean },
  ): object {
    if (branch.end === 'expanded' && isWhole) return { state: 'expanded', stage, place: null };
    const isOld = this.#end - at >= THRESHOLD;
    if (branch.end === 'lost' && isWhole && isOld)
      return { state: 'lost', stage, place: 'transit' };
    // On its way when the logs end.
    if (stage === 'transferred' && (!isWhole || branch.end === 'lost'))
      return { state: 'waiting', stage, place: null };
    if (state !== 'waiting') return { state, stage, place };
    return { state, stage, place: this.#end - since >= THRESHOLD ? place : null };
  }

  #write(
    message: Message,
    { server, event, partner }: Step,
    branch: Branch,
    id: string,
    at: number,
  ): void {
    // The MTA writes names and ids in capitals, the store and the Internet Mail Service as they are.
    const byMta = event < 1000 && event !== 4;
    const status = message.isReport === true ? '\t1' : '';
    const fields = [
      byMta ? id.toUpperCase() : id,
      event,
      timeText55(at),
      '',
      byMta ? partner.toUpperCase() : partner,
      '',
      message.sender,
      '0',
      1000 + (this.#count % 9000),
      '0',
      byMta ? '0' : '1',
      '',
      message.branches.reduce((sum, { recipients }) => sum + recipients.length, 0),
    ];
    const lines = [fields.join('\t'), ...branch.recipients.map(({ written }) => written + status)];
    // Now and then an empty line is missing: the next record ends this one.
    const end = this.#random.chance(1 / 500) ? '\n' : '\n\n';
    this.#logs.get(server)?.push({ at, text: lines.join('\n') + end });
  }

  /** A record whose first line was cut; it belongs to no life. */
  #breakRecord(at: number): void {
    const server = this.#random.pick(SERVERS);
    const whole = `c=us;a= ;p=Contoso;l=${server}-${compact(at)}Z-0\t1012\t${timeText55(at)}\t\t\t\t`;
    const cut = whole.slice(0, this.#random.int(24, whole.length));
    this.#logs.get(server)?.push({
      at: Math.floor(at / SECOND) * SECOND,
      text: `${cut}\nsomebody@fabrikam.example\n\n`,
    });
    this.#broken++;
  }
}

function background(from: ServerName): Message {
  const [one, two] = INSIDERS.get(from) ?? [];
  if (one === undefined || two === undefined) throw new Error('nobody there');
  const branches = [{ recipients: [one], steps: [step(from, 1000, 0, store(from))] }];
  return { kind: 'background', from, sender: two.written, branches };
}

/** `yymmddhhmmss` */
function compact(at: number): string {
  return new Date(at).toISOString().slice(2, 19).replace(/\D/g, '');
}
