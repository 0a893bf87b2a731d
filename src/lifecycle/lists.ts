import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { eventEffect } from './effect.ts';
import { hopState } from './hop-state.ts';
import type { Hop } from './hop.ts';
import { isAfter } from './order.ts';
import type { SlotOrder } from './order.ts';
import { isEarly, isExForm } from './person.ts';
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
 * `leg` is the deciding leg of `list`, `members` are the others who may be its members; null when it is no list.
 */
export function findExpansion(
  list: Person,
  leg: Leg,
  members: readonly Person[],
  slots: SlotOrder,
  resolve: ResolveHost,
): Expansion | null {
  // A modern log says itself what becomes of a list.
  if (isMsgtrkCode(leg.state.mark.code)) return null;
  if (isEarly(leg.state)) {
    const here = membersHere(list, leg, members, slots);
    return here ?? membersFrom(list, leg, members, resolve);
  }
  if (leg.state.kind !== 'left' || !leg.state.handedOver) return null;
  const relation = resolve(leg.state.nextHop);
  if (relation.kind !== 'loaded' || list.hops.has(relation.server)) return null;
  return membersOn(relation.server, leg, members, { slots, resolve });
}

/** Members that appear on the same server, after the list's last event there. */
function membersHere(
  list: Person,
  leg: Leg,
  others: readonly Person[],
  slots: SlotOrder,
): Expansion | null {
  let at: number | null = null;
  for (const other of others) {
    const hop = other.hops.get(leg.server);
    if (other === list || hop === undefined || !isMember(hop, leg.hop, slots)) continue;
    const first = Math.max(hop.first?.at ?? hop.firstAt, leg.state.mark.at);
    at = at === null ? first : Math.min(at, first);
  }
  return at === null ? null : { server: leg.server, at, seenOn: leg.server };
}

/**
 * A member's life begins later than the list's and with another event than a recipient who was addressed beside it.
 * Where the list arrived a second time after its members had appeared, they must have gone on after that.
 */
function isMember(member: Hop, list: Hop, slots: SlotOrder): boolean {
  if (member.first === null || list.first === null) return false;
  // Who arrives was addressed, be it by another copy of the message; members appear at the categorizer.
  if (eventEffect(member.first.code).arrives) return false;
  if (!isAfter(member.first, list.first, slots)) return false;
  const again = isAfter(list.arrival, member.first, slots);
  return isAfter(again ? member.move : member.first, list.move, slots);
}

/** Members that another server received from this one, without ever having been logged here: it happened here. */
function membersFrom(
  list: Person,
  leg: Leg,
  others: readonly Person[],
  resolve: ResolveHost,
): Expansion | null {
  const first = firstOf(leg, others, (server, hop) => {
    // A server that logged the list itself was before it; who says to come from here may lie.
    if (server === leg.server || list.hops.has(server)) return false;
    const from = resolve(hop.client?.host ?? null);
    return from.kind === 'loaded' && from.server === leg.server;
  });
  return first === null ? null : { ...first, server: leg.server };
}

/** Members that appear on the server it was handed to, unless a list that was logged there explains them. */
function membersOn(
  server: string,
  leg: Leg,
  others: readonly Person[],
  { slots, resolve }: { readonly slots: SlotOrder; readonly resolve: ResolveHost },
): Expansion | null {
  const explained = others.some((other) => {
    const hop = other.hops.get(server);
    const state = hop === undefined ? null : hopState(hop, slots);
    return state !== null && isEarly(state) && other.hops.has(leg.server);
  });
  return explained
    ? null
    : firstOf(
        leg,
        others,
        (name, hop) => name === server && !cameAnotherWay(hop, leg.server, resolve),
      );
}

/** Who arrived from elsewhere was addressed beside the list. */
function cameAnotherWay({ client }: Hop, from: string, resolve: ResolveHost): boolean {
  if (client === null) return false;
  const relation = resolve(client.host);
  return relation.kind !== 'loaded' || relation.server !== from;
}

function firstOf(
  leg: Leg,
  others: readonly Person[],
  accepts: (server: string, hop: Hop) => boolean,
): Expansion | null {
  let found: Expansion | null = null;
  for (const other of others) {
    if (other.hops.has(leg.server) || isExForm(other.recipient)) continue;
    for (const [server, hop] of other.hops) {
      if (hop.firstAt < leg.state.mark.at - SKEW_MS || !accepts(server, hop)) continue;
      if (found === null || hop.firstAt < found.at)
        found = { server, at: hop.firstAt, seenOn: server };
    }
  }
  return found;
}
