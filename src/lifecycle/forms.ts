import type { Hop } from './hop.ts';
import type { SlotOrder } from './order.ts';
import { absorb, compareText, isEarly, isExForm, legsOf } from './person.ts';
import type { Person } from './person.ts';

export interface JoinedForms {
  readonly persons: readonly Person[];
  /** EX forms that more SMTP recipients came out of than there are forms: lists. */
  readonly expanded: readonly Person[];
}

/**
 * Joins the two forms that one recipient takes: EX up to the categorizer, SMTP after it.
 * Forms that name the same person (last CN, local part) are joined first; then one and one, or n and n.
 */
export function joinForms(persons: readonly Person[], slots: SlotOrder): JoinedForms {
  const left = persons.filter((person) => leftBehind(person, slots)).toSorted(byRecipient);
  const candidates = persons
    .filter((person) => !isExForm(person.recipient) && left.some((ex) => continues(ex, person)))
    .toSorted(byRecipient);
  if (left.length === 0 || candidates.length === 0) return { persons, expanded: [] };

  const partners = new Map<Person, Person[]>();
  const byName = joinByName(left, candidates, partners);
  const restEx = left.filter((ex) => !byName.has(ex));
  const restSmtp = candidates.filter((smtp) => !partners.has(smtp));
  const expanded = joinRest(restEx, restSmtp, partners);

  const gone = new Set<Person>([...expanded, ...[...partners.values()].flat()]);
  const joined = persons
    .filter((person) => !gone.has(person))
    .map((person) => {
      const others = partners.get(person);
      return others === undefined ? person : absorb(person, others, slots);
    });
  return { persons: joined, expanded };
}

function joinByName(
  left: readonly Person[],
  candidates: readonly Person[],
  partners: Map<Person, Person[]>,
): Set<Person> {
  const joined = new Set<Person>();
  for (const ex of left) {
    const name = commonName(ex.recipient);
    const smtp = candidates.find(
      (person) =>
        !partners.has(person) && name !== '' && localPart(person.recipient) === name && continues(ex, person),
    );
    if (smtp === undefined) continue;
    partners.set(smtp, [ex]);
    joined.add(ex);
  }
  return joined;
}

/** What names could not tell: n and n are the same persons; fewer EX forms than SMTP ones are lists. */
function joinRest(
  ex: readonly Person[],
  smtp: readonly Person[],
  partners: Map<Person, Person[]>,
): readonly Person[] {
  if (ex.length === 0 || smtp.length === 0) return [];
  if (ex.length < smtp.length) return ex;
  // Who of the n became whom is unknown, but all of them arrived by the same events.
  const dropped = ex.slice(0, smtp.length);
  const [onlySmtp] = smtp;
  if (smtp.length === 1 && onlySmtp) partners.set(onlySmtp, [...dropped]);
  else for (const person of smtp) partners.set(person, [...dropped]);
  return [];
}

function leftBehind(person: Person, slots: SlotOrder): boolean {
  if (!isExForm(person.recipient)) return false;
  const legs = legsOf(person, slots);
  return legs.length > 0 && legs.every((leg) => isEarly(leg.state));
}

/**
 * An SMTP address can be what an EX form became if its own life begins later: it does not share the first event
 * that the EX form has on that server, as a recipient who was addressed beside it would.
 */
function continues(ex: Person, smtp: Person): boolean {
  for (const [server, exHop] of ex.hops) {
    const hop = smtp.hops.get(server);
    if (hop !== undefined) return beginsAfter(exHop, hop);
  }
  const began = Math.min(...[...ex.hops.values()].map((hop) => hop.firstAt));
  return [...smtp.hops.values()].every((hop) => hop.firstAt >= began);
}

const SAME_EVENT_MS = 60_000;

function beginsAfter(exHop: Hop, hop: Hop): boolean {
  if (exHop.first === null || hop.first === null) return false;
  if (hop.first.at < exHop.first.at) return false;
  if (hop.first.code !== exHop.first.code) return true;
  return hop.first.at > exHop.lastAt + SAME_EVENT_MS;
}

/** Letters and digits of the last `CN=`, lower case. */
function commonName(address: string | null): string {
  const last = /.*cn=([^/]*)/is.exec(address ?? '')?.[1] ?? '';
  return plain(last);
}

function localPart(address: string | null): string {
  return plain((address ?? '').replace(/@[^@]*$/, ''));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function byRecipient(a: Person, b: Person): number {
  return compareText(a.recipient ?? '', b.recipient ?? '');
}
