import { MINUTE } from '../clock.ts';
import { recipientOf } from '../message.ts';
import { NASTY_HOST } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import {
  foreign,
  inbound,
  mapi,
  otherThan,
  pop,
  trouble,
  users,
  type Life,
  type Settings,
} from './draft.ts';
import { mishap, TRIPS } from './trips.ts';

function trip(name: keyof typeof TRIPS, settings: Settings = {}): Life['run'] {
  return (sim, kind, at) => TRIPS[name](sim, sim.org.mailboxes).go(sim, kind, at, settings);
}

/** Two or three of our servers, one after the other. */
function relay(sim: Sim, kind: string, at: number): void {
  const first = sim.random.pick(sim.org.mailboxes);
  const middle = sim.random.pick([sim.org.bridge, otherThan(sim, first)]);
  const last = sim.random.pick(sim.org.mailboxes.filter((s) => s !== first && s !== middle));
  mapi(sim, kind, at, first, users(sim, last, 1), { path: [first, middle, last] });
}

function several(sim: Sim, kind: string, at: number): void {
  const to = sim.org.mailboxes.flatMap((server) => users(sim, server, sim.random.int(0, 3)));
  to.push(...foreign(sim, sim.random.int(1, 3)));
  mapi(sim, kind, at, sim.random.pick(sim.org.mailboxes), to);
}

function severalIn(sim: Sim, kind: string, at: number): void {
  const homes = sim.random.some(sim.org.mailboxes, 2);
  const to = homes.flatMap((server) => users(sim, server, sim.random.int(1, 3)));
  inbound(sim, kind, at, to);
}

function nasty(sim: Sim, kind: string, at: number): void {
  const to = [recipientOf(sim.outside(NASTY_HOST))];
  mapi(sim, kind, at, sim.random.pick(sim.org.mailboxes), to);
}

/** A report or a receipt of somebody else's server. */
function nullSender(sim: Sim, kind: string, at: number): void {
  inbound(sim, kind, at, users(sim, sim.random.pick(sim.org.mailboxes), 1), {}, null);
}

/** The same address in other capitals on other lines. */
function letterCase(sim: Sim, kind: string, at: number): void {
  const [first, second] = sim.random.some(sim.org.mailboxes, 2);
  if (first === undefined || second === undefined) return;
  const to = sim.people(second, 2).map((person) => recipientOf(person, true));
  if (sim.random.chance(0.5)) mapi(sim, kind, at, first, to);
  else pop(sim, kind, at + MINUTE, first, to);
}

/** It lies somewhere for a while, writes nothing, and goes on: an outage that ended. */
function slow(sim: Sim, kind: string, at: number): void {
  const stages = ['accepted', 'categorizer', 'routing', 'remote-queue', 'local-queue'] as const;
  mishap(sim, kind, at, { stage: sim.random.pick(stages), act: 'slow' });
}

/** The last line about it is one that moves nothing. */
function oddStuck(sim: Sim, kind: string, at: number): void {
  const settings = { odd: true, trouble: trouble('accepted', 'stuck', null) };
  TRIPS.inbound(sim, sim.org.mailboxes).go(sim, kind, at, settings);
}

export const ORDINARY: readonly Life[] = [
  { kind: 'local', weight: 160, run: trip('local') },
  { kind: 'inbound', weight: 220, run: trip('inbound') },
  { kind: 'outbound', weight: 160, run: trip('outbound') },
  { kind: 'between', weight: 120, run: trip('between') },
  { kind: 'client', weight: 30, run: trip('pop') },
  { kind: 'relay', weight: 25, run: relay },
  { kind: 'several', weight: 40, run: several },
  { kind: 'several-inbound', weight: 30, run: severalIn },
  { kind: 'nasty-host', weight: 10, run: nasty },
  { kind: 'null-sender', weight: 12, run: nullSender },
  { kind: 'letter-case', weight: 10, run: letterCase },
  { kind: 'slow', weight: 12, run: slow },
  { kind: 'unknown-event', weight: 10, run: trip('between', { odd: true }) },
  { kind: 'unknown-event-stuck', weight: 4, run: oddStuck },
];
