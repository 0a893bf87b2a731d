import { describe, expect, it, vi } from 'vitest';
import type * as Catalogue from '../../src/catalogue/events.ts';
import { brief, judgeOne, moment } from '../support/life.ts';

/** No event of 2003 and before says `held`; one that newer versions write is put into the catalogue here. */
const POISON = 2500;

vi.mock(import('../../src/catalogue/events.ts'), async (original) => {
  const catalogue = await original();
  const findEvent: typeof Catalogue.findEvent = (id) => {
    const bad = catalogue.findEvent(1021);
    return id === POISON && bad !== undefined
      ? { ...bad, id, stage: 'held' }
      : catalogue.findEvent(id);
  };
  return { ...catalogue, findEvent };
});

const ARRIVED = 'EXCH01 10:00 1019,1024 bob';

describe('held', () => {
  it.each([
    ['from its event on', `${ARRIVED}\nEXCH01 10:01 ${POISON} bob`, 'held held EXCH01 held'],
    [
      'until it arrives anew',
      `${ARRIVED}\nEXCH01 10:01 ${POISON},1019 bob`,
      'waiting accepted EXCH01 submission',
    ],
    [
      'not by a retry',
      `${ARRIVED}\nEXCH01 10:01 1032 bob`,
      'retrying categorizer-retry EXCH01 categorizer',
    ],
    [
      'whatever is tried after',
      `${ARRIVED}\nEXCH01 10:01 ${POISON},1033 bob`,
      'held held EXCH01 held',
    ],
  ])('%s', (_, script, expected) => {
    expect(brief(judgeOne(script))).toBe(expected);
  });

  it('is stalled however young', () => {
    const script = `${ARRIVED}\nEXCH01 10:01 ${POISON} bob`;
    const verdict = judgeOne(script, { logs: { EXCH01: '00:00-10:02' } });
    expect(verdict).toMatchObject({
      confidence: 'certain',
      since: moment('10:00'),
      ageSeconds: 120,
    });
    expect(verdict.stall).toMatchObject({ place: 'held', ageSeconds: 120 });
  });
});
