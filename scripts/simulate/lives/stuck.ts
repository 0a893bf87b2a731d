import type { Sim } from '../simulation.ts';
import type { Life } from './draft.ts';
import { mishap, type Mishap } from './trips.ts';

const open = (kind: string, weight: number, plan: Mishap): Life => ({
  kind,
  weight,
  run: (sim, name, at) => mishap(sim, name, at, plan),
});

/** Open at the end of the logs. */
export const STUCK: readonly Life[] = [
  open('stuck-submission', 4, { stage: 'submission', act: 'stuck' }),
  open('stuck-accepted', 4, { stage: 'accepted', act: 'stuck' }),
  open('stuck-categorizer', 4, { stage: 'categorizer', act: 'stuck', release: 2003 }),
  open('stuck-categorizer-2000', 5, { stage: 'categorizer', act: 'stuck', release: 2000 }),
  open('stuck-routing', 4, { stage: 'routing', act: 'stuck' }),
  open('stuck-remote-queue', 6, { stage: 'remote-queue', act: 'stuck' }),
  open('stuck-local-queue', 6, { stage: 'local-queue', act: 'stuck' }),
  open('stuck-transfer', 5, { stage: 'transfer', act: 'stuck' }),
  open('stuck-transfer-2000', 3, { stage: 'transfer', act: 'stuck', release: 2000 }),
  open('stuck-one-of-many', 5, { stage: 'local-queue', act: 'stuck', partly: true }),
  open('stuck-one-categorizer', 3, { stage: 'categorizer', act: 'stuck', partly: true }),
  open('retrying-categorizer', 4, { stage: 'categorizer', act: 'retry-open' }),
  open('retrying-routing', 4, { stage: 'routing', act: 'retry-open' }),
  open('retrying-local', 4, { stage: 'local-queue', act: 'retry-open' }),
  open('retrying-transfer', 5, { stage: 'transfer', act: 'retry-open' }),
];

export const RETRIES: readonly Life[] = [
  open('retry-categorizer', 6, { stage: 'categorizer', act: 'retry' }),
  open('retry-routing', 6, { stage: 'routing', act: 'retry' }),
  open('retry-local', 6, { stage: 'local-queue', act: 'retry' }),
  open('retry-transfer', 10, { stage: 'transfer', act: 'retry' }),
  open('submitted-again', 8, { stage: 'accepted', act: 'again' }),
  open('categorized-again', 5, { stage: 'categorizer', act: 'again' }),
];

/** Open, and younger than the threshold when the logs end (see kinds.ts for the moment). */
export function young(sim: Sim, kind: string, at: number): void {
  sim.random.pick(STUCK).run(sim, kind, at);
}
