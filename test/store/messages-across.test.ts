import { expect, test } from 'vitest';
import { createLineTimes } from '../../src/store/line-times.ts';
import { messagesAcross } from '../../src/store/messages-across.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

const ascending = (numbers: Iterable<number>): number[] => [...numbers].toSorted((a, b) => a - b);

test.each(['fixtures/logs', 'fixtures/days', 'fixtures/msgtrk', 'fixtures/msgtrk-2010'])(
  'lives of %s across any moment are those with a line up to it and a later one',
  async (logs) => {
    using store = openStore(await fileDb(temp.at(`${logs.replace('/', '-')}.db`), [logs]));
    const timesOf = createLineTimes(store);
    const lives = store.db
      .prepare<[], number>(
        'select id from message where first_at is not null and id not in (select message_id from life) order by id',
      )
      .pluck()
      .all()
      .map((id) => ({ id, times: ascending(timesOf(id)) }));
    const moments = new Set(lives.flatMap(({ times }) => times.flatMap((at) => [at - 1, at])));
    let [most, whole] = [0, 0];
    for (const moment of moments) {
      const across = lives.filter(
        ({ times }) => (times[0] ?? moment + 1) <= moment && (times.at(-1) ?? moment) > moment,
      );
      most = Math.max(most, across.length);
      const found = ascending(messagesAcross(store, moment));
      const all = across.map(({ id }) => id);
      // Lines that leave all as it stands count for nothing where what moved is gone through.
      expect(all).toEqual(expect.arrayContaining(found));
      if (found.length === all.length) whole += 1;
    }
    expect(most).toBeGreaterThan(1);
    expect(whole).toBeGreaterThan(moments.size / 2);
  },
);
