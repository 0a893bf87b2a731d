import { categorize } from '../categorizer.ts';
import { lose } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { otherThan, sent } from './draft.ts';

/** Handed over minutes before the logs end, and not seen there yet: nobody can tell. */
export function arriving(sim: Sim, kind: string, at: number): void {
  const copy = categorize(sent(sim, kind, at, sim.users(sim.random.int(1, 2))));
  const roles = sim.release.services ? (['MSGTRK', 'MSGTRKMD'] as const) : (['MSGTRK'] as const);
  const role = sim.random.pick(roles);
  lose(copy, copy.recipients, otherThan(sim, copy.server), role);
}
