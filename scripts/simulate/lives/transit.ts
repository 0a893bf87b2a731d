import type { Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import { inbound, mapi, otherThan, trouble, users, type Life } from './draft.ts';

/** One server says it handed the message over; the other, whose log is complete, never saw it. */
function lost(sim: Sim, kind: string, at: number): void {
  const servers = sim.calm(at);
  const from = sim.random.pick(servers);
  const to = users(sim, otherThan(sim, from, servers), sim.random.int(1, 2));
  mapi(sim, kind, at, from, to, { trouble: trouble('transferred', 'lost', from) });
}

function lostBehindBridge(sim: Sim, kind: string, at: number): void {
  const to = users(sim, sim.random.pick(sim.calm(at)), 1);
  inbound(sim, kind, at, to, { trouble: trouble('transferred', 'lost', sim.org.bridge) });
}

function silent(sim: Sim): Server {
  return sim.org.silent ?? sim.org.bridge;
}

function toSilent(sim: Sim, kind: string, at: number): void {
  const to = users(sim, silent(sim), 1);
  if (sim.random.chance(0.4)) inbound(sim, kind, at, to);
  else mapi(sim, kind, at, sim.random.pick(sim.org.mailboxes), to);
}

function partlySilent(sim: Sim, kind: string, at: number): void {
  const from = sim.random.pick(sim.org.mailboxes);
  const to = [...users(sim, silent(sim), 2), ...users(sim, from, 1)];
  to.push(...users(sim, otherThan(sim, from), 1));
  mapi(sim, kind, at, from, to);
}

/** Through the server without a log, and seen again behind it. */
function through(sim: Sim, kind: string, at: number): void {
  const from = sim.random.pick(sim.org.mailboxes);
  const last = otherThan(sim, from);
  mapi(sim, kind, at, from, users(sim, last, 1), { path: [from, silent(sim), last] });
}

function fromSilent(sim: Sim, kind: string, at: number): void {
  const home = sim.random.pick(sim.org.mailboxes);
  mapi(sim, kind, at, silent(sim), users(sim, home, sim.random.int(1, 2)));
}

export const TRANSIT: readonly Life[] = [
  { kind: 'lost', weight: 6, early: true, run: lost },
  { kind: 'lost-behind-bridge', weight: 4, early: true, run: lostBehindBridge },
  { kind: 'unlogged', weight: 6, run: toSilent },
  { kind: 'unlogged-partly', weight: 4, run: partlySilent },
  { kind: 'unlogged-between', weight: 5, run: through },
  { kind: 'unlogged-before', weight: 8, run: fromSilent },
];

/** Handed over so shortly before the end of the logs that nothing can be said (see kinds.ts for the moment). */
export function handedLate(sim: Sim, kind: string, at: number): void {
  lost(sim, kind, at);
}
