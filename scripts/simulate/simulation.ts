import { join } from 'node:path';
import { COPIED_AT, DAY, FIRST_DAY, HOUR, MINUTE, OPENED_AT } from './clock.ts';
import type { Copy } from './copy.ts';
import { ServerLog } from './log-writer.ts';
import { IDS, recipientOf, type Message, type Recipient } from './message.ts';
import {
  DOMAIN,
  exForm,
  HOSTS,
  insider,
  makeOrganisation,
  outsider,
  PEOPLE_PER_SERVER,
  type ExternalHost,
  type Organisation,
  type Person,
  type Server,
  type ServerPlan,
} from './organisation.ts';
import { QueueWriter, type ServerRow } from './queue-writer.ts';
import { Random } from './random.ts';
import { TruthWriter, type View } from './truth.ts';

export interface Options {
  /** null: nothing is written, lines are only counted */
  readonly out: string | null;
  readonly seed: number;
  readonly messages: number;
  readonly days: number;
  readonly unique: boolean;
  readonly withheld: boolean;
  readonly skew: boolean;
  /** other servers than the usual five */
  readonly servers?: readonly ServerPlan[];
}

/** Everything a life needs: the organisation, its logs, the truth, and chance. */
export class Sim implements View {
  readonly random: Random;
  readonly org: Organisation;
  readonly start = FIRST_DAY + OPENED_AT;
  readonly horizon: number;
  /** the day file of one server that is left out; a day of that server's own clock */
  readonly withheld: { readonly server: Server; readonly day: number } | null;
  readonly truth: TruthWriter;
  readonly queue: QueueWriter;
  /** when each server last wrote something, near the simulated time */
  readonly heard = new Map<Server, number>();
  readonly kinds = new Map<string, number>();
  /** reports that a life still has to send */
  readonly reports: { readonly copy: Copy; readonly at: number }[] = [];
  now: number;
  broken = 0;
  private readonly logs = new Map<Server, ServerLog>();
  private readonly options: Options;
  private readonly unsettled: Message[] = [];
  private counter = 0;
  private fresh = PEOPLE_PER_SERVER * 100;

  constructor(options: Options) {
    this.options = options;
    this.random = new Random(options.seed);
    this.org = makeOrganisation(this.random, options.skew, options.servers);
    this.horizon = FIRST_DAY + (options.days - 1) * DAY + COPIED_AT;
    this.now = this.start;
    const server = this.org.mailboxes[1];
    // Only a day between two loaded ones is a gap that the logs can show.
    const left = options.withheld && options.days >= 3 && server !== undefined;
    const day = FIRST_DAY / DAY + Math.floor(options.days / 2);
    this.withheld = left ? { server, day } : null;
    const { out } = options;
    for (const each of this.org.servers.filter((s) => s.written)) {
      const first = Math.floor((this.start + each.skew) / 1000);
      this.logs.set(each, new ServerLog(out === null ? null : join(out, 'logs'), each, first));
      this.heard.set(each, this.start);
    }
    this.truth = new TruthWriter(out === null ? null : join(out, 'truth.jsonl'));
    this.queue = new QueueWriter(out);
  }

  hidden(server: Server, at: number): boolean {
    const left = this.withheld;
    return left?.server === server && Math.floor((at + server.skew) / DAY) === left.day;
  }

  /** The log that shows what this server does at that true time, or null. */
  logFor(server: Server, at: number): ServerLog | null {
    if (at > this.horizon || this.hidden(server, at)) return null;
    return this.logs.get(server) ?? null;
  }

  /**
   * Mailbox servers for lives whose truth could not be decided with half of their lines left out (lists, real losses,
   * loops, a 1030 without a name): not the one with the missing file, from six hours before it to an hour after.
   */
  calm(at: number, release: 2000 | 2003 | null = null): Server[] {
    return this.org.mailboxes.filter(
      (server) => (release === null || server.release === release) && !this.cut(server, at),
    );
  }

  /** Would part of a life on that server, at about that time, be left out? */
  cut(server: Server, at: number): boolean {
    const left = this.withheld;
    if (left?.server !== server) return false;
    return at > left.day * DAY - 6 * HOUR && at < (left.day + 1) * DAY + HOUR;
  }

  mailboxes(release: 2000 | 2003): Server[] {
    return this.org.mailboxes.filter((server) => server.release === release);
  }

  nextId(style: keyof typeof IDS, host: string): string {
    return IDS[style](this.random, ++this.counter, host);
  }

  people(server: Server, count: number): Person[] {
    if (this.options.unique) {
      return Array.from({ length: count }, () => insider(this.fresh++, server));
    }
    return this.random.some(this.org.people.get(server) ?? [], count);
  }

  person(server: Server): Person {
    if (!this.options.unique) return this.random.pick(this.org.people.get(server) ?? []);
    return insider(this.fresh++, server);
  }

  outside(host: ExternalHost | null = null): Person {
    if (this.options.unique) return outsider(this.fresh++, host ?? this.random.pick(HOSTS));
    const all = this.org.outsiders;
    return this.random.pick(host === null ? all : all.filter((person) => person.host === host));
  }

  outsiders(count: number): Person[] {
    if (this.options.unique) return Array.from({ length: count }, () => this.outside());
    return this.random.some(this.org.outsiders, count);
  }

  /** A distribution list; its EX name never equals a member's. */
  list(members: readonly Recipient[], expandsAt: Server): Recipient {
    const number = this.options.unique ? this.fresh++ : this.random.int(1, 40);
    const name = `${this.random.pick(['all', 'team', 'project', 'news'])}-${number}`;
    const cn = this.random.chance(0.5) ? name.toUpperCase() : `DL${90_000 + number}`;
    const person = { address: `${name}@${DOMAIN}`, cn, home: expandsAt, host: null };
    return { ...recipientOf(person), members, expandsAt, ex: exForm(cn) };
  }

  open(message: Message): void {
    this.unsettled.push(message);
    this.kinds.set(message.kind, (this.kinds.get(message.kind) ?? 0) + 1);
  }

  /** The life is simulated to its end: what do the logs show of it? */
  settle(): void {
    const settled = new Set<unknown>();
    for (const message of this.unsettled) {
      if (settled.has(message.everyone)) continue;
      settled.add(message.everyone);
      this.truth.settle(message, this);
      this.queue.settle(message);
    }
    this.unsettled.length = 0;
  }

  /** Simulated time moves on; nothing will be written for the time before it. */
  advance(to: number): void {
    this.now = to;
    for (const [server, log] of this.logs) log.pass(Math.floor((to + server.skew) / 1000));
  }

  near(at: number): boolean {
    return at < this.now + MINUTE;
  }

  close(): void {
    for (const log of this.logs.values()) log.close();
    const endOf = (server: Server): number => this.logs.get(server)?.last ?? 0;
    this.truth.close(endOf);
    this.queue.close(this.org.servers.map((server) => this.serverRow(server, endOf(server))));
  }

  private serverRow(server: Server, lastSecond: number): ServerRow {
    const { name, written, skew } = server;
    const day = this.withheld?.server === server ? this.withheld.day * DAY : null;
    const leftOut = day === null ? null : ([day, day + DAY] as const);
    return { server: name, written, skew, logEnd: lastSecond * 1000, leftOut };
  }

  get lines(): number {
    let sum = 0;
    for (const log of this.logs.values()) sum += log.lines;
    return sum;
  }
}
