import { findEvent } from '../catalogue/events.ts';
import { STAGE_TABLE } from '../catalogue/stages.ts';
import { STAGES } from '../model/stage.ts';
import type { Stage, StageKind } from '../model/stage.ts';

/** What an event id does to a hop, read off the catalogue once. */
export interface EventEffect {
  readonly stage: Stage | null;
  readonly kind: StageKind | null;
  readonly moves: boolean;
  readonly arrives: boolean;
  readonly opens: boolean;
  readonly ends: boolean;
  readonly handsOver: boolean;
  readonly attempt: boolean;
  readonly retry: boolean;
  readonly namesNextHop: boolean;
  readonly stageBit: number;
  /** The stage is what follows the event; no event says it. */
  readonly inferred: boolean;
  readonly yields: boolean;
  readonly within: boolean;
  readonly decides: boolean;
  readonly becomes: 'members' | 'other-form' | null;
}

const NEXT_HOP_STAGES = new Set<Stage>([
  'routing',
  'routing-retry',
  'remote-queue',
  'gateway-queue',
  'transfer',
  'transferred',
]);

const effects = new Map<number, EventEffect>();

export function eventEffect(code: number): EventEffect {
  let effect = effects.get(code);
  if (effect === undefined) {
    effect = readEffect(code);
    // Unknown ids are unbounded in hostile input; known ones are few.
    if (effects.size < 4096) effects.set(code, effect);
  }
  return effect;
}

/** An id that nobody knows: it never moves the state. */
const NO_EFFECT: EventEffect = {
  stage: null,
  kind: null,
  moves: false,
  arrives: false,
  opens: false,
  ends: false,
  handsOver: false,
  attempt: false,
  retry: false,
  namesNextHop: false,
  stageBit: 0,
  inferred: false,
  yields: false,
  within: false,
  decides: false,
  becomes: null,
};

function readEffect(code: number): EventEffect {
  const entry = findEvent(code);
  if (entry === undefined || entry.stage === null) return NO_EFFECT;
  const {
    stage,
    opens,
    handsOver,
    inferred = false,
    yields = false,
    within = false,
    becomes = null,
  } = entry;
  const kind = entry.retrying === true ? 'retrying' : STAGE_TABLE[stage].kind;
  const goesOn = kind === 'waiting' || kind === 'retrying';
  return {
    stage,
    kind,
    moves: !within,
    // What is put off at its submission has been there before.
    arrives: kind !== 'retrying' && (stage === 'submission' || stage === 'accepted'),
    opens,
    ends: !goesOn && !within,
    handsOver,
    attempt: stage === 'transfer',
    retry: kind === 'retrying',
    namesNextHop: NEXT_HOP_STAGES.has(stage),
    stageBit: 1 << STAGES.indexOf(stage),
    inferred,
    yields,
    within,
    decides: entry.decides === true,
    becomes,
  };
}
