import { firstWhere } from '../model/first-where.ts';
import { groupBy } from '../model/group-by.ts';
import { onceEach } from '../model/once-each.ts';
import { eventEffect } from './effect.ts';
import { hopState } from './hop-state.ts';
import type { Hop } from './hop.ts';
import { compareMarks, isAfter } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';
import { isEarly, isExForm } from './person.ts';
import type { Person } from './person.ts';
import type { ResolveHost } from './route.ts';

/** Where and when a member of a list was seen first. */
export interface Seen {
  readonly server: string;
  readonly at: number;
  /** Its place among all hops of the message: who comes first where times are the same. */
  readonly turn: number;
}

/** What lists ask of a hop on their own server. */
interface Appeared {
  readonly first: Mark;
  readonly move: Mark | null;
}

/**
 * The recipients of one message who may be members of its lists, in the orders in which lists look for them. Each order is made when the
 * first list asks for it: thousands of open recipients would else look through all the others each.
 */
export class Members {
  readonly #persons: readonly Person[];
  readonly #slots: SlotOrder;
  readonly #resolve: ResolveHost;

  /** By the event that their lives begin with, in order of time. */
  readonly #appearedOn = onceEach((server: string): ReadonlyMap<number, readonly Appeared[]> => {
    const appeared = this.#persons.flatMap(({ hops }): Appeared[] => {
      const { first, move } = hops.get(server) ?? { first: null, move: null };
      // Who arrives was addressed, be it by another copy of the message.
      return first === null || eventEffect(first.code).arrives ? [] : [{ first, move }];
    });
    appeared.sort((a, b) => compareMarks(a.first, b.first, this.#slots));
    return groupBy(appeared, ({ first }) => first.code);
  });

  /** The hops of who was never logged on a server, by their own servers, in order of time. */
  readonly #elsewhereThan = onceEach((server: string): ReadonlyMap<string, readonly SeenHop[]> => {
    const seen: SeenHop[] = [];
    for (const { recipient, hops } of this.#persons) {
      if (hops.has(server) || isExForm(recipient)) continue;
      for (const [name, hop] of hops)
        seen.push({ server: name, at: hop.firstAt, turn: seen.length, hop });
    }
    return groupBy(seen.toSorted(compareSeen), (one) => one.server);
  });

  /** Of these, who came from there. */
  readonly #receivedFrom = onceEach((server: string): ReadonlyMap<string, readonly Seen[]> => {
    const came = [...this.#elsewhereThan(server)].map(
      ([name, seen]) => [name, seen.filter((one) => this.#cameFrom(one, server))] as const,
    );
    return new Map(came.filter(([, seen]) => seen.length > 0));
  });

  readonly #handed = onceEach((from: string) =>
    onceEach((server: string): readonly Seen[] =>
      this.#isExplained(from, server)
        ? []
        : (this.#elsewhereThan(from).get(server) ?? []).filter(
            (one) => one.hop.client === null || this.#cameFrom(one, from),
          ),
    ),
  );

  constructor(persons: readonly Person[], slots: SlotOrder, resolve: ResolveHost) {
    this.#persons = persons;
    this.#slots = slots;
    this.#resolve = resolve;
  }

  /**
   * When the first member appeared on the list's own server; null where none did. A member's life begins later than the list's and with another event than
   * a recipient who was addressed beside it. Where the list arrived a second time after its members had appeared, they must have
   * gone on after that.
   */
  firstBeside(server: string, list: Hop): number | null {
    const { first, move } = list;
    if (first === null || move === null) return null;
    let at: number | null = null;
    for (const [code, appeared] of this.#appearedOn(server)) {
      // Who begins as the list does was addressed beside it: the log begins in the midst of both lives.
      if (code === first.code) continue;
      const found = this.#firstOfCode(appeared, { first, move, arrival: list.arrival });
      if (found !== null) at = Math.min(at ?? found.at, found.at);
    }
    return at;
  }

  #firstOfCode(
    appeared: readonly Appeared[],
    { first, move, arrival }: { first: Mark; move: Mark; arrival: Mark | null },
  ): Mark | null {
    const slots = this.#slots;
    for (let i = after(appeared, first, slots); i < appeared.length; i++) {
      const member = appeared[i];
      if (member === undefined || !isAfter(arrival, member.first, slots)) break;
      if (isAfter(member.move, move, slots)) return member.first;
    }
    return appeared[after(appeared, move, slots)]?.first ?? null;
  }

  /**
   * The first, from a time on, whom another server received from `server`, without ever having been logged there.
   * A server that logged the list itself was before it; who says to come from here may lie.
   */
  firstFrom(server: string, since: number, list: Person): Seen | null {
    let first: Seen | null = null;
    for (const [name, seen] of this.#receivedFrom(server)) {
      const found = list.hops.has(name) ? null : seenSince(seen, since);
      if (found !== null && (first === null || compareSeen(found, first) < 0)) first = found;
    }
    return first;
  }

  /**
   * The first, from a time on, who appears on `server`, which `from` handed the list to; null where a list that was logged there explains all
   * of them. Who arrived from elsewhere was addressed beside the list.
   */
  firstHanded(from: string, server: string, since: number): Seen | null {
    return seenSince(this.#handed(from)(server), since);
  }

  #isExplained(from: string, server: string): boolean {
    return this.#persons.some(({ hops }) => {
      const hop = hops.get(server);
      const state = hop === undefined ? null : hopState(hop, this.#slots);
      return state !== null && isEarly(state) && hops.has(from);
    });
  }

  #cameFrom({ hop }: SeenHop, server: string): boolean {
    const from = this.#resolve(hop.client?.host ?? null);
    return from.kind === 'loaded' && from.server === server;
  }
}

interface SeenHop extends Seen {
  readonly hop: Hop;
}

function compareSeen(a: Seen, b: Seen): number {
  return a.at - b.at || a.turn - b.turn;
}

function seenSince(seen: readonly Seen[], since: number): Seen | null {
  return seen[firstWhere(seen, ({ at }) => at >= since)] ?? null;
}

/** The place of the first that begins after a mark. */
function after(appeared: readonly Appeared[], mark: Mark, slots: SlotOrder): number {
  return firstWhere(appeared, ({ first }) => isAfter(first, mark, slots));
}
