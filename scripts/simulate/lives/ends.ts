import { copyOn, step } from '../copy.ts';
import { recipientOf, type Recipient } from '../message.ts';
import type { Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import { compose, foreign, inbound, mapi, otherThan, trouble, users, type Life } from './draft.ts';
import { mishap, type Mishap } from './trips.ts';

const fails = (kind: string, weight: number, plan: Mishap): Life => ({
  kind,
  weight,
  run: (sim, name, at) => mishap(sim, name, at, plan),
});

/** A 1030 without a name, of recipients at one hop; whoever else was there has left or is delivered. */
function unnamed(sim: Sim, kind: string, at: number): void {
  const servers = sim.calm(at);
  const from = sim.random.pick(servers);
  const host = sim.outside().host;
  const away = Array.from({ length: sim.random.int(1, 3) }, () => sim.outside(host));
  const bad = [...new Map(away.map((person) => [person.address, recipientOf(person)])).values()];
  const others = [...users(sim, from, 2), ...users(sim, otherThan(sim, from, servers), 1)];
  const where = sim.random.pick([from, sim.org.bridge]);
  const exUntil = sim.random.pick([0, 1] as const);
  const settings = { exUntil, trouble: trouble('transfer', 'ndr-all', where, isForeign) };
  mapi(sim, kind, at, from, [...others, ...bad], settings);
}

function isForeign(recipient: Recipient): boolean {
  return recipient.host !== null;
}

/** A 1030 without a name right at the categorizer: it speaks of all. */
function unnamedAll(sim: Sim, kind: string, at: number): void {
  const from = sim.random.pick(sim.calm(at));
  const to = users(sim, from, sim.random.int(1, 3));
  mapi(sim, kind, at, from, to, { trouble: trouble('categorizer', 'ndr-all', from) });
}

/** To nobody here, from nobody there: the report about it cannot be delivered either. */
function forged(sim: Sim, kind: string, at: number): void {
  const home = sim.random.pick(sim.org.mailboxes);
  const where = sim.random.pick([sim.org.bridge, home]);
  const settings = { bounceBad: true, trouble: trouble('categorizer', 'ndr', where) };
  inbound(sim, kind, at, users(sim, home, 1), settings);
}

function filtered(act: 'filterDelete' | 'filterArchive'): Life['run'] {
  return (sim, kind, at) => {
    const to = users(sim, sim.random.pick(sim.org.mailboxes), sim.random.int(1, 2));
    inbound(sim, kind, at, to, { trouble: trouble('accepted', act, sim.org.bridge) });
  };
}

/** Refused during the SMTP talk: nothing else is ever written about it. */
function rejected(sim: Sim, kind: string, at: number): void {
  const sender = sim.outside();
  const message = compose(sim, kind, at, sender, 'client');
  const client = { ip: sender.host?.ip ?? '-', name: sender.host?.fqdn ?? '-' };
  const setting = { hop: 0, born: false, client, count: 1 };
  const copy = copyOn(sim, message, sim.org.bridge, at, setting);
  step(copy, 'filterReject', at, users(sim, sim.random.pick(sim.org.mailboxes), 1));
}

function redirected(act: 'redirect' | 'redirect-both'): Life['run'] {
  return (sim, kind, at) => {
    // Not where lines are left out: the alternate alone, on the next server, would look like a list's member.
    const home = sim.random.pick(sim.calm(at, 2003));
    const [first] = users(sim, home, 1);
    const [alternate = null] = users(sim, otherThan(sim, home, sim.calm(at)), 1);
    if (first === undefined) return;
    const plan = { ...trouble('categorizer', act, home), alternate };
    // Under SMTP addresses throughout: one EX form and one new SMTP address would be taken for the same person.
    if (sim.random.chance(0.5)) inbound(sim, kind, at, [first], { trouble: plan });
    else mapi(sim, kind, at, home, [first], { exUntil: 0, trouble: plan });
  };
}

function fax(sim: Sim, server: Server): Recipient {
  const name = sim.person(server).address.split('@')[0] ?? 'x';
  const [given = 'a', family = 'b'] = name.split('.');
  const address = `X400:c=de;a=dbp;p=partner;o=Exchange;s=${family};g=${given};`;
  const person = { address, cn: null, home: server, host: null };
  return { ...recipientOf(person), gateway: true };
}

function viaGateway(plan: { mtaStuck?: boolean; stuck?: boolean }): Life['run'] {
  return (sim, kind, at) => {
    const server = sim.random.pick(plan.stuck === true ? sim.mailboxes(2003) : sim.org.mailboxes);
    const stop = plan.stuck === true ? trouble('gateway-queue', 'stuck', server) : null;
    const settings = { mtaStuck: plan.mtaStuck ?? false, trouble: stop };
    mapi(sim, kind, at, server, [fax(sim, server)], settings);
  };
}

function mixedGateway(sim: Sim, kind: string, at: number): void {
  const server = sim.random.pick(sim.org.mailboxes);
  mapi(sim, kind, at, server, [fax(sim, server), ...users(sim, server, 1), ...foreign(sim, 1)]);
}

export const ENDS: readonly Life[] = [
  fails('ndr-address', 10, { stage: 'categorizer', act: 'ndr' }),
  fails('ndr-remote-queue', 4, { stage: 'remote-queue', act: 'ndr' }),
  fails('ndr-transfer', 8, { stage: 'transfer', act: 'ndr' }),
  fails('ndr-store', 5, { stage: 'local-queue', act: 'ndr' }),
  fails('ndr-one-of-many', 6, { stage: 'categorizer', act: 'ndr', partly: true }),
  fails('ndr-expired', 5, { stage: 'transfer', act: 'ndr-expired' }),
  { kind: 'ndr-unnamed', weight: 6, run: unnamed },
  { kind: 'ndr-unnamed-all', weight: 5, run: unnamedAll },
  { kind: 'ndr-forged', weight: 6, run: forged },
  fails('failed-1022', 4, { stage: 'accepted', act: 'fail' }),
  fails('failed-1026', 4, { stage: 'categorizer', act: 'failMessage' }),
  { kind: 'filter-deleted', weight: 5, run: filtered('filterDelete') },
  { kind: 'filter-archived', weight: 5, run: filtered('filterArchive') },
  { kind: 'filter-rejected', weight: 6, run: rejected },
  { kind: 'redirected', weight: 5, run: redirected('redirect') },
  { kind: 'redirected-both', weight: 5, run: redirected('redirect-both') },
  { kind: 'gateway', weight: 6, run: viaGateway({}) },
  { kind: 'gateway-mixed', weight: 4, run: mixedGateway },
  { kind: 'gateway-mta-stuck', weight: 3, run: viaGateway({ mtaStuck: true }) },
  { kind: 'stuck-gateway-queue', weight: 4, run: viaGateway({ stuck: true }) },
];
