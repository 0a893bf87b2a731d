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
  const renamings = persons.flatMap((person) => renamedAt(person) ?? []);
  if (renamings.length === 0) return persons;
  const joined = new Map(persons.map((person) => [person.recipient, person]));
  const beginners = new Beginners(persons, renamings);
  for (const { recipient } of persons) {
    const former = joined.get(recipient);
    const at = former === undefined ? null : renamedAt(former);
    if (former === undefined || at === null) continue;
    const next = beginners.take(at, joined, former);
    if (next === undefined) continue;
    const one = absorb(next, [withoutRenaming(former)], false, slots);
    joined.delete(recipient);
    joined.set(one.recipient, one);
    beginners.add(one, at);
  }
  return [...joined.values()];
}

interface Renaming {
  readonly server: string;
  readonly mark: Mark;
}

/** Who begins with a line that renames, in order of address: there may be thousands of them, on as many lines. */
class Beginners {
  readonly #places: ReadonlyMap<string | null, number>;
  readonly #byLine: ReadonlyMap<string, (string | null)[]>;

  constructor(persons: readonly Person[], renamings: readonly Renaming[]) {
    this.#places = new Map(persons.map(({ recipient }, place) => [recipient, place]));
    this.#byLine = new Map(renamings.map(({ server, mark }) => [lineKey(server, mark), []]));
    for (const person of persons) this.add(person);
  }

  /** `taken`: the line whose former address this person has already. */
  add(person: Person, taken?: Renaming): void {
    const but = taken === undefined ? null : lineKey(taken.server, taken.mark);
    for (const [server, { first }] of person.hops) {
      if (first === null || isRenaming(first)) continue;
      const key = lineKey(server, first);
      const there = key === but ? undefined : this.#byLine.get(key);
      if (there !== undefined) this.#insert(there, person.recipient);
    }
  }

  #insert(there: (string | null)[], recipient: string | null): void {
    const place = this.#places.get(recipient) ?? 0;
    const previous = there.findLastIndex((other) => (this.#places.get(other) ?? 0) <= place);
    if (there[previous] !== recipient) there.splice(previous + 1, 0, recipient);
  }

  /** The first other person who still begins there: each takes the place of one address of a line. Who was joined to another is gone for good. */
  take(
    at: Renaming,
    joined: ReadonlyMap<string | null, Person>,
    former: Person,
  ): Person | undefined {
    const there = this.#byLine.get(lineKey(at.server, at.mark)) ?? [];
    for (let index = 0; index < there.length;) {
      const person = joined.get(there[index] ?? null);
      if (person !== undefined && person === former) {
        index += 1;
        continue;
      }
      there.splice(index, 1);
      if (person !== undefined && beginsWith(person, at)) return person;
    }
    return undefined;
  }
}

function lineKey(server: string, { at, slot, line }: Mark): string {
  return `${at} ${slot} ${line} ${server}`;
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
