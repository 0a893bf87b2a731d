import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  judgeGone,
  judgeStanding,
  standingContext,
  standingOf,
} from '../../src/lifecycle/standing.ts';
import type { StandingVerdict } from '../../src/lifecycle/standing.ts';
import { judgeMessage, judgePersons } from '../../src/lifecycle/verdict.ts';
import { contextOf, rowsOf } from '../support/life.ts';
import { covering, lives, settings } from '../support/lives.ts';

const STANDING = new Set(['waiting', 'retrying', 'lost', 'unlogged']);

/** What a queue report reads of a verdict. */
function told(verdict: StandingVerdict): StandingVerdict {
  const { recipient, state, stage, server, since } = verdict;
  const { ageSeconds, nextHop, stall, confidence, asOf } = verdict;
  return { recipient, state, stage, server, since, ageSeconds, nextHop, stall, confidence, asOf };
}

test('whatever the coverage and the threshold say, what stands is judged as from all hops', () => {
  fc.assert(
    fc.property(lives, settings, settings, (lines, one, other) => {
      const rows = rowsOf(lines);
      const roads = contextOf([], covering(one, lines));
      const standings = judgePersons(rows, standingContext(roads)).flatMap(
        (judged) => standingOf(judged) ?? [],
      );
      // Kept standings are judged later, with another coverage and threshold.
      const { coverage, thresholdMs } = contextOf([], covering(other, lines));
      for (const context of [roads, { ...roads, coverage, thresholdMs }]) {
        const expected = judgeMessage(rows, context).filter(({ state }) => STANDING.has(state));
        const found = standings.map((standing) => judgeStanding(standing, context));
        expect(found.filter(({ state }) => STANDING.has(state)).map(told)).toEqual(
          expected.map(told),
        );
        expect(standings.map((standing) => judgeGone(standing, context))).toEqual(
          found.map(({ state }) => (state === 'lost' || state === 'unlogged' ? state : null)),
        );
        for (const [index, { state, since }] of found.entries())
          if (state === 'lost' || state === 'unlogged') expect(since).toBe(standings[index]?.at);
      }
    }),
    { numRuns: 2000 },
  );
});
