import type { Random } from './random.ts';
import { DOMAIN, exForm, type ExternalHost, type Person, type Server } from './organisation.ts';
import type { Stage, State } from './steps.ts';

/** What the written logs show last of a recipient; kept by the simulation as it moves the recipient. */
export interface Seen {
  state: State;
  stage: Stage;
  server: Server;
  /** true time of the last arrival on that server that was written, else of the first line there */
  since: number;
  /** set while the last thing seen is a hand-over to one of our own servers */
  transit: Transit | null;
}

interface Transit {
  readonly to: Server;
  readonly at: number;
  /** when it really came in there; null if it never did */
  arrival: number | null;
}

/** A move of a recipient that was written. */
export interface Move {
  readonly server: Server;
  /** true time */
  readonly at: number;
  /** as the line has it: by the server's clock, whole seconds in milliseconds */
  readonly loggedAt: number;
  readonly stage: Stage;
  readonly arrival: boolean;
  /** the line names the recipient by its SMTP address, the sender by its own */
  readonly named: boolean;
  readonly senderNamed: boolean;
  /** our own server that it was handed to */
  handedTo: Server | null;
}

export interface Recipient {
  readonly address: string;
  /** the same address in other capitals, as another line may have it */
  readonly otherCase: string | null;
  ex: string | null;
  readonly home: Server | null;
  readonly host: ExternalHost | null;
  readonly gateway: boolean;
  /** of a distribution list */
  readonly members: readonly Recipient[] | null;
  readonly expandsAt: Server | null;
  seen: Seen | null;
  smtpSeen: boolean;
  /** in the order of true time */
  readonly moves: Move[];
  /** some of its moves went to the file that was left out */
  cut: boolean;
  /** members that were written where this list was expanded */
  gaveWayTo: readonly Recipient[] | null;
}

export type Act =
  | 'stuck'
  | 'slow'
  | 'retry'
  | 'retry-open'
  | 'ndr'
  | 'ndr-all'
  | 'ndr-expired'
  | 'again'
  | 'badmail'
  | 'fail'
  | 'failMessage'
  | 'filterDelete'
  | 'filterArchive'
  | 'redirect'
  | 'redirect-both'
  | 'lost';

/** What goes wrong with a message: once, at the first fitting stage. */
export interface Trouble {
  readonly stage: Stage;
  readonly act: Act;
  readonly server: Server | null;
  readonly only: ((recipient: Recipient) => boolean) | null;
  readonly alternate: Recipient | null;
}

export interface Message {
  readonly id: string;
  readonly kind: string;
  readonly sender: Person | null;
  readonly senderText: string;
  readonly senderEx: string | null;
  readonly subject: string;
  readonly size: number;
  readonly priority: number;
  /** by the clock of the server or host that made it; null writes `-` */
  readonly originated: number | null;
  /** EX forms: 0 never, 1 on 1027 only, 2 up to 1024 */
  readonly exUntil: 0 | 1 | 2;
  /** forced own servers, first to last; then the usual way */
  readonly path: readonly Server[];
  readonly report: boolean;
  /** its DSN, if one is made, ends in Badmail */
  readonly bounceBad: boolean;
  /** events that nobody knows are strewn into its life */
  readonly odd: boolean;
  /** of a message that goes to a gateway: does the MTA get stuck with it */
  readonly mtaStuck: boolean;
  trouble: Trouble | null;
  /** all recipients that ever moved; shared by messages of one id */
  readonly everyone: Set<Recipient>;
}

export function recipientOf(person: Person, otherCase = false): Recipient {
  return {
    address: person.address,
    otherCase: otherCase ? capitals(person.address) : null,
    ex: person.cn === null ? null : exForm(person.cn),
    home: person.home,
    host: person.host,
    gateway: false,
    members: null,
    expandsAt: null,
    seen: null,
    smtpSeen: false,
    moves: [],
    cut: false,
    gaveWayTo: null,
  };
}

function capitals(address: string): string {
  return address.replaceAll(/(^|[.@])([a-z])/g, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}

const HEX = '0123456789ABCDEF';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The counter makes every id of a run different. */
export const IDS: Readonly<Record<'store' | 'client' | 'service', IdMaker>> = {
  store: (random, n, host) => `${random.text(26, HEX)}${hex(n)}@${host}`,
  client: (random, n, host) =>
    `0000${hex(n).toLowerCase()}$${random.text(8, HEX).toLowerCase()}$7705d110@${host}`,
  service: (random, n, host) =>
    `${host.split('.')[0]?.toUpperCase()}${random.text(9, LETTERS)}${hex(n).toLowerCase()}@${DOMAIN}`,
};
type IdMaker = (random: Random, counter: number, host: string) => string;

function hex(n: number): string {
  return n.toString(16).toUpperCase().padStart(8, '0');
}

const WORDS = (
  'budget quarterly report meeting minutes offer invoice order delivery draft contract review plan ' +
  'holiday list travel expenses question update status agenda training server room parking lunch'
).split(' ');

const ODD_SUBJECTS: readonly string[] = [
  '-',
  'Quarter\tfigures\tsecond draft',
  '=?iso-8859-1?Q?Gr=FC=DFe_aus_M=FCnchen?=',
  '=?utf-8?B?UmVjaG51bmcgTsKwIDQy?=',
  '=?GB2312?B??=',
  'two  spaces   inside',
  ' leading space',
  'Preisliste für März',
];

/** SMTP keeps the blank after `Subject:`; mail from the store has none. */
export function subjectOf(random: Random, bySmtp: boolean): string {
  if (random.chance(0.04)) return random.pick(ODD_SUBJECTS);
  const text = `${random.pick(WORDS)} ${random.pick(WORDS)} ${random.int(1, 999)}`;
  const start = random.chance(0.3) ? 'RE: ' : '';
  return (bySmtp ? ' ' : '') + start + text;
}
