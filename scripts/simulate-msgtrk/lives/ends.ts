import { categorize, expand } from '../categorizer.ts';
import { step, wait } from '../copy.ts';
import { nobody } from '../message.ts';
import { DOMAIN } from '../organisation.ts';
import { badmail, fail, receipt, type Failure } from '../reports.ts';
import { deliver, lose } from '../send.ts';
import type { Sim } from '../simulation.ts';
import type { StepName } from '../steps.ts';
import { came, otherThan, posted, sent, type Life } from './draft.ts';

const OUTSIDE: readonly Failure[] = ['failSmtp', 'failDns'];

function ndr(sim: Sim, kind: string, at: number): void {
  const copy = categorize(posted(sim, kind, at, sim.outsiders(sim.random.int(1, 2))));
  wait(copy, 'QDE', sim.random.int(50, 4000));
  fail(copy, sim.random.pick(OUTSIDE), copy.recipients, { stuck: sim.random.chance(0.1) });
}

/** The report goes out to the Internet. */
function ndrInbound(sim: Sim, kind: string, at: number): void {
  const unknown = nobody(`nobody${sim.nextNumber()}@${DOMAIN}`);
  const others = sim.users(sim.random.int(0, 2));
  const copy = came(sim, kind, at, [unknown, ...others]);
  fail(copy, 'failRouting', [unknown], { bounced: sim.random.chance(0.15) });
  copy.recipients = others;
  if (others.length > 0) deliver(categorize(copy));
}

function ndrLocal(sim: Sim, kind: string, at: number): void {
  const copy = categorize(sent(sim, kind, at, sim.users(1)));
  wait(copy, 'QDM', sim.random.int(50, 4000));
  fail(copy, 'failStore');
}

/** FAIL without a report: its sender asked for none. */
function ndrSilent(sim: Sim, kind: string, at: number): void {
  fail(categorize(posted(sim, kind, at, sim.outsiders(1))), 'failSmtp', undefined, {
    silent: true,
  });
}

function bad(sim: Sim, kind: string, at: number): void {
  const unknown = nobody(`nobody${sim.nextNumber()}@${DOMAIN}`);
  const copy = came(sim, kind, at, [unknown], null);
  if (sim.random.chance(0.5)) fail(copy, 'failRouting');
  else badmail(copy, [unknown]);
}

function rejectedByRule(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, [...sim.users(1), ...sim.outsiders(1)]);
  fail(copy, 'failAgent', copy.recipients, { silent: sim.random.chance(0.5) });
}

function ended(name: StepName): Life['run'] {
  return (sim, kind, at) => {
    const copy = sent(sim, kind, at, sim.users(sim.random.int(1, 3)));
    if (sim.random.chance(0.5)) categorize(copy);
    const [first, ...others] = copy.recipients;
    if (first === undefined) return;
    wait(copy, 'CAT', 30);
    step(copy, name, copy.at, [first], { row: { 'source-context': 'silent' } });
    if (others.length > 0) deliver(copy, others);
  };
}

function poison(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(sim.random.int(1, 3)));
  for (let i = sim.random.int(0, 2); i > 0; i--) {
    // The service fell over it, and was started again.
    wait(copy, 'CAT', sim.random.int(20_000, 90_000));
    step(copy, 'load', copy.at, copy.recipients);
  }
  wait(copy, 'CAT', sim.random.int(2000, 90_000));
  const row = { 'source-context': 'Crash count 3; exception in agent' };
  step(copy, 'poison', copy.at, copy.recipients, { row });
}

/** Delivered, or handed on, and the sender hears so. */
function acknowledged(sim: Sim, kind: string, at: number): void {
  const list = sim.group(sim.users(3));
  const outside = sim.outsiders(1);
  const grouped = sim.random.chance(0.5);
  const copy = posted(sim, kind, at, grouped ? [list] : outside);
  if (grouped) expand(copy, list);
  deliver(categorize(copy));
  receipt(copy, grouped ? 'Expand' : 'Relay');
}

/** Accepted by the other server, which never saw it. */
function lost(role: 'MSGTRK' | 'MSGTRKMD'): Life['run'] {
  return (sim, kind, at) => {
    const copy = sent(sim, kind, at, sim.users(sim.random.int(1, 2)));
    categorize(copy);
    lose(copy, copy.recipients, otherThan(sim, copy.server), role);
  };
}

export const ENDS: readonly Life[] = [
  { kind: 'ndr', weight: 16, run: ndr },
  { kind: 'ndr-inbound', weight: 12, run: ndrInbound },
  { kind: 'ndr-local', weight: 8, run: ndrLocal },
  { kind: 'ndr-silent', weight: 5, run: ndrSilent },
  { kind: 'badmail', weight: 6, run: bad },
  { kind: 'rejected-by-rule', weight: 6, run: rejectedByRule },
  { kind: 'dropped-by-agent', weight: 5, run: ended('dropAgent') },
  { kind: 'dropped-by-routing', weight: 4, run: ended('dropRouting') },
  { kind: 'suppressed', weight: 4, run: ended('suppressed') },
  { kind: 'receipt', weight: 5, run: acknowledged },
  { kind: 'poison', weight: 5, run: poison },
  { kind: 'lost', weight: 4, early: true, run: lost('MSGTRK') },
  { kind: 'lost-at-delivery', weight: 4, early: true, run: lost('MSGTRKMD') },
];
