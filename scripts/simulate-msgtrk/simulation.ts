import { join } from 'node:path';
import { COPIED_AT, DAY, HOUR, MINUTE, OPENED_AT } from '../simulate/clock.ts';
import { Random } from '../simulate/random.ts';
import { RoleLog } from './log-writer.ts';
import { IDS, nobody, recipientOf, type Message, type Recipient } from './message.ts';
import {
  DOMAIN,
  guidOf,
  HOSTS,
  makeOrganisation,
  type ExternalHost,
  type Organisation,
  type Person,
  type Server,
} from './organisation.ts';
import type { Layout } from './rows.ts';
import { RELEASES, roleIn, varied, type Release } from './release.ts';
import type { Role } from './steps.ts';
import { TruthWriter } from './truth.ts';

/** A Monday. */
const FIRST_DAY = Date.UTC(2026, 2, 9);

export interface Options {
  /** null: nothing is written, lines are only counted */
  readonly out: string | null;
  readonly seed: number;
  readonly messages: number;
  readonly days: number;
  readonly withheld: boolean;
  readonly skew: boolean;
  /** mailbox servers, at least 2 */
  readonly servers: number;
  readonly edge: boolean;
  readonly layout: Layout;
  /** an organisation with habits of its own */
  readonly vary: boolean;
  /** bytes of a file; null: so that busy hours have about a dozen */
  readonly fileSize: number | null;
}

/** An hour of a server's own clock of which one role's files are left out. */
interface Withheld {
  readonly server: Server;
  readonly role: Role;
  /** hours since 1970 */
  readonly hour: number;
}

const LEAST_FILE = 12_000;
const LARGEST_FILE = 10 * 1024 * 1024;

/** Everything a life needs: the organisation, its logs, the truth, and chance. */
export class Sim {
  readonly random: Random;
  readonly org: Organisation;
  readonly options: Options;
  readonly release: Release;
  readonly start = FIRST_DAY + OPENED_AT;
  readonly horizon: number;
  readonly withheld: readonly Withheld[];
  readonly truth: TruthWriter;
  readonly kinds = new Map<string, number>();
  /** files that are left open end in the start of a line */
  readonly tails = new Map<RoleLog, string>();
  now: number;
  broken = 0;
  private readonly logs = new Map<string, RoleLog>();
  private readonly unsettled: Message[] = [];
  private readonly internal = new Map<string, number>();
  private counter = 0;

  constructor(options: Options) {
    this.options = options;

    this.random = new Random(options.seed);
    const usual = RELEASES[options.layout];
    this.release = options.vary ? varied(usual, this.random) : usual;
    const { release } = this;
    const { servers, edge, skew, days, out } = options;
    this.org = makeOrganisation(this.random, { servers, edge, skewed: skew });
    this.horizon = FIRST_DAY + (days - 1) * DAY + COPIED_AT;
    this.now = this.start;
    this.withheld = options.withheld && this.release.services ? this.leaveOut() : [];
    const busiest = Math.round((options.messages / days) * 32);
    const fileSize = options.fileSize ?? Math.min(LARGEST_FILE, Math.max(LEAST_FILE, busiest));
    const folder = out === null ? null : join(out, 'logs');
    for (const server of this.org.servers.filter((each) => each.written)) {
      const first = Math.floor((this.start + server.skew) / 1000);
      const { layout } = options;
      for (const role of server.role === 'edge' ? (['MSGTRK'] as const) : release.roles) {
        const log = new RoleLog({ folder, server, role, layout, release, fileSize }, first);
        this.logs.set(server.name + role, log);
      }
    }
    this.truth = new TruthWriter(out === null ? null : join(out, 'truth.jsonl'));
  }

  /** Busy hours of the second server, one for each of its services. */
  private leaveOut(): Withheld[] {
    const server = this.org.mailboxes[1];
    if (server === undefined) return [];
    const day = (FIRST_DAY + Math.floor((this.options.days - 1) / 2) * DAY) / HOUR;
    // In a run of one day they lie side by side, and leave the rest of it to lives that need all rows.
    const [first, second, third] = this.options.days > 1 ? [9, 13, 15] : [6, 7, 8];
    return [
      { server, role: 'MSGTRK', hour: day + first },
      { server, role: 'MSGTRKMD', hour: day + second },
      { server, role: 'MSGTRKMS', hour: day + third },
    ];
  }

  hidden(server: Server, role: Role, at: number): boolean {
    if (!server.written) return true;
    const hour = Math.floor((at + server.skew) / HOUR);
    return this.withheld.some(
      (left) => left.server === server && left.role === role && left.hour === hour,
    );
  }

