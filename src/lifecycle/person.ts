import type { Stage } from '../model/stage.ts';
import { hopState, isOpen } from './hop-state.ts';
import type { HopState } from './hop-state.ts';
import { mergeHops } from './hop.ts';
import type { Hop } from './hop.ts';
import type { SlotOrder } from './order.ts';

/** One folded hop with its names. `recipient` is null when the lines name none. */
export interface HopRow {
  readonly recipient: string | null;
  readonly server: string;
  readonly hop: Hop;
}

/** One hop of one person, with its state. */
export interface Leg {
  readonly server: string;
  readonly hop: Hop;
  readonly state: HopState;
}

/** As much of a leg as is judged once it is the one that decides. */
export interface DecidingLeg extends Pick<Leg, 'server' | 'state'> {
  readonly hop: Pick<Hop, 'lastAt' | 'attempts'>;
}

/** One recipient of a message: all address forms of it that were joined, and its hop on each server. */
export interface Person {
  readonly recipient: string | null;
  /** The addresses whose events this person's life is made of. */
  readonly forms: readonly string[];
  readonly hops: ReadonlyMap<string, Hop>;
  /** Forms were joined by their number alone. */
  readonly joined: boolean;
}

/** Stages up to and with the categorizer: until then a recipient can stand under another form of its address. */
const EARLY = new Set<Stage>(['submission', 'accepted', 'categorizer', 'categorizer-retry']);

export function isEarly(state: HopState): boolean {
  return isOpen(state) && EARLY.has(state.stage);
}

/** An X.500 address of the directory (`EX:/O=...`), not yet resolved to SMTP. */
export function isExForm(address: string | null): boolean {
  return address !== null && /^(ex:\s*)?\/o=/i.test(address);
}

export function legsOf(person: Person, slots: SlotOrder): Leg[] {
  const legs: Leg[] = [];
  for (const [server, hop] of person.hops) {
    const state = hopState(hop, slots);
    if (state !== null) legs.push({ server, hop, state });
  }
  return legs.length < 2 ? legs : legs.toSorted(byArrival);
}

function byArrival(a: Leg, b: Leg): number {
  return a.state.arrivedAt - b.state.arrivedAt || compareText(a.server, b.server);
}

/** Whether all that is known of a person stops before the categorizer is through with it. */
export function endsEarly(person: Person, slots: SlotOrder): boolean {
  const legs = legsOf(person, slots);
  return legs.length > 0 && legs.every((leg) => isEarly(leg.state));
}

/** Persons in order of recipient, their hops in order of time: never the order of the rows, which is that of loading. */
export function groupByRecipient(rows: readonly HopRow[], slots: SlotOrder): Person[] {
  const hops = new Map<string | null, Map<string, Hop>>();
  for (const row of rows.toSorted(byRecipientAndTime)) {
    const own = hops.get(row.recipient) ?? new Map<string, Hop>();
    addHop(own, row.server, row.hop, slots);
    hops.set(row.recipient, own);
  }
  return [...hops].map(([recipient, own]) => ({
    recipient,
    forms: recipient === null ? [] : [recipient],
    hops: own,
    joined: false,
  }));
}

function byRecipientAndTime(a: HopRow, b: HopRow): number {
  return (
    compareText(a.recipient ?? '', b.recipient ?? '') ||
    a.hop.firstAt - b.hop.firstAt ||
    compareText(a.server, b.server)
  );
}

/** `person` with the lives of `others` joined to its own. */
export function absorb(
  person: Person,
  others: readonly Person[],
  guessed: boolean,
  slots: SlotOrder,
): Person {
  const hops = new Map(person.hops);
  for (const other of others)
    for (const [server, hop] of other.hops) addHop(hops, server, hop, slots);
  const forms = person.forms.concat(...others.map((other) => other.forms));
  return { ...person, forms, hops, joined: person.joined || guessed };
}

function addHop(hops: Map<string, Hop>, server: string, hop: Hop, slots: SlotOrder): void {
  const known = hops.get(server);
  hops.set(server, known === undefined ? hop : mergeHops(known, hop, slots));
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
