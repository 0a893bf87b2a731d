import { HOUR, MINUTE } from '../clock.ts';
import type { Message } from '../message.ts';
import type { Sim } from '../simulation.ts';
import { bySmtp } from '../transport.ts';
import { desktop, inbound, mapi, otherThan, pop, trouble, users, type Life } from './draft.ts';

/**
 * More than one life under one id. A second life starts at least ten minutes after the first one ended, so that
 * clocks that are minutes apart leave no doubt which came last.
 */
function second(sim: Sim, at: number): number {
  return at + sim.random.int(10, 120) * MINUTE;
}

function resubmitted(stuck: boolean): Life['run'] {
  return (sim, kind, at) => {
    const home = sim.random.pick(stuck ? sim.calm(at, 2003) : sim.calm(at));
    const to = users(sim, home, sim.random.int(1, 2));
    const message = pop(sim, kind, at, home, to);
    const stages = ['accepted', 'categorizer', 'local-queue'] as const;
    if (stuck) message.trouble = trouble(sim.random.pick(stages), 'stuck', home);
    bySmtp(sim, message, home, second(sim, at), to, desktop(sim));
  };
}

/** Stalled and gone on, twice. The whole of it where no file is left out. */
function resubmittedSlow(sim: Sim, kind: string, at: number): void {
  const longest = 10 * HOUR;
  const home = sim.random.pick(sim.calm(at, 2003).filter((s) => !sim.cut(s, at + longest)));
  const to = users(sim, home, sim.random.int(1, 2));
  const slow = () => {
    const stages = ['accepted', 'categorizer', 'routing', 'local-queue'] as const;
    return trouble(sim.random.pick(stages), 'slow', home);
  };
  const message = pop(sim, kind, at, home, to, { trouble: slow() });
  message.trouble = slow();
  bySmtp(sim, message, home, second(sim, at + 4 * HOUR), to, desktop(sim));
}

/** The second time it comes in on another server. */
function elsewhere(sim: Sim, kind: string, at: number): void {
  const home = sim.random.pick(sim.calm(at));
  const to = users(sim, home, 1);
  const message = pop(sim, kind, at, home, to);
  bySmtp(sim, message, sim.org.bridge, second(sim, at), to, desktop(sim));
}

/** Delivered at home, then on its way again and stuck on the bridgehead: the last life decides. */
function elsewhereStuck(sim: Sim, kind: string, at: number): void {
  const home = sim.random.pick(sim.calm(at));
  const to = users(sim, home, 1);
  const message = pop(sim, kind, at, home, to);
  message.trouble = trouble('remote-queue', 'stuck', sim.org.bridge);
  bySmtp(sim, message, sim.org.bridge, second(sim, at), to, desktop(sim));
}

/** A program that gives each of its messages the same id. */
function repeatedId(sim: Sim, kind: string, at: number): void {
  const servers = sim.calm(at);
  const home = sim.random.pick(servers);
  const [one, two] = users(sim, home, 2);
  if (one === undefined || two === undefined) return;
  const others = users(sim, otherThan(sim, home, servers), 1).filter(
    (other) => other.address !== one.address,
  );
  const first = inbound(sim, kind, at, [one]);
  const again: Message = { ...first, subject: `${first.subject} (2)`, size: first.size + 700 };
  const to = sim.random.chance(0.5) ? [one, ...others] : [two, ...others];
  const host = first.sender?.host;
  const client = { ip: host?.ip ?? '-', name: host?.fqdn ?? '-' };
  bySmtp(sim, again, sim.org.bridge, second(sim, at), to, client);
}

/** A sends it to B, B sends it back. */
function loop(stuck: boolean): Life['run'] {
  return (sim, kind, at) => {
    const home = sim.random.pick(sim.calm(at, stuck ? 2003 : null));
    const other = sim.random.pick([sim.org.bridge, otherThan(sim, home, sim.calm(at))]);
    const stop = stuck ? trouble('local-queue', 'stuck', home) : null;
    mapi(sim, kind, at, home, users(sim, home, 1), { path: [home, other, home], trouble: stop });
  };
}

export const AGAIN: readonly Life[] = [
  { kind: 'resubmitted', weight: 8, run: resubmitted(false) },
  { kind: 'resubmitted-stuck', weight: 5, run: resubmitted(true) },
  { kind: 'resubmitted-slow', weight: 4, run: resubmittedSlow },
  { kind: 'resubmitted-elsewhere', weight: 5, run: elsewhere },
  { kind: 'resubmitted-elsewhere-stuck', weight: 4, run: elsewhereStuck },
  { kind: 'repeated-id', weight: 8, run: repeatedId },
  { kind: 'loop', weight: 5, run: loop(false) },
  { kind: 'loop-stuck', weight: 3, run: loop(true) },
];
