import { categorize, expand, fork, redirect, resolve } from '../categorizer.ts';
import { wait } from '../copy.ts';
import { nobody, recipientOf, type Recipient } from '../message.ts';
import { DOMAIN } from '../organisation.ts';
import { fail } from '../reports.ts';
import { deliver } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { came, follow, posted, sent, type Life } from './draft.ts';

function members(sim: Sim): Recipient[] {
  return [...sim.users(sim.random.int(2, 9)), ...sim.outsiders(sim.random.int(0, 2))];
}

/** Known only by number: an address that stands for nobody else in this run. */
function former(sim: Sim): Recipient {
  return nobody(`former.name${sim.nextNumber()}@${DOMAIN}`);
}

function group(sim: Sim, kind: string, at: number): void {
  const all = members(sim);
  const list = sim.group(all.slice(1));
  const beside = all.slice(0, sim.random.int(0, 1));
  const copy = sent(sim, kind, at, [list, ...beside]);
  expand(copy, list);
  follow(copy);
}

function nested(sim: Sim, kind: string, at: number): void {
  const all = members(sim);
  const inner = sim.group(all.slice(0, 2));
  const deepest = sim.group(all.slice(-1));
  const list = sim.group([inner, ...all.slice(2, -1), deepest]);
  const copy = sent(sim, kind, at, [list]);
  expand(copy, list);
  follow(copy);
}

const again = (recipient: Recipient): Recipient => ({ ...recipient });

/** Some stand in two groups, or beside the group. */
function doubles(sim: Sim, kind: string, at: number): void {
  const [first, second, third, ...rest] = sim.users(sim.random.int(4, 7));
  if (first === undefined || second === undefined || third === undefined) return;
  const one = sim.group([again(first), second, third]);
  const two = sim.group([again(second), ...rest]);
  const copy = sent(sim, kind, at, [first, one, two]);
  expand(copy, one);
  expand(copy, two);
  follow(copy);
}

/** A group whose members are taken apart by TRANSFER: with reports and without, inside and outside. */
function forkedGroup(sim: Sim, kind: string, at: number): void {
  const inside = sim.users(sim.random.int(2, 6));
  const outside = sim.outsiders(sim.random.int(1, 3));
  const list = sim.group([...inside, ...outside]);
  const copy = sent(sim, kind, at, [list]);
  expand(copy, list);
  const child = fork(copy, outside, sim.random.pick(['fork', 'forkByQueue', 'forkByAgent']));
  follow(copy);
  follow(child);
}

/** The group itself is refused: senders from outside may not write to it. */
function refused(sim: Sim, kind: string, at: number): void {
  const list = sim.group(members(sim));
  fail(came(sim, kind, at, [list]), 'failRouting');
}

function resolved(sim: Sim, kind: string, at: number): void {
  const [now, ...others] = sim.users(sim.random.int(1, 3));
  if (now === undefined) return;
  const old = former(sim);
  const copy = sent(sim, kind, at, [old, ...others]);
  resolve(copy, old, now);
  follow(copy);
}

function resolvedStuck(sim: Sim, kind: string, at: number): void {
  const [now] = sim.users(1);
  if (now === undefined) return;
  const old = former(sim);
  const copy = sent(sim, kind, at, [old]);
  resolve(copy, old, now);
}

function redirected(sim: Sim, kind: string, at: number): void {
  const [owner, target, ...others] = sim.users(sim.random.int(2, 4));
  if (owner === undefined || target === undefined) return;
  const [outside] = sim.outsiders(1);
  const to = sim.random.chance(0.3) && outside !== undefined ? outside : target;
  const copy = sent(sim, kind, at, [owner, ...others]);
  redirect(copy, owner, to);
  if (kind.endsWith('stuck')) {
    deliver(copy, others);
    return;
  }
  follow(copy);
}

/** Forwarded to one who is a recipient anyway. */
function redirectedTwice(sim: Sim, kind: string, at: number): void {
  const [owner, target, other] = sim.users(3);
  if (owner === undefined || target === undefined || other === undefined) return;
  const copy = sent(sim, kind, at, [owner, target, other]);
  redirect(copy, owner, target);
  follow(copy);
}

/** A forward to a forward. */
function chain(sim: Sim, kind: string, at: number): void {
  const [first, second, third] = sim.users(3);
  if (first === undefined || second === undefined || third === undefined) return;
  const copy = sent(sim, kind, at, [first]);
  redirect(copy, first, second);
  redirect(copy, second, third);
  follow(copy);
}

/** Forks with different ends. */
function forks(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const inside = sim.users(random.int(2, 4));
  const outside = sim.outsiders(2);
  const copy = sent(sim, kind, at, [...inside, ...outside]);
  const child = fork(copy, outside, random.pick(['fork', 'forkByQueue', 'forkByAgent']));
  if (random.chance(0.5)) follow(copy);
  else {
    categorize(copy);
    deliver(copy, inside.slice(1));
    fail(copy, 'failStore', inside.slice(0, 1));
  }
  categorize(child);
  const grandchild = fork(child, outside.slice(0, 1), 'forkByQueue');
  if (random.chance(0.5)) deliver(grandchild);
  wait(child, 'QDE', random.int(200, 4000));
  fail(child, random.pick(['failSmtp', 'failDns']));
}

/** The outcome is each recipient's own. */
function mixed(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const users = sim.users(random.int(3, 6));
  const outside = sim.outsiders(random.int(2, 4));
  const unknown = nobody(`nobody${sim.nextNumber()}@${DOMAIN}`);
  const copy = posted(sim, kind, at, [...users, ...outside, unknown]);
  fail(copy, 'failRouting', [unknown]);
  copy.recipients = [...users, ...outside];
  categorize(copy);
  deliver(copy, [...users.slice(1), ...outside.slice(2)]);
  wait(copy, 'QDE', random.int(100, 9000));
  fail(copy, 'failSmtp', outside.slice(0, 1));
  if (random.chance(0.5)) fail(copy, 'failStore', users.slice(0, 1));
}

/** Two mails with one Message-ID: resent by a client, or by a careless program. */
function twins(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const [one, two, three] = sim.users(3);
  if (one === undefined || two === undefined || three === undefined) return;
  const first = posted(sim, kind, at, [one, two], sender);
  follow(first);
  const { id } = first.message;
  const copyOfOne = recipientOf(sim.random, one.person ?? sender);
  const later = at + sim.random.int(2000, 900_000);
  const second = posted(sim, kind, later, [copyOfOne, three], sender, { id });
  if (sim.random.chance(0.4)) categorize(second);
  else follow(second);
}

export const ADDRESSES: readonly Life[] = [
  { kind: 'group', weight: 18, run: group },
  { kind: 'group-nested', weight: 10, run: nested },
  { kind: 'group-doubles', weight: 10, run: doubles },
  { kind: 'group-forked', weight: 8, run: forkedGroup },
  { kind: 'group-refused', weight: 4, run: refused },
  { kind: 'resolve', weight: 12, run: resolved },
  { kind: 'resolve-stuck', weight: 3, run: resolvedStuck },
  { kind: 'redirect', weight: 12, run: redirected },
  { kind: 'redirect-stuck', weight: 3, run: redirected },
  { kind: 'redirect-duplicate', weight: 6, run: redirectedTwice },
  { kind: 'redirect-chain', weight: 4, run: chain },
  { kind: 'fork', weight: 12, run: forks },
  { kind: 'mixed', weight: 14, run: mixed },
  { kind: 'twins', weight: 8, run: twins },
];
