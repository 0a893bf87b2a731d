import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { Members, Seen } from './members.ts';
import { isEarly } from './person.ts';
import type { Leg, Person } from './person.ts';
import { SKEW_MS } from './route.ts';
import type { ResolveHost } from './route.ts';

/** Where a list's address gave way to its members, and when and on which server the first of them was logged. */
export interface Expansion {
  readonly server: string;
  readonly at: number;
  readonly seenOn: string;
}

/**
 * Lists vanish at the categorizer and their members appear, there or on the next server.
 * `leg` is the deciding leg of `list`; null when it is no list.
 */
export function findExpansion(
  list: Person,
  leg: Leg,
  members: Members,
  resolve: ResolveHost,
): Expansion | null {
  const { code, at } = leg.state.mark;
  // A modern log says itself what becomes of a list.
  if (isMsgtrkCode(code)) return null;
  const { server } = leg;
  const since = at - SKEW_MS;
  if (isEarly(leg.state)) {
    const beside = members.firstBeside(server, leg.hop);
    return beside !== null
      ? { server, at: Math.max(beside, at), seenOn: server }
      : expansionOn(server, members.firstFrom(server, since, list));
  }
  if (leg.state.kind !== 'left' || !leg.state.handedOver) return null;
  const next = resolve(leg.state.nextHop);
  if (next.kind !== 'loaded' || list.hops.has(next.server)) return null;
  return expansionOn(next.server, members.firstHanded(server, next.server, since));
}

function expansionOn(server: string, seen: Seen | null): Expansion | null {
  return seen === null ? null : { server, at: seen.at, seenOn: seen.server };
}
