import { categorize } from '../categorizer.ts';
import { deliver, handOn, lose } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { follow, otherThan, posted, sent, type Life } from './draft.ts';

/** Handed over minutes before the logs end, and not seen there yet: nobody can tell. */
export function arriving(sim: Sim, kind: string, at: number): void {
  const copy = categorize(sent(sim, kind, at, sim.users(sim.random.int(1, 2))));
  const roles = sim.release.services ? (['MSGTRK', 'MSGTRKMD'] as const) : (['MSGTRK'] as const);
  const role = sim.random.pick(roles);
  lose(copy, copy.recipients, otherThan(sim, copy.server), role);
}

/** To mailboxes of the server whose logs were never copied. */
function toSilent(sim: Sim, kind: string, at: number): void {
  const { silent } = sim.org;
  follow(sent(sim, kind, at, [...sim.users(sim.random.int(1, 2), silent), ...sim.users(1)]));
}

/** From a mailbox there: the first that is seen of it is that another server takes it in. */
function fromSilent(sim: Sim, kind: string, at: number): void {
  const [sender] = sim.people(1, sim.org.silent);
  if (sender !== undefined) follow(posted(sim, kind, at, sim.users(1), sender));
}

/** Out of the organisation over that server. */
function overSilent(sim: Sim, kind: string, at: number): void {
  const copy = categorize(posted(sim, kind, at, sim.outsiders(1)));
  deliver(handOn(copy, sim.org.silent, copy.recipients));
}

export const TRANSIT: readonly Life[] = [
  { kind: 'to-silent', weight: 6, run: toSilent },
  { kind: 'from-silent', weight: 5, run: fromSilent },
  { kind: 'over-silent', weight: 4, run: overSilent },
];
