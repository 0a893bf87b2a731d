import { categorize, defer, type Deferral } from '../categorizer.ts';
import { branch, wait, type Copy } from '../copy.ts';
import { fromMailbox } from '../entry.ts';
import { HOUR, MINUTE } from '../../simulate/clock.ts';
import type { Recipient } from '../message.ts';
import { delayReport, fail, type Failure } from '../reports.ts';
import { deliver } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { came, compose, posted, sent, type Life } from './draft.ts';

/** Which recipients a deferral can be about. */
function victims(sim: Sim, by: Deferral): Recipient[] {
  const local = by === 'deferStore' || (by !== 'deferDns' && sim.random.chance(0.4));
  return local ? sim.users(sim.random.int(1, 2)) : sim.outsiders(sim.random.int(1, 2));
}

const RETRIES = [MINUTE, MINUTE, MINUTE, MINUTE, 5 * MINUTE, 5 * MINUTE, 10 * MINUTE] as const;

/** Routing and agents defer before the categorizer is done, the others after. */
function deferred(sim: Sim, kind: string, at: number, by: Deferral, times: number): Copy {
  const early = by === 'deferRouting' || by === 'deferAgent';
  const to = victims(sim, by);
  const copy = to[0]?.person?.host == null ? sent(sim, kind, at, to) : posted(sim, kind, at, to);
  if (!early) categorize(copy);
  for (let i = 0; i < times; i++) {
    const pause = early ? sim.random.int(5, 30) * MINUTE : (RETRIES[i] ?? 10 * MINUTE);
    wait(copy, early ? 'CAT' : 'QDE', i === 0 ? sim.random.int(200, 9000) : pause);
    defer(copy, by);
  }
  wait(copy, early ? 'CAT' : 'QDE', sim.random.int(1, 10) * MINUTE);
  if (early && kind.startsWith('defer-then')) categorize(copy);
  return copy;
}

const DEFERRALS: readonly Deferral[] = [
  'deferRouting',
  'deferAgent',
  'deferSmtp',
  'deferQueue',
  'deferDns',
  'deferStore',
];

function thenDelivered(sim: Sim, kind: string, at: number): void {
  deliver(deferred(sim, kind, at, sim.random.pick(DEFERRALS), sim.random.int(1, 5)));
}

function stillDeferred(by: Deferral): Life['run'] {
  return (sim, kind, at) => {
    deferred(sim, kind, at, by, sim.random.int(1, 7));
  };
}

/** One recipient of several is deferred; the others have theirs. */
function partly(sim: Sim, kind: string, at: number): void {
  const users = sim.users(3);
  const outside = sim.outsiders(2);
  const copy = categorize(posted(sim, kind, at, [...users, ...outside]));
  deliver(copy, [...users, ...outside.slice(1)]);
  const late = branch(copy, outside.slice(0, 1));
  wait(late, 'QDE', 4000);
  defer(late, 'deferSmtp');
  wait(late, 'QDE', sim.random.int(1, 5) * MINUTE);
  defer(late, 'deferSmtp');
  if (sim.random.chance(0.4)) deliver(late);
}

const INSIDE: readonly Failure[] = ['failRouting', 'failStore'];
const OUTSIDE: readonly Failure[] = ['failSmtp', 'failDns'];

/** Tried for two days, told after four hours. */
function expired(sim: Sim, kind: string, at: number): void {
  const by = sim.random.pick(['deferSmtp', 'deferDns', 'deferQueue'] as const);
  const copy = deferred(sim, kind, at, by, 3);
  while (copy.at < at + 4 * HOUR) {
    wait(copy, 'QDE', 50 * MINUTE);
    defer(copy, by);
  }
  delayReport(copy);
  while (copy.at < at + 47 * HOUR) {
    wait(copy, 'QDE', 4 * HOUR);
    defer(copy, by);
  }
  wait(copy, 'QDE', HOUR);
  fail(copy, 'failQueue');
}

/** The sender is told that it takes longer; then it goes through, or has not yet. */
function delayed(sim: Sim, kind: string, at: number): void {
  const copy = deferred(sim, kind, at, 'deferSmtp', 4);
  wait(copy, 'QDE', 4 * HOUR);
  defer(copy, 'deferSmtp');
  delayReport(copy);
  if (sim.random.chance(0.5)) {
    wait(copy, 'QDE', HOUR);
    deliver(copy);
  }
}

