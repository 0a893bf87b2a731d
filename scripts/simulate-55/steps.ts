import type { Place, Stage, State } from '../simulate/steps.ts';

type Stage55 = Stage | 'absorbed';
type State55 = State | 'absorbed';

/** Where a recipient is after an event (domain notes, 2.1 and 2.2); null: a note, which moves nobody. */
export interface After {
  readonly state: State55;
  readonly stage: Stage55;
  readonly place: Place | null;
  /** It has come to this server, or back to it. */
  readonly arrival?: true;
}

const WAITS = { state: 'waiting', place: 'submission', arrival: true } as const;
const LEFT = { state: 'transferred', stage: 'transferred', place: null } as const;
const DELIVERED = { state: 'delivered', stage: 'delivered', place: null } as const;
const ABSORBED = { state: 'absorbed', stage: 'absorbed', place: 'failure' } as const;
const ROUTING = { state: 'waiting', stage: 'routing', place: 'queue' } as const;

export const AFTER = {
  0: { ...WAITS, stage: 'accepted' },
  2: { ...WAITS, stage: 'accepted' },
  4: { ...WAITS, stage: 'submission' },
  7: LEFT,
  8: LEFT,
  9: DELIVERED,
  10: DELIVERED,
  26: null,
  28: { state: 'redirected', stage: 'redirected', place: null },
  29: ROUTING,
  33: ABSORBED,
  50: { state: 'filtered', stage: 'filtered', place: 'filter' },
  1000: DELIVERED,
  1010: { state: 'waiting', stage: 'remote-queue', place: 'queue' },
  1011: LEFT,
  1012: { ...WAITS, stage: 'accepted' },
  1013: DELIVERED,
  1014: ROUTING,
  1015: { ...WAITS, stage: 'accepted' },
  1016: LEFT,
  1017: { ...WAITS, stage: 'accepted' },
  1018: ABSORBED,
} as const satisfies Record<number, After | null>;

export type EventNumber = keyof typeof AFTER;
