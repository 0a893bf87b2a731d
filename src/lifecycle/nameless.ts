import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { isAfter, later } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';
import type { Person } from './person.ts';

/**
 * A line that names no recipient speaks of all: a bad end (1030) ends every recipient that was open on that server.
 * Where recipients are named anywhere, the nameless one is nobody and goes away.
 */
export function speakForAll(persons: readonly Person[], slots: SlotOrder): Person[] {
  const named = persons.filter((person) => person.recipient !== null);
  const nameless = persons.find((person) => person.recipient === null);
  if (nameless === undefined || named.length === 0) return [...persons];
  return named.map((person) => {
    const hops = new Map(person.hops);
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

function wasOpen(hop: Hop, end: Mark, slots: SlotOrder): boolean {
  if (hop.first === null || isAfter(hop.first, end, slots)) return false;
  if (hop.end === null || isAfter(hop.end, end, slots)) return true;
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
