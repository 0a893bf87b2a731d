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
  const fresh = new Map<string, readonly Fresh[]>();
  for (const person of persons)
    for (const [server, hop] of person.hops) {
      if ((hop.stages & REDIRECTED_BIT) === 0) continue;
      const after = redirectedAt(hop);
      const there = fresh.get(server) ?? freshOn(server, persons, slots);
      fresh.set(server, there);
      const found = there.find(
        (one) => !targets.has(one.person) && isAfter(one.first, after, slots),
      );
      if (found !== undefined) targets.add(found.person);
    }
  return targets;
}

/** The 1042 itself, or where a later end hides it, the first event. */
function redirectedAt(hop: Hop): Mark | null {
  return hop.end !== null && eventEffect(hop.end.code).kind === 'redirected' ? hop.end : hop.first;
}

interface Fresh {
  readonly person: Person;
  readonly first: Mark;
}

/** Who begins on a server without having arrived there, in the order in which they begin. */
function freshOn(server: string, persons: readonly Person[], slots: SlotOrder): readonly Fresh[] {
  const fresh: Fresh[] = [];
  for (const person of persons) {
    const first = person.hops.get(server)?.first ?? null;
    if (first === null) continue;
    const { arrives, kind } = eventEffect(first.code);
    if (!arrives && kind !== 'redirected') fresh.push({ person, first });
  }
  return fresh.toSorted(
    (a, b) =>
      compareMarks(a.first, b.first, slots) ||
      compareText(a.person.recipient ?? '', b.person.recipient ?? ''),
  );
}
