import { foldHost } from './hosts.ts';
import type { HostRelation } from './hosts.ts';
import { isOpen } from './hop-state.ts';
import { compareText } from './person.ts';
import type { Leg } from './person.ts';

/** Clocks of two servers may differ by minutes. */
export const SKEW_MS = 5 * 60_000;

export type ResolveHost = (name: string | null) => HostRelation;

/**
 * The leg that says where the recipient is now: what the next server logged supersedes the hand-over to it, and of
 * what remains the last life decides. `legs` is not empty.
 */
export function decidingLeg(legs: readonly Leg[], resolve: ResolveHost): Leg {
  const current = legs.filter((leg) => !legs.some((next) => supersedes(next, leg, resolve)));
  const remaining = (current.length > 0 ? current : legs).toSorted(byLife);
  const latest = remaining.at(-1);
  if (latest === undefined) throw new Error('a person has at least one leg');
  return wentOn(latest, remaining, resolve) ?? latest;
}

/**
 * What left for a server without a log may come out on a third one, whose clock may be behind: of two legs within the
 * skew, one that left is not the last word.
 */
function wentOn(latest: Leg, legs: readonly Leg[], resolve: ResolveHost): Leg | undefined {
  if (latest.state.kind !== 'left' || !latest.state.handedOver) return undefined;
  return legs
    .filter(
      (leg) =>
        leg !== latest &&
        leg.state.arrivedAt >= latest.state.arrivedAt - SKEW_MS &&
        !isNextHop(latest, leg, resolve) &&
        (leg.state.kind !== 'left' || leg.state.mark.at > latest.state.mark.at),
    )
    .at(-1);
}

/** `next` logged what `leg` handed over, or began to. */
function supersedes(next: Leg, leg: Leg, resolve: ResolveHost): boolean {
  if (next === leg) return false;
  const begun = isOpen(leg.state) && leg.state.stage === 'transfer';
  if (leg.state.kind !== 'left' && !begun) return false;
  if (!isNextHop(next, leg, resolve)) return false;
  return begun
    ? next.state.arrivedAt >= leg.state.arrivedAt - SKEW_MS
    : next.hop.lastAt >= leg.state.mark.at - SKEW_MS;
}

function isNextHop(next: Leg, leg: Leg, resolve: ResolveHost): boolean {
  const relation = resolve(leg.state.nextHop);
  if (relation.kind === 'loaded') return relation.server === next.server;
  const cameFrom = resolve(next.hop.client?.host ?? null);
  return cameFrom.kind === 'loaded' && cameFrom.server === leg.server;
}

function byLife(a: Leg, b: Leg): number {
  return (
    a.state.arrivedAt - b.state.arrivedAt ||
    a.state.mark.at - b.state.mark.at ||
    compareText(foldHost(a.server), foldHost(b.server))
  );
}
