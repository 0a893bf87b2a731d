import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, msgtrkCode, STATE_TABLE } from '../../src/catalogue/index.ts';
import { allMsgtrkEvents } from '../../src/catalogue/msgtrk-events.ts';
import { STATES } from '../../src/model/stage.ts';
import type { State } from '../../src/model/stage.ts';
import { nextCheckOf } from '../../src/queries/next-check.ts';

function nextCheck(state: State, code: number | null): string {
  const proof = code === null ? null : { at: 0, slot: 0, line: 1, code };
  return nextCheckOf({ state, proof });
}

const OF_2003 = /Badmail folder|event 5007|System Manager|queue "|properties of the server/;

describe('what to check first', () => {
  it('is what the event says', () => {
    expect(nextCheck('waiting', 1034)).toContain('nslookup -type=mx');
    expect(nextCheck('retrying', msgtrkCode('DEFER', 'SMTP'))).toContain('Get-Queue');
    expect(nextCheck('held', msgtrkCode('POISONMESSAGE', ''))).toContain('Poison');
  });

  it.each(['lost', 'unlogged', 'expanded'] as const)('is what the state says of %s', (state) => {
    for (const { id } of ALL_EVENTS)
      expect(nextCheck(state, id)).toBe(STATE_TABLE[state].nextCheck);
    const modern = nextCheck(state, msgtrkCode('SEND', 'SMTP'));
    expect(modern).toBe(STATE_TABLE[state].modern.nextCheck);
    expect(modern).not.toBe(STATE_TABLE[state].nextCheck);
  });

  it('is nothing of 2003 where a modern event led there', () => {
    const codes = [...allMsgtrkEvents().map(({ id }) => id), msgtrkCode('NEW', 'SMTP')];
    const told = new Set(STATES.flatMap((state) => codes.map((code) => nextCheck(state, code))));
    expect([...told].filter((text) => OF_2003.test(text))).toEqual([]);
    expect(told.size).toBeGreaterThan(20);
  });

  it.each(STATES)('is what the state says where no event tells: %s', (state) => {
    expect(nextCheck(state, null)).toBe(STATE_TABLE[state].nextCheck);
  });
});
