import { STAGES } from '../model/stage.ts';
import { findByName } from './names.ts';
import type { Hop } from './hop.ts';
import type { SlotOrder } from './order.ts';
import { absorb, endsEarly, isExForm } from './person.ts';
import type { Person } from './person.ts';

/** Stages up to the categorizer, where a recipient is told in either form. */
const EARLY_BITS = (['submission', 'accepted', 'categorizer', 'categorizer-retry'] as const)
  .map((stage) => 1 << STAGES.indexOf(stage))
  .reduce((bits, bit) => bits | bit, 0);
const ACCEPTED_BIT = 1 << STAGES.indexOf('accepted');

/**
 * Joins forms of one recipient that take turns up to the categorizer: EX on some lines, SMTP on others, in any order. Two
 * recipients would both be told at each step; one in two forms is told once. By name, or where there is one and one.
 */
export function joinMixed(persons: readonly Person[], slots: SlotOrder): readonly Person[] {
  const left = persons.filter((person) => isExForm(person.recipient) && endsEarly(person, slots));
  if (left.length === 0) return persons;
  const smtp = persons.filter(({ recipient }) => recipient !== null && !isExForm(recipient));
  const partners = new Map<Person, Person>();
  const namedBy = findByName(smtp);
  for (const ex of left) {
    const fits = (person: Person): boolean => takesTurns(ex, person);
    const named = namedBy(ex.recipient).filter(fits);
    const alone = named.length === 0 && left.length === 1;
    const [only, ...others] = alone ? smtp.filter(fits) : named;
    if (only !== undefined && others.length === 0 && !partners.has(only)) partners.set(only, ex);
  }
  const gone = new Set(partners.values());
  return persons
    .filter((person) => !gone.has(person))
    .map((person) => {
      const ex = partners.get(person);
      return ex === undefined ? person : absorb(person, [ex], false, slots);
    });
}

/** On each server of the EX form the other one is told too, at other steps. */
function takesTurns(ex: Person, smtp: Person): boolean {
  return [...ex.hops].every(([server, exHop]) => {
    const hop = smtp.hops.get(server);
    return hop !== undefined && isComplement(exHop, hop);
  });
}

function isComplement(ex: Hop, smtp: Hop): boolean {
  if ((smtp.stages & EARLY_BITS) === 0) return false;
  const both = ex.stages & smtp.stages & EARLY_BITS;
  if (both === 0) return true;
  // Submission to the queue is told twice (1019, 1025): each form may have one of the two.
  return both === ACCEPTED_BIT && ex.arrival?.code !== smtp.arrival?.code;
}
