import type { Message, Recipient } from '../message.ts';
import type { Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import {
  foreign,
  inbound,
  mapi,
  nameAlike,
  otherThan,
  trouble,
  users,
  type Life,
} from './draft.ts';

/**
 * Lists. All on servers whose files are all there (`calm`): a list whose members' first lines are missing could as well
 * have stopped. No list has one member only: one EX form and one SMTP address are the same person.
 */
function crowd(sim: Sim, at: number): { members: Recipient[]; direct: Recipient[] } {
  const servers = sim.calm(at);
  const people = servers.flatMap((server) => users(sim, server, sim.random.int(1, 4)));
  const mixed = sim.random.some(people, people.length);
  const [first, second] = foreign(sim, 2);
  if (first !== undefined && sim.random.chance(0.2)) mixed.push(first);
  const direct = mixed.length > 3 ? mixed.splice(0, sim.random.int(1, 2)) : [];
  if (second !== undefined && mixed.length < 2) mixed.push(second);
  return { members: mixed, direct };
}

interface ListPlan {
  readonly exUntil: Message['exUntil'];
  readonly beside?: boolean;
  readonly next?: boolean;
  /** only servers of 2003 may send */
  readonly talking?: boolean;
}

function toList(plan: ListPlan): Life['run'] {
  return (sim, kind, at) => {
    const { members, direct } = crowd(sim, at);
    const from = sim.random.pick(sim.calm(at, plan.talking === true ? 2003 : null));
    const list = sim.list(members, expansion(sim, at, from, plan));
    // Beside direct recipients in EX form, all of whom change their form at once, a list is told only by their names.
    if (plan.exUntil === 2) direct.forEach(nameAlike);
    const to = plan.beside === true ? sim.random.some([list, ...direct], 9) : [list];
    mapi(sim, kind, at, from, to, { exUntil: plan.exUntil });
  };
}

function expansion(sim: Sim, at: number, from: Server, plan: ListPlan): Server {
  if (plan.next !== true) return from;
  // Beside direct recipients not on 2000: members could show up before the direct ones, all of them new addresses.
  const talking = [...sim.calm(at, 2003), sim.org.bridge];
  return otherThan(sim, from, plan.beside === true ? talking : sim.calm(at));
}

function listInbound(sim: Sim, kind: string, at: number): void {
  const { members, direct } = crowd(sim, at);
  const expandsAt = sim.random.pick([sim.org.bridge, ...sim.calm(at, 2003)]);
  const list = sim.list(members, expandsAt);
  inbound(sim, kind, at, sim.random.chance(0.5) ? [list] : [list, ...direct]);
}

/** Never expanded: for the logs an address like any other, open at the categorizer. */
function listStuck(sim: Sim, kind: string, at: number): void {
  const from = sim.random.pick(sim.calm(at));
  const list = sim.list(crowd(sim, at).members, from);
  mapi(sim, kind, at, from, [list], { trouble: trouble('categorizer', 'stuck', from) });
}

/** The list is expanded, one of its members is stuck. */
function memberStuck(sim: Sim, kind: string, at: number): void {
  const from = sim.random.pick(sim.calm(at, 2003));
  const [victim, ...others] = users(sim, from, 3);
  if (victim === undefined) return;
  const far = crowd(sim, at).members.filter((member) => member.home !== from);
  const list = sim.list([victim, ...others, ...far], from);
  const only = (recipient: Recipient): boolean => recipient === victim;
  mapi(sim, kind, at, from, [list], { trouble: trouble('local-queue', 'stuck', from, only) });
}

export const LISTS: readonly Life[] = [
  { kind: 'list', weight: 12, run: toList({ exUntil: 0 }) },
  { kind: 'list-ex', weight: 10, run: toList({ exUntil: 2, talking: true }) },
  { kind: 'list-ex-1027', weight: 6, run: toList({ exUntil: 1 }) },
  { kind: 'list-next', weight: 8, run: toList({ exUntil: 0, next: true }) },
  { kind: 'list-ex-next', weight: 6, run: toList({ exUntil: 2, next: true }) },
  {
    kind: 'list-beside',
    weight: 8,
    run: toList({ exUntil: 0, beside: true, talking: true }),
  },
  {
    kind: 'list-beside-next',
    weight: 6,
    run: toList({ exUntil: 0, beside: true, next: true, talking: true }),
  },
  {
    kind: 'list-ex-beside',
    weight: 6,
    run: toList({ exUntil: 2, beside: true, talking: true }),
  },
  { kind: 'list-inbound', weight: 8, run: listInbound },
  { kind: 'list-stuck', weight: 4, run: listStuck },
  { kind: 'list-member-stuck', weight: 4, run: memberStuck },
];
