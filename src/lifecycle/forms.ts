import { STAGES } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { findByName } from './names.ts';
import type { SlotOrder } from './order.ts';
import { absorb, compareText, endsEarly, isExForm } from './person.ts';
import type { Person } from './person.ts';
import { joinMixed } from './mixed-forms.ts';
import { redirectTargets } from './redirects.ts';
import { SKEW_MS } from './route.ts';

export interface JoinedForms {
  readonly persons: readonly Person[];
  /** EX forms that more SMTP recipients came out of than there are forms: lists. */
  readonly expanded: readonly Person[];
}

/**
 * Joins the two forms that one recipient takes: EX up to the categorizer, SMTP after it. Forms that name the same
 * person (last CN, local part) are joined first; then one and one, or n and n.
 */
export function joinForms(persons: readonly Person[], slots: SlotOrder): JoinedForms {
  if (!persons.some(({ recipient }) => isExForm(recipient))) return { persons, expanded: [] };
  // An EX form that only the store wrote goes on as it is accepted, whatever becomes of it later: a list too.
  const accepted = joinPhase(persons, slots, isAccepted);
  const mixed = joinMixed(accepted.persons, slots);
  const rest = joinPhase(mixed, slots, () => true);
  return { persons: rest.persons, expanded: [...accepted.expanded, ...rest.expanded] };
}

/** Joins EX forms to those SMTP forms that begin as `begins` says. */
function joinPhase(
  persons: readonly Person[],
  slots: SlotOrder,
  begins: (smtp: Hop) => boolean,
): JoinedForms {
  const left = persons.filter((person) => leftBehind(person, slots)).toSorted(byRecipient);
  if (left.length === 0) return { persons, expanded: [] };
  const targets = redirectTargets(persons, slots);
  const candidates = nearest(
    left,
    persons.filter(
      (person) =>
        person.recipient !== null &&
        !isExForm(person.recipient) &&
        !targets.has(person) &&
        [...person.hops.values()].some(begins) &&
        left.some((ex) => continues(ex, person, begins)),
    ),
  ).toSorted(byRecipient);
  if (candidates.length === 0) return { persons, expanded: [] };

  const partners = new Map<Person, Partners>();
  const byName = joinByName(left, candidates, partners, begins);
  const restEx = left.filter((ex) => !byName.has(ex));
  const restSmtp = candidates.filter((smtp) => !partners.has(smtp));
  const expanded = joinRest(restEx, restSmtp, partners, slots);

  const gone = new Set<Person>([
    ...expanded,
    // Many may share one list of forms.
    ...[...new Set([...partners.values()].map(({ forms }) => forms))].flat(),
  ]);
  const asOne = oneOfMany(slots);
  const joined = persons
    .filter((person) => !gone.has(person))
    .map((person) => {
      const others = partners.get(person);
      if (others === undefined) return person;
      return absorb(person, asOne(others.forms), others.guessed, slots);
    });
  return { persons: joined, expanded };
}

/** Forms that many persons share are joined to one another once, not for each person anew. */
function oneOfMany(slots: SlotOrder): (forms: readonly Person[]) => readonly Person[] {
  const known = new Map<readonly Person[], readonly Person[]>();
  return (forms) => {
    const [first] = forms;
    if (first === undefined || forms.length === 1) return forms;
    const one = known.get(forms) ?? [absorb(first, forms.slice(1), false, slots)];
    known.set(forms, one);
    return one;
  };
}

/** Where an EX form goes on as SMTP on its own server, those that appear on the next one are a list's members. */
function nearest(left: readonly Person[], candidates: readonly Person[]): readonly Person[] {
  const servers = new Set(left.flatMap(({ hops }) => [...hops.keys()]));
  const here = candidates.filter(({ hops }) => [...hops.keys()].some((name) => servers.has(name)));
  return here.length > 0 ? here : candidates;
}

/** The EX forms that one SMTP form came out of; `guessed` where only their number fits. */
interface Partners {
  readonly forms: readonly Person[];
  readonly guessed: boolean;
}

const ACCEPTED_STAGES = new Set<Stage | null>(['accepted', 'categorizer']);

function isAccepted(smtp: Hop): boolean {
  return smtp.first !== null && ACCEPTED_STAGES.has(eventEffect(smtp.first.code).stage);
}

function joinByName(
  left: readonly Person[],
  candidates: readonly Person[],
  partners: Map<Person, Partners>,
  begins: (smtp: Hop) => boolean,
): Set<Person> {
  const joined = new Set<Person>();
  const named = findByName(candidates);
  for (const ex of left) {
    const smtp = named(ex.recipient).find(
      (person) => !partners.has(person) && continues(ex, person, begins),
    );
    if (smtp === undefined) continue;
    partners.set(smtp, { forms: [ex], guessed: false });
    joined.add(ex);
  }
  return joined;
}

/** What names could not tell: n and n are the same persons; fewer EX forms than SMTP ones are lists. */
function joinRest(
  ex: readonly Person[],
  smtp: readonly Person[],
  partners: Map<Person, Partners>,
  slots: SlotOrder,
): readonly Person[] {
  if (ex.length === 0 || smtp.length === 0) return [];
  // An SMTP list that stopped at the categorizer explains the members that are too many.
  const hasOtherList = smtp.some((person) => endsEarly(person, slots));
  if (ex.length < smtp.length && !hasOtherList) return ex;
  // Who of the n became whom is unknown, but all of them arrived by the same events.
  const forms = ex.slice(0, smtp.length);
  const guessed = smtp.length > 1 || ex.length > 1;
  for (const person of smtp) partners.set(person, { forms, guessed });
  // Which of them are left over is a guess too.
  for (const person of ex.slice(smtp.length)) partners.set(person, { forms: [], guessed: true });
  return [];
}

function leftBehind(person: Person, slots: SlotOrder): boolean {
  return isExForm(person.recipient) && endsEarly(person, slots);
}

/**
 * An SMTP address can be what an EX form became if its own life begins later: it does not share the first event
 * that the EX form has on that server, as a recipient who was addressed beside it would.
 */
function continues(ex: Person, smtp: Person, begins: (smtp: Hop) => boolean): boolean {
  for (const [server, exHop] of ex.hops) {
    const hop = smtp.hops.get(server);
    if (hop !== undefined) return begins(hop) && beginsAfter(exHop, hop);
  }
  const began = Math.min(...[...ex.hops.values()].map((hop) => hop.firstAt));
  return [...smtp.hops.values()].every((hop) => begins(hop) && hop.firstAt >= began - SKEW_MS);
}

/** A new arrival of an address that the EX form had got past is a message that came back, not the EX form going on. */
function beginsAfter(exHop: Hop, hop: Hop): boolean {
  if (exHop.first === null || exHop.move === null || hop.first === null) return false;
  return hop.first.at >= exHop.first.at && stepOf(hop.first.code) > stepOf(exHop.move.code);
}

/** How far along a life an event is: by stage, and within one by id, as 1019 comes before 1025. */
function stepOf(code: number): number {
  const { stage } = eventEffect(code);
  return (stage === null ? -1 : STAGES.indexOf(stage)) * 10_000 + code;
}

function byRecipient(a: Person, b: Person): number {
  return compareText(a.recipient ?? '', b.recipient ?? '');
}