  /** Would a life that starts now write its first rows to a file that is left out? */
  calm(at: number): boolean {
    return this.withheld.every(
      ({ server, hour }) =>
        at + server.skew < hour * HOUR - 30 * MINUTE ||
        at + server.skew > (hour + 1) * HOUR + 20 * MINUTE,
    );
  }

  /** The log that shows what this server does at that true time, or null. */
  logFor(server: Server, role: Role, at: number): RoleLog | null {
    if (at > this.horizon || this.hidden(server, role, at)) return null;
    return this.logOf(server, role);
  }

  logOf(server: Server, role: Role): RoleLog | null {
    return this.logs.get(server.name + roleIn(this.release, role)) ?? null;
  }

  /** A transport service that takes what a mailbox sends: mostly of its own server, never one whose log is left out. */
  hub(home: Server, at: number): Server {
    const seen = this.org.mailboxes.filter(
      (server) =>
        !this.hidden(server, 'MSGTRK', at) && !this.hidden(server, 'MSGTRK', at + 10 * MINUTE),
    );
    if (seen.includes(home) && this.random.chance(0.7)) return home;
    return this.random.pick(seen.length === 0 ? this.org.mailboxes : seen);
  }

  /** Of a copy in the service that delivers; before 2013 that was the copy itself. */
  deliveryId(server: Server, internalId: string): string {
    return this.release.services ? this.nextInternalId(server, 'MSGTRKMD') : internalId;
  }

  networkId(): string {
    return this.release.network ? this.guid() : '';
  }

  guid(): string {
    return guidOf(this.random);
  }

  nextId(style: keyof typeof IDS, host: string): string {
    return IDS[style](this.random, ++this.counter, host);
  }

  /** Grows with each copy that a service of a server takes in. */
  nextInternalId(server: Server, role: Role): string {
    const key = server.name + roleIn(this.release, role);
    const last = this.internal.get(key) ?? this.random.int(1, 900) * 1_000_003;
    const next = last + this.random.int(1, 3);
    this.internal.set(key, next);
    return String(next);
  }

  /** The next number of events that follow each other: mailbox events, log lines. */
  nextNumber(): number {
    return ++this.counter;
  }

  person(server: Server = this.random.pick(this.org.mailboxes)): Person {
    return this.random.pick(this.org.people.get(server) ?? []);
  }

  /** Different mailboxes, anywhere or on one server. */
  people(count: number, server: Server | null = null): Person[] {
    const all = [...this.org.people].filter(([home]) =>
      server === null ? home.written : home === server,
    );
    return this.random.some(
      all.flatMap(([, people]) => people),
      count,
    );
  }

  users(count: number, server: Server | null = null): Recipient[] {
    return this.people(count, server).map((person) => recipientOf(this.random, person));
  }

  outsiders(count: number, host: ExternalHost | null = null): Recipient[] {
    const all = this.org.outsiders.filter((person) => host === null || person.host === host);
    return this.random.some(all, count).map((person) => recipientOf(this.random, person));
  }

  outside(): Person {
    return this.random.pick(this.org.outsiders.filter((p) => p.host === this.random.pick(HOSTS)));
  }

  group(members: readonly Recipient[]): Recipient {
    const name = `${this.random.pick(['all', 'team', 'project', 'news'])}-${++this.counter}`;
    return nobody(`${name}@${DOMAIN}`, members);
  }

  open(message: Message): void {
    this.unsettled.push(message);
    this.kinds.set(message.kind, (this.kinds.get(message.kind) ?? 0) + 1);
  }

  /** The life is simulated to its end: what do the logs show of it? */
  settle(): void {
    for (const message of this.unsettled) this.truth.settle(message, this.horizon);
    this.unsettled.length = 0;
  }

  /** Simulated time moves on; nothing will be written for the time before it. */
  advance(to: number): void {
    this.now = to;
    for (const server of this.org.servers) {
      for (const role of this.release.roles) {
        this.logOf(server, role)?.pass(Math.floor((to + server.skew) / 1000));
      }
    }
  }

  close(): void {
    for (const log of this.logs.values()) log.close(this.tails.get(log));
    this.truth.close((server) =>
      Math.max(...this.release.roles.map((role) => this.logOf(server, role)?.last ?? 0)),
    );
  }

  get lines(): number {
    let sum = 0;
    for (const log of this.logs.values()) sum += log.lines;
    return sum;
  }
}
