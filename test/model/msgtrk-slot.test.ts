import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotDay, slotName } from '../../src/ingest/source-name.ts';
import { MSGTRK_LOGS, msgtrkFile, msgtrkSlot, msgtrkSpan } from '../../src/model/msgtrk-slot.ts';

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

describe('the name of a modern log', () => {
  it.each([
    ['MSGTRK2022091915-1.LOG', ['MSGTRK', '2022-09-19', 15, 1]],
    ['msgtrkmd2022091900-10', ['MSGTRKMD', '2022-09-19', 0, 10]],
    ['MSGTRKMS2022091923-2.log', ['MSGTRKMS', '2022-09-19', 23, 2]],
    ['MSGTRKMA20220919-3.LOG', ['MSGTRKMA', '2022-09-19', null, 3]],
    ['MSGTRKM20160405-1.LOG', ['MSGTRKM', '2016-04-05', null, 1]],
    ['MsgTrkXY20240229-7', ['MSGTRKXY', '2024-02-29', null, 7]],
  ] as const)('%s', (name, [log, date, hour, counter]) => {
    expect(msgtrkSlot(name)).toEqual({ log, day: day(date), hour, counter });
  });

  it.each([
    '20040218',
    'MSGTRK20220230-1.LOG',
    'MSGTRK2022091924-1.LOG',
    'MSGTRK20220919.LOG',
    'MSGTRK202209191-1.LOG',
    'MSGTRK20220919-.LOG',
    'MSGTRK20220919-1.LOG.bak',
    'XMSGTRK20220919-1.LOG',
    'MSGTRK20220919-1234567890.LOG',
    'MSGTRK 20220919-1.LOG',
    '',
  ])('not %s', (name) => {
    expect(msgtrkSlot(name)).toBeNull();
  });

  it('is told again from what it says, and names the day that the store knows of the file', () => {
    const slot = fc.record({
      log: fc.constantFrom(...MSGTRK_LOGS),
      day: fc.integer({ min: 10_000, max: 30_000 }),
      hour: fc.option(fc.integer({ min: 0, max: 23 })),
      counter: fc.integer({ min: 1, max: 99_999 }),
    });
    fc.assert(
      fc.property(slot, (one) => {
        const name = slotName(`EX01/${msgtrkFile(one)}`);
        expect(msgtrkSlot(name)).toEqual(one);
        expect(slotDay(name)).toBe(one.day);
        const { from, to } = msgtrkSpan(one);
        expect(Math.floor(from / 86_400_000)).toBe(one.day);
        expect(to - from).toBe(one.hour === null ? 86_400_000 : 3_600_000);
      }),
    );
  });
});
