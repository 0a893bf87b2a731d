import { findEvent } from '../catalogue/index.ts';
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

function readEffect(code: number): EventEffect {
  const entry = findEvent(code);
  const stage = entry?.stage ?? null;
  const kind = stage === null ? null : STAGE_TABLE[stage].kind;
  return {
    stage,
    kind,
    moves: stage !== null,
    arrives: stage === 'submission' || stage === 'accepted',
    opens: entry?.opens ?? false,
    ends: kind !== null && kind !== 'waiting' && kind !== 'retrying',
    handsOver: entry?.handsOver ?? false,
    attempt: stage === 'transfer',
    retry: kind === 'retrying',
    namesNextHop: stage !== null && NEXT_HOP_STAGES.has(stage),
    stageBit: stage === null ? 0 : 1 << STAGES.indexOf(stage),
  };
}
