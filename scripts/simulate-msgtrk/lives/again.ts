import { HOUR, MINUTE } from '../../simulate/clock.ts';
import { categorize, defer } from '../categorizer.ts';
import { lyingSince, newCopy, step, wait, type Copy } from '../copy.ts';
import type { Server } from '../organisation.ts';
import { deliver } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { otherThan, posted, sent, type Life } from './draft.ts';

/** The service was started anew and read its queues back. */
function restarted(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(sim.random.int(1, 3)));
  if (sim.random.chance(0.6)) categorize(copy);
  wait(copy, 'QDM', sim.random.int(1, 12) * MINUTE);
  step(copy, 'load', copy.at, copy.recipients);
  if (kind.endsWith('stuck')) return;
  deliver(categorize(copy));
}

/** A copy of the same message by a service that keeps what was delivered. */
function keptOn(copy: Copy, server: Server, at: number): Copy {
  const { sim, message } = copy;
  const kept = newCopy({ sim, message, server, recipients: copy.recipients, at });
  kept.parts.push(lyingSince(message, server, at));
  return kept;
}

/** A database went back in time: Safety Net sends again what it had got, and the store drops what it has. */
function safetyNet(sim: Sim, kind: string, at: number): void {
  const copy = categorize(sent(sim, kind, at, sim.users(sim.random.int(1, 2))));
  deliver(copy);
  const server = sim.random.pick([copy.server, otherThan(sim, copy.server)]);
  const resent = keptOn(copy, server, copy.at + sim.random.int(20, 400) * MINUTE);
  step(resent, 'safetyNet', resent.at, resent.recipients, {
    row: { 'source-context': 'SafetyNet resubmission', reference: copy.internalId },
  });
  if (sim.random.chance(0.5)) categorize(resent);
  deliver(resent, resent.recipients, { duplicate: sim.random.chance(0.7) });
}

/** The primary server died after it had taken the mail in; three hours later the shadow is sent. */
function promoted(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(1));
  if (sim.random.chance(0.5)) categorize(copy);
  const other = keptOn(copy, otherThan(sim, copy.server), copy.at + 3 * HOUR);
  step(other, 'promoted', other.at, other.recipients, {
    row: { 'source-context': `Shadow of ${copy.server.fqdn}` },
  });
  deliver(categorize(other));
}

/** A queue in retry was resubmitted to the categorizer after twelve hours, or by hand. */
function requeued(sim: Sim, kind: string, at: number): void {
  const copy = categorize(posted(sim, kind, at, sim.outsiders(1)));
  wait(copy, 'QDE', 3000);
  defer(copy, 'deferSmtp');
  wait(copy, 'QDE', sim.random.int(20, 700) * MINUTE);
  step(copy, 'requeued', copy.at, copy.recipients, { row: { 'source-context': 'Queue resubmit' } });
  if (sim.random.chance(0.3)) return;
  categorize(copy);
  if (sim.random.chance(0.3)) {
    wait(copy, 'QDE', 2 * MINUTE);
    defer(copy, 'deferDns');
    return;
  }
  deliver(copy);
}

/** Taken out of the poison queue by an administrator. */
function resumed(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(1));
  wait(copy, 'CAT', 9000);
  step(copy, 'poison', copy.at, copy.recipients);
  wait(copy, 'CAT', sim.random.int(30, 300) * MINUTE);
  step(copy, 'requeued', copy.at, copy.recipients, { row: { 'source-context': 'Resumed' } });
  deliver(categorize(copy));
}

function throttled(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(1));
  step(copy, 'throttle', copy.at + 1, copy.recipients, { row: { reference: 'SenderRate' } });
  wait(copy, 'CAT', 4000);
  deliver(categorize(copy));
}

export const AGAIN: readonly Life[] = [
  { kind: 'restart', weight: 8, run: restarted },
  { kind: 'restart-stuck', weight: 3, run: restarted },
  { kind: 'safety-net', weight: 8, run: safetyNet },
  { kind: 'shadow-promoted', weight: 4, run: promoted },
  { kind: 'requeued', weight: 6, run: requeued },
  { kind: 'poison-resumed', weight: 3, run: resumed },
  { kind: 'throttled', weight: 3, run: throttled },
];
