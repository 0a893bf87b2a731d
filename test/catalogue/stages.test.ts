import { describe, expect, test } from 'vitest';
import { STAGE_TABLE, STATE_TABLE } from '../../src/catalogue/index.ts';
import type { StageEntry, StateEntry } from '../../src/catalogue/index.ts';
import { PLACES, STAGES, STATES } from '../../src/model/stage.ts';
import type { Place, Stage, StageKind, State } from '../../src/model/stage.ts';

/** Kind, place and state, as the contract has them. */
const CONTRACT: Record<Stage, readonly [StageKind, Place | null, State]> = {
  submission: ['waiting', 'submission', 'waiting'],
  accepted: ['waiting', 'submission', 'waiting'],
  categorizer: ['waiting', 'categorizer', 'waiting'],
  'categorizer-retry': ['retrying', 'categorizer', 'retrying'],
  routing: ['waiting', 'queue', 'waiting'],
  'routing-retry': ['retrying', 'queue', 'retrying'],
  'remote-queue': ['waiting', 'queue', 'waiting'],
  'gateway-queue': ['waiting', 'queue', 'waiting'],
  'local-queue': ['waiting', 'queue', 'waiting'],
  'local-retry': ['retrying', 'queue', 'retrying'],
  transfer: ['waiting', 'transfer', 'waiting'],
  transferred: ['left', null, 'transferred'],
  delivered: ['ended-well', null, 'delivered'],
  redirected: ['redirected', null, 'redirected'],
  ndr: ['ended-badly', 'ndr', 'ndr'],
  badmail: ['ended-badly', 'badmail', 'badmail'],
  'queue-failure': ['ended-badly', 'failure', 'failed'],
  filtered: ['ended-badly', 'filter', 'filtered'],
  absorbed: ['ended-badly', 'failure', 'absorbed'],
  held: ['held', 'held', 'held'],
};

const stages: readonly StageEntry[] = Object.values(STAGE_TABLE);
const open = stages.filter(({ kind }) => kind === 'waiting' || kind === 'retrying');

describe('stages', () => {
  test('are listed in the order of a life', () => {
    expect(Object.keys(STAGE_TABLE)).toEqual(STAGES);
  });

  test.each(stages)('$stage has kind, place and state of the contract', (entry) => {
    expect(STAGE_TABLE[entry.stage]).toBe(entry);
    expect([entry.kind, entry.place, entry.state]).toEqual(CONTRACT[entry.stage]);
  });

  test.each(open)('$stage, where a message can rest, says why and where to look', (entry) => {
    expect(entry.place).not.toBeNull();
    expect(entry.causes).not.toEqual([]);
    expect(entry.nextCheck).not.toBe('');
    expect(entry.queue).not.toBeNull();
  });

  test('every place but transit, which no single stage tells, is one of a stage', () => {
    const places = new Set(stages.flatMap(({ place }) => place ?? []));
    expect(PLACES.filter((place) => !places.has(place))).toEqual(['transit']);
  });

  test('each has a phrase of its own', () => {
    expect(new Set(stages.map(({ phrase }) => phrase)).size).toBe(stages.length);
  });

  test.each(stages)('the phrase of $stage fits its sentence', ({ kind, phrase }) => {
    const waits = kind === 'waiting' || kind === 'retrying';
    expect(phrase).toMatch(
      waits ? /^(?:waiting|in|on|accepted|being) [^.]+$/ : /^(?:was|failed) [^.]+$/,
    );
  });
});

describe('states', () => {
  test('are all explained', () => {
    const states: readonly StateEntry[] = Object.values(STATE_TABLE);
    expect(Object.keys(STATE_TABLE)).toEqual(STATES);
    expect(states.map(({ state }) => state)).toEqual(STATES);
  });

  test('lost and unlogged, which no stage tells, have causes', () => {
    expect(STATE_TABLE.lost.causes).not.toHaveLength(0);
    expect(STATE_TABLE.unlogged.causes).not.toHaveLength(0);
  });
});
