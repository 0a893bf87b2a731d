import { expect, test } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { dayOf, stuckOf } from '../support/queues.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/** What is asked in the morning, of logs that were copied in the middle of a day. */
const folder = useTempFolder();

/** Mail that is delivered at once, every ten minutes up to an hour. */
function delivered(day: string, hours: number) {
  return Array.from({ length: hours * 6 }, (_, index) => ({
    date: `2004-2-${day}`,
    time: `${Math.floor(index / 6)}:${(index % 6) * 10}:0 GMT`,
    id: `m${day}-${index}@corp.example`,
    event: 1028,
  }));
}

test('a day that has only begun is not compared with whole days', async () => {
  for (const [day, hours] of [
    ['17', 24],
    ['18', 24],
    ['19', 8],
  ] as const)
    folder.write(`MAIL01.log/200402${day}.log`, log2003(delivered(day, hours)));
  const file = await fileDb(folder.at('day.db'), [folder.at('MAIL01.log')]);
  const report = dayOf(file, '2004-02-19');
  expect(report.verdict).toBe('quiet');
  expect(report.changes.filter(({ notable }) => notable)).toEqual([]);
});

test('a queue whose log ends is not over', async () => {
  const burst = Array.from({ length: 20 }, (_, index) => ({
    date: '2004-2-17',
    time: `11:${20 + index}:0 GMT`,
    id: `b${index}@corp.example`,
    server: 'MAIL02',
    event: 1019,
  }));
  folder.write('MAIL02.log/20040217.log', log2003(burst));
  folder.write('MAIL01.log/20040218.log', log2003(delivered('18', 24)));
  const file = await fileDb(folder.at('burst.db'), [
    folder.at('MAIL02.log'),
    folder.at('MAIL01.log'),
  ]);
  expect(stuckOf(file).total.trend).toBe('growing');
});
