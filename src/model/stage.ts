/** The stages of a message's life, in the order a life goes through them. */
export const STAGES = [
  'submission',
  'accepted',
  'categorizer',
  'categorizer-retry',
  'routing',
  'routing-retry',
  'remote-queue',
  'gateway-queue',
  'local-queue',
  'local-retry',
  'transfer',
  'transferred',
  'delivered',
  'redirected',
  'ndr',
  'badmail',
  'queue-failure',
  'filtered',
  'absorbed',
  'held',
] as const;
export type Stage = (typeof STAGES)[number];

/** What stands for the stage of who is known by notes alone. */
export const UNKNOWN_STAGE = '(unknown)';
export const STAGE_KEYS = [...STAGES, UNKNOWN_STAGE] as const;
export type StageKey = (typeof STAGE_KEYS)[number];

/** What being in a stage means for the recipient. */
export type StageKind =
  'waiting' | 'retrying' | 'left' | 'ended-well' | 'redirected' | 'ended-badly' | 'held';

/** Where one recipient of one message stands; the verdict's first word. */
export const STATES = [
  'delivered',
  'transferred',
  'waiting',
  'retrying',
  'ndr',
  'badmail',
  'failed',
  'filtered',
  'absorbed',
  'held',
  'redirected',
  'expanded',
  'lost',
  'unlogged',
] as const;
export type State = (typeof STATES)[number];

/** Waits or is tried again. */
export function isOpenState(state: State): state is 'waiting' | 'retrying' {
  return state === 'waiting' || state === 'retrying';
}

/** Where a recipient stalled, coarser than the stage. */
export const PLACES = [
  'submission',
  'categorizer',
  'queue',
  'transfer',
  'ndr',
  'badmail',
  'failure',
  'filter',
  'held',
  'transit',
] as const;
export type Place = (typeof PLACES)[number];

export type Confidence = 'certain' | 'probable' | 'not-judged';
