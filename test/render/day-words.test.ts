import { expect, test } from 'vitest';
import { endedParts } from '../../src/render/day-words.ts';
import { badDay } from './sample-days.ts';

test.each([
  [3, 3, 'Badmail 3 (from 2003 SP1 on the file may not exist)'],
  [3, 0, 'Badmail 3 (nobody is told, and no copy is kept)'],
  [
    3,
    1,
    'Badmail 3 (1 before Exchange 2007: from 2003 SP1 on the file may not exist; 2 from 2007 on: nobody is told, and no copy is kept)',
  ],
])('of %i Badmail %i before Exchange 2007', (badmail, badmailBefore2007, words) => {
  const { ended } = badDay();
  const day = badDay({ ended: { ...ended, badmail }, badmailBefore2007 });
  expect(endedParts(day)).toContain(words);
});
