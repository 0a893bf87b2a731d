import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAGE_TABLE } from '../../src/catalogue/index.ts';
import { eventEffect } from '../../src/lifecycle/effect.ts';
import { isExForm } from '../../src/lifecycle/person.ts';
import { judgeMessage, latestAsOf } from '../../src/lifecycle/verdict.ts';
import type { JudgingContext, Verdict } from '../../src/lifecycle/verdict.ts';
import { STATES } from '../../src/model/stage.ts';
import { brief, contextOf, judgeOne, linesOf, rowsOf } from '../support/life.ts';
import type { Line } from '../support/life.ts';
import { covering, lives, order, settings, shuffled } from '../support/lives.ts';

const RUNS = { numRuns: 1000 };
const BAD = new Set([
  'ndr',
  'badmail',
  'failed',
  'filtered',
  'absorbed',
  'held',
  'lost',
  'unlogged',
]);
const WELL = new Set(['delivered', 'transferred', 'redirected', 'expanded']);

function check(
  verify: (verdicts: readonly Verdict[], lines: readonly Line[], context: JudgingContext) => void,
): void {
  fc.assert(
    fc.property(lives, settings, (lines, setting) => {
      const context = contextOf([], covering(setting, lines));
      verify(judgeMessage(rowsOf(lines), context), lines, context);
    }),
    RUNS,
  );
}

describe('every verdict', () => {
  it('is the same for any order of the lines and of the rows', () => {
    fc.assert(
      fc.property(lives, settings, order, (lines, setting, keys) => {
        const context = contextOf([], setting);
        const verdicts = judgeMessage(rowsOf(lines), context);
        expect(judgeMessage(shuffled(rowsOf(lines), keys), context)).toEqual(verdicts);
        expect(judgeMessage(rowsOf(shuffled(lines, keys)), context)).toEqual(verdicts);
      }),
      RUNS,
    );
  });

  it('has a stall where it ended badly, and none where it ended well', () => {
    check((verdicts) => {
      for (const { state, stall, ageSeconds } of verdicts) {
        if (BAD.has(state)) expect(stall).not.toBeNull();
        if (WELL.has(state))
          expect({ stall, ageSeconds }).toEqual({ stall: null, ageSeconds: null });
        else expect(ageSeconds).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('of an open one has a stall from the threshold on, and only then is judged', () => {
    check((verdicts, _, { thresholdMs }) => {
      for (const verdict of verdicts) {
        const { state, stage, stall, ageSeconds, confidence } = verdict;
        const open = state === 'waiting' || state === 'retrying';
        expect(confidence === 'not-judged').toBe(open && stall === null);
        if (!open) continue;
        if (stage === 'transferred')
          expect(ageSeconds).toBeLessThan(Math.max(1, thresholdMs / 1000));
        else if (stage !== null)
          expect(stall !== null).toBe((ageSeconds ?? 0) * 1000 >= thresholdMs);
        expect(verdict.asOf - verdict.since).toBe((ageSeconds ?? 0) * 1000);
      }
    });
  });

  it('tells one story: state, stage and place belong together', () => {
    check((verdicts) => {
      for (const { state, stage, server, since, ageSeconds, nextHop, stall } of verdicts) {
        if (stall !== null) {
          expect(stall).toMatchObject({ stage, server, since, ageSeconds, nextHop });
          const transit = state === 'lost' || state === 'unlogged';
          expect(stall.place).toBe(transit ? 'transit' : stage && STAGE_TABLE[stage].place);
        }
        if (stage === null) expect(state).toBe('waiting');
        else if (stage === 'transferred')
          expect(['transferred', 'waiting', 'lost', 'unlogged', 'expanded']).toContain(state);
        else if (state !== 'expanded') expect(state).toBe(STAGE_TABLE[stage].state);
      }
    });
  });

  it('keeps its times in order', () => {
    check((verdicts, lines) => {
      for (const { since, lastEventAt, asOf, proof, stage, state, forms, server } of verdicts) {
        expect(since).toBeLessThanOrEqual(lastEventAt);
        expect(proof?.at ?? lastEventAt).toBeLessThanOrEqual(lastEventAt);
        const here = lines.filter(
          (line) => line.server === server && forms.includes(line.recipient ?? ''),
        );
        const latest = Math.max(...here.map(({ event }) => event.mark.at));
        if (stage !== 'transferred' || state !== 'waiting')
          expect(asOf).toBeGreaterThanOrEqual(latest);
      }
      expect(latestAsOf(verdicts)).toBe(Math.max(...verdicts.map(({ asOf }) => asOf)));
    });
  });

  it('rests on a line that is there, and says something', () => {
    check((verdicts, lines) => {
      for (const { proof, reason } of verdicts) {
        if (proof !== null) {
          expect(lines.map(({ event }) => event.mark)).toContainEqual(proof);
          expect(eventEffect(proof.code).moves).toBe(true);
        }
        expect(reason).toMatch(/^\S.*\.$/s);
        expect(reason).not.toMatch(/undefined|null|NaN|Invalid/);
      }
    });
  });

  it('is of one recipient, and each recipient has one', () => {
    check((verdicts, lines) => {
      const told = verdicts.map(({ recipient }) => recipient);
      expect(new Set(told).size).toBe(told.length);
      const named = new Set(lines.map(({ recipient }) => recipient));
      for (const recipient of told) expect(named).toContain(recipient);
      for (const recipient of named) {
        if (recipient === null) expect(told.includes(null)).toBe(named.size === 1);
        else if (!isExForm(recipient)) expect(told).toContain(recipient);
        else expect(verdicts.some(({ forms }) => forms.includes(recipient))).toBe(true);
      }
    });
  });

  it('is one of the known states, held never', () => {
    const seen = new Set<string>();
    check((verdicts) => verdicts.forEach(({ state }) => seen.add(state)));
    expect([...seen].toSorted()).toEqual(STATES.filter((state) => state !== 'held').toSorted());
  });
});

describe('an ended life', () => {
  const neverOpens = [1024, 1025, 1032, 1033, 1034, 1035, 1036, 1037, 1038, 1020, 1077];
  it.each(['1028', '1023', '1030', '1021', '1022', '1040'])(
    '%s is not opened by what belongs to it',
    (end) => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...neverOpens), { maxLength: 8 }), (later) => {
          const script = `EXCH01 10:00 1019,1024,${end} bob`;
          const verdict = judgeOne(
            [script, ...later.map((id) => `EXCH01 11:00 ${id} bob`)].join('\n'),
          );
          expect(brief(verdict)).toBe(brief(judgeOne(script)));
        }),
      );
    },
  );
});

describe('judging', () => {
  it('never throws, whatever is loaded', () => {
    fc.assert(
      fc.property(lives, settings, (lines, setting) => {
        const verdicts = judgeMessage(rowsOf(lines), contextOf([], setting));
        expect(verdicts.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it('of nothing gives nothing', () => {
    expect(judgeMessage([], contextOf([]))).toEqual([]);
    expect(latestAsOf([])).toBeNull();
  });

  it('takes hundreds of recipients', () => {
    const names = Array.from({ length: 1500 }, (_, index) => `user${index}`).join(',');
    const lines = linesOf(`EXCH01 10:00 1019,1024 staff,all\nEXCH01 10:01 1033,1036,1028 ${names}`);
    const started = performance.now();
    const verdicts = judgeMessage(rowsOf(lines), contextOf(['EXCH01']));
    expect(performance.now() - started).toBeLessThan(3000);
    expect(verdicts.filter(({ state }) => state === 'expanded')).toHaveLength(2);
  });
});
