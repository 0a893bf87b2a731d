import { SECOND } from './clock.ts';
import type { Random } from './random.ts';

export const DOMAIN = 'corp.example';

export interface Server {
  readonly name: string;
  readonly fqdn: string;
  readonly ip: string;
  readonly release: 2000 | 2003;
  readonly role: 'mailbox' | 'bridgehead';
  /** false: the server works, but its logs were never copied */
  readonly written: boolean;
  /** its clock minus the true time, whole seconds in milliseconds */
  readonly skew: number;
}

export interface ExternalHost {
  readonly fqdn: string;
  readonly ip: string;
  readonly domain: string;
}

export interface Person {
  readonly address: string;
  /** last part of the EX form; null outside */
  readonly cn: string | null;
  readonly home: Server | null;
  readonly host: ExternalHost | null;
}

export interface Organisation {
  readonly servers: readonly Server[];
  readonly mailboxes: readonly Server[];
  readonly bridge: Server;
  /** ours, but without a log; null if there is none */
  readonly silent: Server | null;
  readonly people: ReadonlyMap<Server, readonly Person[]>;
  readonly outsiders: readonly Person[];
}

export type ServerPlan = Pick<Server, 'name' | 'release' | 'role' | 'written'>;

/**
 * Lives need a bridgehead of 2003, two written mailbox servers of 2003 and one of 2000. The second mailbox server is the
 * one that can lack a day file.
 */
const DEFAULT_SERVERS: readonly ServerPlan[] = [
  { name: 'EXCH01', release: 2003, role: 'mailbox', written: true },
  { name: 'EXCH02', release: 2003, role: 'mailbox', written: true },
  { name: 'EXCH03', release: 2000, role: 'mailbox', written: true },
  { name: 'BRIDGE01', release: 2003, role: 'bridgehead', written: true },
  { name: 'EXCH05', release: 2003, role: 'mailbox', written: false },
];

export const HEADER_VERSION = { 2000: '6.0.6249.0', 2003: '6.5.7226.0' } as const;
export const SERVICE_VERSION = {
  2000: 'Version: 5.0.2195.6713',
  2003: 'Version: 6.0.3790.1830',
} as const;

/** The nasty one is `exch02.partner.example`: foreign, though its first label is that of one of ours. */
export const NASTY_HOST: ExternalHost = {
  fqdn: 'exch02.partner.example',
  ip: '198.51.100.22',
  domain: 'labs.partner.example',
};

export const HOSTS: readonly ExternalHost[] = [
  { fqdn: 'mx.partner.example', ip: '198.51.100.10', domain: 'partner.example' },
  { fqdn: 'mail.supplier.example', ip: '198.51.100.31', domain: 'supplier.example' },
  { fqdn: 'mx1.customer.example', ip: '203.0.113.5', domain: 'customer.example' },
  { fqdn: 'smtp.bank.example', ip: '203.0.113.77', domain: 'bank.example' },
  { fqdn: 'in14.lists.example', ip: '203.0.113.140', domain: 'lists.example' },
  NASTY_HOST,
];

const FIRST = (
  'anna bernd carla david emma felix greta hugo irene jonas karin lars maria nils olga paul rita ' +
  'stefan tina udo vera walter yvonne zoe'
).split(' ');
const LAST = (
  'adler brandt clemens dietrich engel fischer graf hansen imhof jansen keller lorenz meier nowak ' +
  'otto peters richter schulz thomas ulrich vogel weber ziegler'
).split(' ');

export const PEOPLE_PER_SERVER = 80;

function nameOf(number: number): string {
  const first = FIRST[number % FIRST.length] ?? 'anna';
  const last = LAST[Math.floor(number / FIRST.length) % LAST.length] ?? 'adler';
  const round = Math.floor(number / (FIRST.length * LAST.length));
  return round === 0 ? `${first}.${last}` : `${first}.${last}${round}`;
}

/** Every second mailbox was once made with a staff number as its directory name. */
export function insider(number: number, home: Server): Person {
  const local = nameOf(number);
  const cn = number % 2 === 0 ? local.toUpperCase() : `U${10_000 + number}`;
  return { address: `${local}@${DOMAIN}`, cn, home, host: null };
}

export function outsider(number: number, host: ExternalHost): Person {
  return { address: `${nameOf(number)}@${host.domain}`, cn: null, home: null, host };
}

export function exForm(cn: string): string {
  return `EX:/O=CORP/OU=FIRST ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=${cn}`;
}

export function makeOrganisation(
  random: Random,
  skewed: boolean,
  plans: readonly ServerPlan[] = DEFAULT_SERVERS,
): Organisation {
  const servers = plans.map((plan, index): Server => {
    const skew = random.int(-120, 120) * SECOND;
    const fqdn = `${plan.name.toLowerCase()}.${DOMAIN}`;
    return { ...plan, fqdn, ip: `10.1.0.${11 + index}`, skew: skewed ? skew : 0 };
  });
  const bridge = servers.find((server) => server.role === 'bridgehead');
  if (bridge === undefined) throw new Error('an organisation needs a bridgehead');
  const people = new Map<Server, Person[]>();
  servers.forEach((server, index) => {
    const numbers = Array.from({ length: PEOPLE_PER_SERVER }, (_, i) => i * servers.length + index);
    people.set(
      server,
      numbers.map((number) => insider(number, server)),
    );
  });
  return {
    servers,
    mailboxes: servers.filter((server) => server.role === 'mailbox' && server.written),
    bridge,
    silent: servers.find((server) => !server.written) ?? null,
    people,
    outsiders: HOSTS.flatMap((host, h) =>
      Array.from({ length: 30 }, (_, i) => outsider(i * HOSTS.length + h, host)),
    ),
  };
}
