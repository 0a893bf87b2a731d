import { STAGES } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { compareMarks, isAfter } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';
import { compareText } from './person.ts';
import type { Person } from './person.ts';

const REDIRECTED_BIT = 1 << STAGES.indexOf('redirected');

/**
 * Recipients that a redirection (1042) brought in, one for each redirected recipient of a server: new addresses that
 * are neither another form of one that was there nor a list's members.
 */
export function redirectTargets(persons: readonly Person[], slots: SlotOrder): Set<Person> {
  const targets = new Set<Person>();
  for (const person of persons)
    for (const [server, hop] of person.hops) {
      if ((hop.stages & REDIRECTED_BIT) === 0) continue;
      const target = firstNew(persons, server, redirectedAt(hop), targets, slots);
      if (target !== undefined) targets.add(target);
    }
  return targets;
}

/** The 1042 itself, or where a later end hides it, the first event. */
function redirectedAt(hop: Hop): Mark | null {
  return hop.end !== null && eventEffect(hop.end.code).kind === 'redirected' ? hop.end : hop.first;
}

function firstNew(
  persons: readonly Person[],
  server: string,
  after: Mark | null,
  taken: ReadonlySet<Person>,
  slots: SlotOrder,
): Person | undefined {
  const fresh: { person: Person; first: Mark }[] = [];
  for (const person of persons) {
    const first = person.hops.get(server)?.first ?? null;
    if (first === null || taken.has(person) || !isAfter(first, after, slots)) continue;
    const { arrives, kind } = eventEffect(first.code);
    if (!arrives && kind !== 'redirected') fresh.push({ person, first });
  }
  return fresh.toSorted(
    (a, b) =>
      compareMarks(a.first, b.first, slots) ||
      compareText(a.person.recipient ?? '', b.person.recipient ?? ''),
  )[0]?.person;
}
