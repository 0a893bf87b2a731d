import { picker, type Random } from '../simulate/random.ts';
import { DOMAIN, type ExternalHost, type Person, type Server } from './organisation.ts';
import type { Stage, State } from './steps.ts';

/** What the written logs show last of a recipient. */
export interface Seen {
  state: State;
  stage: Stage;
  server: Server;
  /** true time of the last arrival on that server that was written, else of the first row there */
  since: number;
  /** set while the last thing seen is a hand-over to one of our own servers */
  transit: Transit | null;
}

export interface Transit {
  readonly at: number;
  /** the row that the next server wrote went to a file that was left out */
  readonly hidden: boolean;
  /** true time of that row; null if it never came */
  readonly arrival: number | null;
}

export interface Recipient {
  readonly address: string;
  /** as the sender wrote it, where that differs in capitals: rows before the categorizer have it */
  readonly typed: string;
  readonly person: Person | null;
  /** of a distribution group */
  readonly members: readonly Recipient[] | null;
  readonly kind: 'To' | 'Cc' | 'Bcc';
  /** null: no row names it (a former address that was resolved) */
  seen: Seen | null;
}

export interface Message {
  /** without angle brackets; may be shared by two messages */
  readonly id: string;
  readonly networkId: string;
  readonly kind: string;
  /** null: the null sender */
  readonly sender: Person | null;
  readonly senderText: string;
  readonly returnPath: string;
  readonly subject: string;
  readonly size: number;
  readonly incoming: boolean;
  /** as the server that took it in first has it: its clock, milliseconds */
  originalArrival: number;
  originalClientIp: string;
  readonly traffic: 'Email' | 'Journal' | '';
  readonly everyone: Set<Recipient>;
}

const KINDS = ['To', 'To', 'To', 'Cc', 'Bcc'] as const;

export function recipientOf(random: Random, person: Person): Recipient {
  const kind = random.pick(KINDS);
  const { address } = person;
  const typed = random.chance(0.06) ? capitals(address) : address;
  return { address, typed, person, members: null, kind, seen: null };
}

/** An address of ours that leads nowhere by itself: a group, a former address. */
export function nobody(address: string, members: readonly Recipient[] | null = null): Recipient {
  return { address, typed: address, person: null, members, kind: 'To', seen: null };
}

function capitals(address: string): string {
  return address.replaceAll(/(^|[.@])([a-z])/g, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}

export function homeOf(recipient: Recipient): Server | null {
  return recipient.person?.mailbox?.database.server ?? null;
}

export function hostOf(recipient: Recipient): ExternalHost | null {
  return recipient.person?.host ?? null;
}

export function isOurs(recipient: Recipient): boolean {
  return recipient.address.endsWith(`@${DOMAIN}`);
}

const HEX = '0123456789abcdef';

/** The counter makes every id of a run different. */
export const IDS = {
  store: (random: Random, n: number, host: string) => `${random.text(24, HEX)}${hex(n)}@${host}`,
  client: (random: Random, n: number, host: string) =>
    random.chance(0.1)
      ? `${random.text(10, HEX)}.${n}+a=b/'c'$${random.int(1, 99)}@[${host}]`
      : `CA+${random.text(16, HEX)}${hex(n)}@mail.${host}`,
} as const;

function hex(n: number): string {
  return n.toString(16).padStart(8, '0');
}

const WORDS = (
  'budget quarterly report meeting minutes offer invoice order delivery draft contract review plan ' +
  'holiday list travel expenses question update status agenda training server room parking lunch'
).split(' ');

const ODD_SUBJECTS = [
  'Offer, final, with all changes',
  'He said "yes"',
  '"quoted"',
  'a;b;c',
  "it's; 'quoted; too'",
  'Preisliste für März, gültig ab sofort',
  '日本語の件名',
  'Ünïcödé 😀 subject',
  '=SUM(1,2)',
  ' leading and trailing ',
  '',
  '#not a directive',
  '"',
  ',',
  'tab\tinside',
  'right \u202Eto left\u202C and \u200Bnothing',
] as const;

export function subjectOf(random: Random): string {
  if (random.chance(0.12)) return random.pick(ODD_SUBJECTS);
  const text = `${random.pick(WORDS)} ${random.pick(WORDS)} ${random.int(1, 999)}`;
  return (random.chance(0.3) ? 'RE: ' : '') + text;
}

export const pickSize = picker(
  [
    { from: 2_000, to: 12_000, weight: 6 },
    { from: 12_000, to: 200_000, weight: 3 },
    { from: 200_000, to: 9_000_000, weight: 1 },
  ],
  (range) => range.weight,
);
