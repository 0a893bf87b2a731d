import { MINUTE } from '../../simulate/clock.ts';
import { categorize, defer, expand, fork, redirect } from '../categorizer.ts';
import { wait, type Copy } from '../copy.ts';
import { fail } from '../reports.ts';
import { deliver, handOn } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { follow, otherThan, posted, sent, type Life } from './draft.ts';

/** What can happen on a second server: the first one has done its part. */
function relayed(sim: Sim, copy: Copy): Copy {
  return handOn(categorize(copy), otherThan(sim, copy.server), copy.recipients);
}

function accepted(sim: Sim, kind: string, at: number): void {
  relayed(sim, sent(sim, kind, at, sim.users(sim.random.int(1, 2))));
}

function queued(sim: Sim, kind: string, at: number): void {
  const to = [...sim.users(1), ...sim.outsiders(1)];
  categorize(relayed(sim, posted(sim, kind, at, to)));
}

function deferred(sim: Sim, kind: string, at: number): void {
  const local = sim.random.chance(0.5);
  const to = local ? sim.users(1) : sim.outsiders(1);
  const copy = categorize(relayed(sim, posted(sim, kind, at, to)));
  for (let i = sim.random.int(1, 4); i > 0; i--) {
    wait(copy, local ? 'QDM' : 'QDE', sim.random.int(1, 10) * MINUTE);
    defer(copy, local ? 'deferStore' : 'deferSmtp');
  }
  if (sim.random.chance(0.4)) deliver(copy);
}

function failed(sim: Sim, kind: string, at: number): void {
  const local = sim.random.chance(0.5);
  const to = local ? sim.users(1) : sim.outsiders(1);
  const copy = categorize(relayed(sim, posted(sim, kind, at, to)));
  wait(copy, 'QDE', 900);
  fail(copy, local ? 'failStore' : 'failSmtp');
}

/** Sent to and fro between two servers, and delivered in the end, or refused as a loop. */
function looped(sim: Sim, kind: string, at: number): void {
  const [user] = sim.users(1);
  if (user === undefined) return;
  let copy = sent(sim, kind, at, [user]);
  for (let i = sim.random.int(1, 4); i > 0; i--) copy = relayed(sim, copy);
  if (sim.random.chance(0.4)) fail(copy, 'failRouting');
  else follow(copy);
}

/** The group is expanded by the second server. */
function expanded(sim: Sim, kind: string, at: number): void {
  const list = sim.group([...sim.users(sim.random.int(2, 6)), ...sim.outsiders(1)]);
  const first = sent(sim, kind, at, [list]);
  const copy = handOn(first, otherThan(sim, first.server), [list]);
  expand(copy, list);
  follow(copy);
}

function redirectedThere(sim: Sim, kind: string, at: number): void {
  const [owner, target] = sim.users(2);
  if (owner === undefined || target === undefined) return;
  const copy = relayed(sim, sent(sim, kind, at, [owner]));
  redirect(copy, owner, target);
  follow(copy);
}

/** One of the recipients is late; the others, of the same mailbox server, have theirs. */
function partlyLocal(sim: Sim, kind: string, at: number): void {
  const server = sim.random.pick(sim.org.mailboxes);
  const [late, ...others] = sim.users(4, server);
  if (late === undefined) return;
  const copy = categorize(sent(sim, kind, at, [late, ...others]));
  deliver(copy, others);
  const child = sim.random.chance(0.5) ? fork(copy, [late], 'forkByQueue') : copy;
  for (let i = sim.random.int(0, 3); i > 0; i--) {
    wait(child, 'QDM', sim.random.int(1, 10) * MINUTE);
    defer(child, 'deferStore', [late]);
  }
  if (sim.random.chance(0.4)) {
    wait(child, 'QDM', sim.random.int(1, 10) * MINUTE);
    deliver(child, [late]);
  }
}

/** All recipients go on in a new copy: its content was converted. */
function converted(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(sim.random.int(1, 3)));
  const child = fork(copy, copy.recipients, 'forkByAgent');
  if (sim.random.chance(0.8)) follow(child);
}

export const RELAY: readonly Life[] = [
  { kind: 'relay-accepted', weight: 4, run: accepted },
  { kind: 'relay-queued', weight: 4, run: queued },
  { kind: 'relay-deferred', weight: 5, run: deferred },
  { kind: 'relay-failed', weight: 5, run: failed },
  { kind: 'relay-loop', weight: 4, run: looped },
  { kind: 'relay-expanded', weight: 6, run: expanded },
  { kind: 'relay-redirected', weight: 4, run: redirectedThere },
  { kind: 'partly-local', weight: 6, run: partlyLocal },
  { kind: 'converted', weight: 5, run: converted },
];
