import { STAGES } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import type { Mark, SlotOrder } from './order.ts';
import { absorb } from './person.ts';
import type { Person } from './person.ts';

const REDIRECTED_BIT = 1 << STAGES.indexOf('redirected');

/**
 * Joins an address that a modern server resolved (RESOLVE) to the one that took its place in the same line: one person, listed under the new
 * address. Several of one line are paired in order of address, as the hops do not tell more.
 */
export function joinRenamed(persons: readonly Person[], slots: SlotOrder): readonly Person[] {
  const renamed = persons.filter((person) => renamedAt(person) !== null);
  if (renamed.length === 0) return persons;
  let joined = persons;
  for (const { recipient } of renamed) {
    const former = joined.find((person) => person.recipient === recipient);
    const at = former === undefined ? null : renamedAt(former);
    if (former === undefined || at === null) continue;
    const next = joined.find((person) => person !== former && beginsWith(person, at));
    if (next === undefined) continue;
    const one = absorb(next, [withoutRenaming(former)], false, slots);
    joined = joined.filter((person) => person !== former).map((p) => (p === next ? one : p));
  }
  return joined;
}

interface Renaming {
  readonly server: string;
  readonly mark: Mark;
}

/** Where a person ended by taking another form. */
function renamedAt({ recipient, hops }: Person): Renaming | null {
  if (recipient === null) return null;
  for (const [server, { end }] of hops)
    if (end !== null && isRenaming(end)) return { server, mark: end };
  return null;
}

function isRenaming({ code }: Mark): boolean {
  return eventEffect(code).becomes === 'other-form';
}

/** Whether the same line began this person there. */
function beginsWith({ hops }: Person, { server, mark }: Renaming): boolean {
  const first = hops.get(server)?.first ?? null;
  return (
    first !== null &&
    !isRenaming(first) &&
    first.at === mark.at &&
    first.slot === mark.slot &&
    first.line === mark.line
  );
}

/** The person's hops as they were before: it goes on as another. */
function withoutRenaming(person: Person): Person {
  const hops = [...person.hops].map(
    ([server, hop]) =>
      [server, hop.end !== null && isRenaming(hop.end) ? before(hop) : hop] as const,
  );
  return { ...person, hops: new Map(hops) };
}

function before(hop: Hop): Hop {
  const first = hop.first === null || isRenaming(hop.first) ? null : hop.first;
  return {
    ...hop,
    first,
    move: hop.arrival ?? first,
    end: null,
    stages: hop.stages & ~REDIRECTED_BIT,
  };
}