/** Deferred, then given up at once. */
function deferThenFail(sim: Sim, kind: string, at: number): void {
  const copy = deferred(sim, kind, at, 'deferSmtp', 2);
  const inside = copy.recipients.every((recipient) => recipient.person?.mailbox != null);
  fail(copy, sim.random.pick(inside ? INSIDE : OUTSIDE));
}

function unsubmitted(plan: Parameters<typeof fromMailbox>[5]): Life['run'] {
  return (sim, kind, at) => {
    const sender = sim.person();
    const to = [...sim.users(sim.random.int(1, 2)), ...sim.outsiders(sim.random.int(0, 1))];
    fromMailbox(sim, compose(sim, kind, sender), sender, at, to, plan);
  };
}

function submittedLate(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const message = compose(sim, kind, sender);
  const copy = fromMailbox(sim, message, sender, at, sim.users(2), { defers: 2 });
  if (copy !== null) deliver(categorize(copy));
}

/** RECEIVE SMTP, and nothing more. */
function accepted(sim: Sim, kind: string, at: number): void {
  const to = [...sim.users(sim.random.int(1, 2)), ...sim.outsiders(sim.random.int(0, 1))];
  posted(sim, kind, at, to);
}

function acceptedInbound(sim: Sim, kind: string, at: number): void {
  came(sim, kind, at, sim.users(sim.random.int(1, 3)));
}

/** Through the categorizer, and then nothing: no event says that it lies in a queue. */
function queued(where: 'local' | 'remote'): Life['run'] {
  return (sim, kind, at) => {
    const { random } = sim;
    const to = where === 'local' ? sim.users(random.int(1, 2)) : sim.outsiders(random.int(1, 2));
    categorize(where === 'local' ? sent(sim, kind, at, to) : posted(sim, kind, at, to));
    if (random.chance(0.5)) return;
    // Some of the recipients got theirs.
    const others = sim.users(2);
    const whole = categorize(posted(sim, kind, at + 2000, [...others, ...sim.outsiders(1)]));
    deliver(whole, others);
  };
}

/** In a queue for a while, and gone on without a word about it. */
function slow(sim: Sim, kind: string, at: number): void {
  const copy = categorize(sent(sim, kind, at, sim.users(2)));
  wait(copy, 'QDM', sim.random.int(2, 90) * MINUTE);
  deliver(copy);
}

/** Shortly before the logs were copied: too young to be called stalled. */
export function young(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const always = [accepted, acceptedInbound, queued('local')];
  const lives = [
    ...always,
    unsubmitted({ until: 'received' }),
    unsubmitted({ until: 'submitted' }),
    (s: Sim, k: string, t: number) => deferred(s, k, t, 'deferStore', 1),
  ];
  random.pick(sim.release.services ? lives : always)(sim, kind, at);
}

export const STUCK: readonly Life[] = [
  { kind: 'defer-then-delivered', weight: 16, run: thenDelivered },
  { kind: 'defer-routing', weight: 4, run: stillDeferred('deferRouting') },
  { kind: 'defer-agent', weight: 4, run: stillDeferred('deferAgent') },
  { kind: 'defer-smtp', weight: 5, run: stillDeferred('deferSmtp') },
  { kind: 'defer-queue', weight: 4, run: stillDeferred('deferQueue') },
  { kind: 'defer-dns', weight: 4, run: stillDeferred('deferDns') },
  { kind: 'defer-store', weight: 5, run: stillDeferred('deferStore') },
  { kind: 'defer-partly', weight: 6, run: partly },
  { kind: 'defer-then-fail', weight: 6, run: deferThenFail },
  { kind: 'expired', weight: 6, run: expired },
  { kind: 'delayed', weight: 6, run: delayed },
  { kind: 'submission-received', weight: 4, run: unsubmitted({ until: 'received' }) },
  {
    kind: 'submission-submitted',
    weight: 4,
    early: true,
    run: unsubmitted({ until: 'submitted' }),
  },
  {
    kind: 'submission-deferred',
    weight: 4,
    early: true,
    run: unsubmitted({ until: 'received', defers: 3 }),
  },
  { kind: 'submission-late', weight: 5, run: submittedLate },
  { kind: 'accepted-stuck', weight: 4, run: accepted },
  { kind: 'accepted-stuck-inbound', weight: 4, run: acceptedInbound },
  { kind: 'queue-local', weight: 4, run: queued('local') },
  { kind: 'queue-remote', weight: 4, run: queued('remote') },
  { kind: 'slow', weight: 10, run: slow },
];
