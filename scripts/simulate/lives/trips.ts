import type { Act, Recipient } from '../message.ts';
import type { Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import type { Stage } from '../steps.ts';
import { foreign, inbound, mapi, otherThan, pop, trouble, users, type Settings } from './draft.ts';

/** An ordinary way through the organisation, on which something can go wrong. */
export interface Trip {
  /** first to last */
  readonly servers: readonly Server[];
  readonly ends: 'local' | 'host';
  readonly born: boolean;
  readonly to: readonly Recipient[];
  go(sim: Sim, kind: string, at: number, settings: Settings): void;
}

type Maker = (sim: Sim, servers: readonly Server[]) => Trip;

function count(sim: Sim): number {
  return sim.random.chance(0.7) ? 1 : sim.random.int(2, 4);
}

function stored(sim: Sim, from: Server, to: Recipient[], rest: Server[], ends: Trip['ends']): Trip {
  const go: Trip['go'] = (_, kind, at, settings) => mapi(sim, kind, at, from, to, settings);
  return { servers: [from, ...rest], ends, born: true, to, go };
}

export const TRIPS = {
  local: (sim, servers) => {
    const server = sim.random.pick(servers);
    return stored(sim, server, users(sim, server, count(sim)), [], 'local');
  },
  between: (sim, servers) => {
    const server = sim.random.pick(servers);
    const next = otherThan(sim, server, servers);
    return stored(sim, server, users(sim, next, count(sim)), [next], 'local');
  },
  outbound: (sim, servers) => {
    const server = sim.random.pick(servers);
    return stored(sim, server, foreign(sim, count(sim)), [sim.org.bridge], 'host');
  },
  inbound: (sim, servers) => {
    const home = sim.random.pick(servers);
    const to = users(sim, home, count(sim));
    const go: Trip['go'] = (_, kind, at, settings) => inbound(sim, kind, at, to, settings);
    return { servers: [sim.org.bridge, home], ends: 'local', born: false, to, go };
  },
  pop: (sim, servers) => {
    const server = sim.random.pick(servers);
    const to = users(sim, server, count(sim));
    const go: Trip['go'] = (_, kind, at, settings) => pop(sim, kind, at, server, to, settings);
    return { servers: [server], ends: 'local', born: false, to, go };
  },
} as const satisfies Record<string, Maker>;

const MAKERS: readonly Maker[] = Object.values(TRIPS);

/** The servers of a trip that can write a stage. Exchange 2000 writes none between 1024 and the transfer. */
function serversFor(trip: Trip, stage: Stage, act: Act): Server[] {
  const last = trip.servers.length - 1;
  return trip.servers.filter((server, index) => {
    const talks = server.release === 2003;
    const leaves = index < last || trip.ends === 'host';
    if (stage === 'submission') return index === 0 && trip.born;
    if (stage === 'accepted') return true;
    if (stage === 'categorizer') return talks || !act.startsWith('retry');
    if (stage === 'routing') return talks;
    if (stage === 'local-queue') return talks && !leaves;
    if (stage === 'remote-queue') return talks && leaves;
    return stage === 'transfer' && leaves;
  });
}

export interface Mishap {
  readonly stage: Stage;
  readonly act: Act;
  readonly release?: 2000 | 2003;
  /** hit one of several recipients only, so that the others go their way */
  readonly partly?: boolean;
}

/** Runs a trip on which the mishap happens, on any server where it can. */
export function mishap(sim: Sim, kind: string, at: number, plan: Mishap, from?: Server[]): void {
  const { stage, act, release, partly = false } = plan;
  for (;;) {
    const trip = sim.random.pick(MAKERS)(sim, from ?? sim.org.mailboxes);
    const possible = serversFor(trip, stage, act).filter(
      (server) => release === undefined || server.release === release,
    );
    if (possible.length === 0 || (partly && trip.to.length < 2)) continue;
    const victim = partly ? sim.random.pick(trip.to) : null;
    const only = victim === null ? null : (recipient: Recipient) => recipient === victim;
    const settings = { trouble: trouble(stage, act, sim.random.pick(possible), only) };
    // The categorizer writes the address again after its retry; some left behind under an EX form while others go on
    // under SMTP addresses could not be told apart. So there the EX form stands on 1027 only.
    const known = partly || act.startsWith('retry');
    trip.go(sim, kind, at, known ? { ...settings, exUntil: sim.random.pick([0, 1]) } : settings);
    return;
  }
}
