import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { eventEffect } from './effect.ts';
import { foldHost, isSameHost } from './hosts.ts';
import type { HostRelation } from './hosts.ts';
import { isOpen } from './hop-state.ts';
import { compareText } from './person.ts';
import type { Leg } from './person.ts';

/** Clocks of two servers may differ by minutes, also from what is known of them. */
export const SKEW_MS = 5 * 60_000;

/** What is known of the ways between servers. */
export interface Roads {
  readonly resolve: ResolveHost;
  /** How far the second server's clock is ahead of the first one's, as hand-overs tell; 0 where nothing is known. */
  readonly skewMs: (from: string, to: string) => number;
}

/** The earliest time at which `to` may have logged what `from` handed over at `at`, by its own clock. */
export function earliestOn(at: number, from: string, to: string, { skewMs }: Roads): number {
  return at + Math.min(0, skewMs(from, to)) - SKEW_MS;
}

export type ResolveHost = (name: string | null) => HostRelation;

/**
 * The leg that says where the recipient is now: what the next server logged supersedes the hand-over to it, and of
 * what remains the last life decides. `legs` is not empty.
 */
export function decidingLeg(legs: readonly Leg[], roads: Roads): Leg {
  const current = legs.filter((leg) => !legs.some((next) => supersedes(next, leg, roads)));
  const remaining = (current.length > 0 ? current : legs).toSorted(byLife);
  const latest = current.length > 0 ? remaining.at(-1) : lastOfLoop(remaining, roads);
  if (latest === undefined) throw new Error('a person has at least one leg');
  return wentOn(latest, remaining, roads) ?? latest;
}

/** Of legs that all went on to each other: one that went to none of the others, else the last one, by clocks of which one may be ahead. */
function lastOfLoop(legs: readonly Leg[], { resolve, skewMs }: Roads): Leg | undefined {
  const servers = new Set(legs.map(({ server }) => server));
  const out = legs.filter(({ state }) => {
    const to = state.kind === 'left' ? resolve(state.nextHop) : null;
    return to?.kind !== 'loaded' || !servers.has(to.server);
  });
  return (out.length > 0 ? out : legs).reduce((last, leg) => {
    const before = last.state.arrivedAt + skewMs(last.server, leg.server);
    return before > leg.state.arrivedAt ? last : leg;
  });
}

/**
 * What left for a host without a log may come out on a third server, whose clock may be behind: of two legs within the
 * skew, the one that left is not the last word if the other came from where it went.
 */
function wentOn(latest: Leg, legs: readonly Leg[], roads: Roads): Leg | undefined {
  const { resolve } = roads;
  if (latest.state.kind !== 'left' || !latest.state.handedOver) return undefined;
  return legs
    .filter(
      (leg) =>
        leg !== latest &&
        leg.state.arrivedAt >=
          earliestOn(latest.state.arrivedAt, latest.server, leg.server, roads) &&
        !isNextHop(latest, leg, resolve) &&
        cameFrom(leg, latest.state.nextHop, resolve) &&
        (leg.state.kind !== 'left' || leftLater(leg, latest, roads)),
    )
    .at(-1);
}

/** Whether the first of two legs ended later, as far as is known how their clocks differ. */
function leftLater(leg: Leg, other: Leg, { skewMs }: Roads): boolean {
  return leg.state.mark.at - skewMs(other.server, leg.server) > other.state.mark.at;
}

/** Whether the host that a leg came from is `host`; where the log names none, whether it may be one of ours. */
function cameFrom(leg: Leg, host: string | null, resolve: ResolveHost): boolean {
  const client = leg.hop.client?.host ?? null;
  const to = resolve(host);
  const from = resolve(client);
  if (from.kind === 'unnamed') return to.kind !== 'foreign';
  if (from.kind === 'loaded' && to.kind === 'loaded') return from.server === to.server;
  return client !== null && host !== null && isSameHost(client, host);
}

/** `next` logged what `leg` handed over, or began to, or what a hole in its log hides that it did. */
function supersedes(next: Leg, leg: Leg, roads: Roads): boolean {
  if (next === leg) return false;
  const { resolve } = roads;
  if (leg.state.kind === 'left' && isFromMailbox(next)) return false;
  if (leg.state.kind === 'left')
    return (
      isNextHop(next, leg, resolve) &&
      next.hop.lastAt >= earliestOn(leg.state.mark.at, leg.server, next.server, roads)
    );
  if (leg.state.kind === 'held') return isDecidedBy(next, leg, roads);
  if (!isOpen(leg.state)) return false;
  if (!isFromMailbox(leg) && isHandOverOf(next, leg, resolve)) return false;
  const begun = leg.state.stage === 'transfer';
  return (
    (begun ? isNextHop(next, leg, resolve) : isGivenBy(next, leg, resolve)) &&
    isOfThisLife(next, leg, roads)
  );
}

/** `next` is where a moderator's word on what `leg` holds was told. */
function isDecidedBy(next: Leg, leg: Leg, roads: Roads): boolean {
  const { mark } = next.state;
  return (
    eventEffect(mark.code).decides &&
    mark.at >= earliestOn(leg.state.mark.at, leg.server, next.server, roads)
  );
}

/** It was last seen where mail comes out of a mailbox: no other server gave it to this one. */
function isFromMailbox({ state }: Leg): boolean {
  return state.stage === 'submission' && isMsgtrkCode(state.mark.code);
}

/** `next` handed the message to the server of `leg`: it lies before it, not after. */
function isHandOverOf(next: Leg, leg: Leg, resolve: ResolveHost): boolean {
  const to = next.state.kind === 'left' ? resolve(next.state.nextHop) : null;
  return to?.kind === 'loaded' && to.server === leg.server;
}

/**
 * Whether `next` began with what `leg` has now, and not with what an earlier life on that server handed over: of the
 * two it has to lie nearer to the one now.
 */
function isOfThisLife(next: Leg, leg: Leg, roads: Roads): boolean {
  const at = next.state.arrivedAt;
  if (at < earliestOn(leg.state.arrivedAt, leg.server, next.server, roads)) return false;
  const { end } = leg.hop;
  return end === null || Math.abs(at - leg.state.mark.at) < Math.abs(at - end.at);
}

function isGivenBy(next: Leg, leg: Leg, resolve: ResolveHost): boolean {
  const from = resolve(next.hop.client?.host ?? null);
  return from.kind === 'loaded' && from.server === leg.server;
}

function isNextHop(next: Leg, leg: Leg, resolve: ResolveHost): boolean {
  const relation = resolve(leg.state.nextHop);
  if (relation.kind === 'loaded') return relation.server === next.server;
  return isGivenBy(next, leg, resolve);
}

function byLife(a: Leg, b: Leg): number {
  return (
    a.state.arrivedAt - b.state.arrivedAt ||
    a.state.mark.at - b.state.mark.at ||
    compareText(foldHost(a.server), foldHost(b.server))
  );
}
