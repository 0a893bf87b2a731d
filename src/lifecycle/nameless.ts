import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { isAfter, later } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';
import { legsOf } from './person.ts';
import type { Person } from './person.ts';
import { earliestOn } from './route.ts';
import type { Roads } from './route.ts';

/**
 * A line that names no recipient speaks of all: a bad end (1030) ends every recipient that was open on that server.
 * Where recipients are named anywhere, the nameless one is nobody and goes away.
 */
export function speakForAll(persons: readonly Person[], slots: SlotOrder, roads: Roads): Person[] {
  const named = persons.filter((person) => person.recipient !== null);
  const nameless = persons.find((person) => person.recipient === null);
  if (nameless === undefined || named.length === 0) return [...persons];
  return named.map((person) => {
    const hops = new Map(person.hops);
    for (const [server, hop] of takenIn(person, nameless, slots, roads)) hops.set(server, hop);
    for (const [server, hop] of person.hops) {
      const told = nameless.hops.get(server);
      if (
        told?.end &&
        eventEffect(told.end.code).kind === 'ended-badly' &&
        wasOpen(hop, told.end, slots)
      )
        hops.set(server, endHop(hop, told.end, slots));
    }
    return { ...person, hops };
  });
}

/** Where the next server logged what it was handed without naming anybody, that is this recipient's life there too. */
function takenIn(
  person: Person,
  nameless: Person,
  slots: SlotOrder,
  roads: Roads,
): (readonly [string, Hop])[] {
  return legsOf(person, slots).flatMap(({ server, state }) => {
    const next = state.handedOver ? roads.resolve(state.nextHop) : null;
    if (next?.kind !== 'loaded' || person.hops.has(next.server)) return [];
    const told = nameless.hops.get(next.server);
    const from = earliestOn(state.mark.at, server, next.server, roads);
    return told !== undefined && told.lastAt >= from ? [[next.server, told] as const] : [];
  });
}

function wasOpen(hop: Hop, end: Mark, slots: SlotOrder): boolean {
  if (hop.first === null || isAfter(hop.first, end, slots)) return false;
  if (hop.end === null || isAfter(hop.end, end, slots)) return true;
  // A redirection that also delivers to the recipient itself is no end.
  const goesOn =
    eventEffect(hop.end.code).kind === 'redirected' && isAfter(hop.move, hop.end, slots);
  if (goesOn) return true;
  return isAfter(hop.opener, hop.end, slots);
}

function endHop(hop: Hop, end: Mark, slots: SlotOrder): Hop {
  return {
    ...hop,
    end: later(hop.end, end, slots),
    move: later(hop.move, end, slots),
    lastAt: Math.max(hop.lastAt, end.at),
  };
}
