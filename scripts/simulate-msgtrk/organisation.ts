import { SECOND } from '../simulate/clock.ts';
import type { Random } from '../simulate/random.ts';

export const DOMAIN = 'contoso.example';

export interface Server {
  readonly name: string;
  readonly fqdn: string;
  readonly ip: string;
  readonly ip6: string;
  readonly role: 'mailbox' | 'edge';
  /** false: it works, but its logs were never copied */
  readonly written: boolean;
  /** schema-version and `#Version` */
  readonly version: string;
  /** its clock minus the true time, milliseconds */
  readonly skew: number;
}

export interface Database {
  readonly name: string;
  readonly guid: string;
  readonly server: Server;
  /** any transport service delivers into it; else mail goes to the transport service of its server first */
  readonly direct: boolean;
}

export interface ExternalHost {
  readonly fqdn: string;
  readonly ip: string;
  readonly domain: string;
}

export interface Person {
  readonly address: string;
  /** null outside */
  readonly mailbox: { readonly guid: string; readonly database: Database } | null;
  readonly host: ExternalHost | null;
}

export interface Organisation {
  readonly servers: readonly Server[];
  readonly mailboxes: readonly Server[];
  readonly edge: Server | null;
  /** one of ours, but without a log */
  readonly silent: Server;
  readonly databases: readonly Database[];
  readonly people: ReadonlyMap<Server, readonly Person[]>;
  readonly outsiders: readonly Person[];
  /** one for each mailbox server */
  readonly probes: ReadonlyMap<Server, Person>;
  readonly arbitration: Person;
  readonly journal: Person;
}

/** `ex01.partner.example` is foreign, though its first label is that of one of ours. */
export const HOSTS: readonly ExternalHost[] = [
  { fqdn: 'mx.fabrikam.example', ip: '198.51.100.10', domain: 'fabrikam.example' },
  { fqdn: 'mail.supplier.example', ip: '198.51.100.31', domain: 'supplier.example' },
  { fqdn: 'mx1.customer.example', ip: '203.0.113.5', domain: 'customer.example' },
  { fqdn: 'smtp.bank.example', ip: '203.0.113.77', domain: 'bank.example' },
  { fqdn: 'ex01.partner.example', ip: '2001:db8:5::19', domain: 'partner.example' },
];

const FIRST = (
  'anna bernd carla david emma felix greta hugo irene jonas karin lars maria nils olga paul rita ' +
  'stefan tina udo vera walter yvonne zoe'
).split(' ');
const LAST = (
  'adler brandt clemens dietrich engel fischer graf hansen imhof jansen keller lorenz meier nowak ' +
  'otto peters richter schulz thomas ulrich vogel weber ziegler'
).split(' ');

const PEOPLE_PER_SERVER = 80;
const OUTSIDERS_PER_HOST = 30;

/** What stands before the at sign of some: legal, and hard on readers. */
const ODD_LOCALS: readonly string[] = [
  "sean.o'neil",
  'news+tag=1',
  '"john smith"',
  '"semi;colon"',
  '"com,ma"',
  'jürgen.müller',
  'IMCEAEX-_O=CONTOSO_OU=EXCHANGE+20ADMINISTRATIVE+20GROUP+20+28FYDIBOHF23SPDLT+29_CN=RECIPIENTS_CN=KARIN',
  'a/b_c#d!e',
];

function nameOf(number: number): string {
  const first = FIRST[number % FIRST.length] ?? 'anna';
  const last = LAST[Math.floor(number / FIRST.length) % LAST.length] ?? 'adler';
  const round = Math.floor(number / (FIRST.length * LAST.length));
  return round === 0 ? `${first}.${last}` : `${first}.${last}${round}`;
}

export function guidOf(random: Random): string {
  const hex = random.text(32, '0123456789abcdef');
  return [8, 12, 16, 20, 32].map((to, i, all) => hex.slice(all[i - 1] ?? 0, to)).join('-');
}

export interface Plan {
  readonly servers: number;
  readonly edge: boolean;
  readonly skewed: boolean;
}

const SILENT = 'EX09';

const VERSIONS = ['15.02.1118.007', '15.02.1258.012', '15.01.2375.007'] as const;

function makeServers(random: Random, plan: Plan): Server[] {
  const names = Array.from(
    { length: plan.servers },
    (_, index) => `EX${String(index + 1).padStart(2, '0')}`,
  );
  if (plan.edge) names.push('EDGE01');
  names.push(SILENT);
  return names.map((name, index): Server => {
    const skew = random.int(-90 * SECOND, 90 * SECOND);
    return {
      name,
      fqdn: `${name.toLowerCase()}.${DOMAIN}`,
      ip: `10.10.0.${11 + index}`,
      ip6: `fe80::${(0x1a00 + index).toString(16)}:9c1:77f2:5e08%${3 + index}`,
      role: name.startsWith('EDGE') ? 'edge' : 'mailbox',
      written: name !== SILENT,
      version: VERSIONS[index % VERSIONS.length] ?? VERSIONS[0],
      skew: plan.skewed ? skew : 0,
    };
  });
}

function makeDatabases(random: Random, mailboxes: readonly Server[]): Database[] {
  return mailboxes.flatMap((server, index) =>
    [true, false].map((direct, half) => ({
      name: `DB${String(index * 2 + half + 1).padStart(2, '0')}`,
      guid: guidOf(random),
      server,
      direct,
    })),
  );
}

export function makeOrganisation(random: Random, plan: Plan): Organisation {
  const servers = makeServers(random, plan);
  const mailboxes = servers.filter((server) => server.role === 'mailbox' && server.written);
  const silent = servers.find((server) => !server.written);
  if (silent === undefined) throw new Error('an organisation needs a server without a log');
  const databases = makeDatabases(random, [...mailboxes, silent]);
  const owner = (address: string, of: readonly Database[]): Person => ({
    address,
    mailbox: { guid: guidOf(random), database: random.pick(of) },
    host: null,
  });
  const of = (server: Server) => databases.filter((database) => database.server === server);
  const people = new Map<Server, Person[]>();
  const probes = new Map<Server, Person>();
  [...mailboxes, silent].forEach((server, index) => {
    const numbers = Array.from(
      { length: PEOPLE_PER_SERVER },
      (_, i) => i * (mailboxes.length + 1) + index,
    );
    const locals = [...numbers.map(nameOf), `ann.o'hara${index}`, `${index}"quoted"`];
    people.set(
      server,
      locals.map((local) => owner(`${local}@${DOMAIN}`, of(server))),
    );
    const id = random.text(32, '0123456789abcdef');
    probes.set(
      server,
      owner(
        `HealthMailbox${id}@${DOMAIN}`,
        of(server).filter((d) => d.direct),
      ),
    );
  });
  return {
    servers,
    mailboxes,
    edge: servers.find((server) => server.role === 'edge') ?? null,
    silent,
    databases,
    people,
    probes,
    outsiders: HOSTS.flatMap((host, h) => outsidersOf(host, h)),
    arbitration: owner(
      `SystemMailbox{1f05a927-89c0-4725-adca-4527114196a1}@${DOMAIN}`,
      databases.slice(0, 1),
    ),
    journal: owner(`journal@${DOMAIN}`, databases.slice(1, 2)),
  };
}

function outsidersOf(host: ExternalHost, index: number): Person[] {
  const usual = Array.from({ length: OUTSIDERS_PER_HOST }, (_, i) =>
    nameOf(i * HOSTS.length + index),
  );
  return [...usual, ...ODD_LOCALS].map((local) => ({
    address: `${local}@${host.domain}`,
    mailbox: null,
    host,
  }));
}
