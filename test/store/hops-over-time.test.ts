import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HopRow } from '../../src/lifecycle/person.ts';
import { createHopsOverTime } from '../../src/store/hops-over-time.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

function inOrder(rows: readonly HopRow[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

test.each(['fixtures/logs', 'fixtures/msgtrk', 'fixtures/msgtrk-2010'])(
  'hops of %s at several moments are those of each moment',
  async (logs) => {
    using store = openStore(await fileDb(temp.at(`${logs.replace('/', '-')}.db`), [logs]));
    const reader = createMessageReader(store);
    const messages = store.db
      .prepare<[], [id: number, firstAt: number, lastAt: number]>(
        `select id, first_at, last_at from message
         where first_at is not null and id not in (select message_id from life) order by id`,
      )
      .raw()
      .all();
    const shares = fc.array(fc.double({ min: -0.2, max: 1.2, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1, maxLength: 9 }), (all) => {
        const asked = messages.map(([id, firstAt, lastAt], index) => {
          const its = (all[index % all.length] ?? []).toSorted((a, b) => a - b);
          const moments = its.map((share) => Math.round(firstAt + share * (lastAt - firstAt)));
          return [id, moments] as const;
        });
        const found = new Map(createHopsOverTime(store)(asked));
        expect([...found.keys()]).toEqual(messages.map(([id]) => id));
        for (const [id, moments] of asked) {
          const lists = found.get(id) ?? [];
          expect(lists.map(inOrder)).toEqual(
            moments.map((moment) => inOrder(reader.hops(id, moment))),
          );
        }
      }),
      { numRuns: 12 },
    );
  },
);

test('where no line came in between the list is the same', async () => {
  using store = openStore(await fileDb(temp.at('same.db'), ['fixtures/days']));
  const [first] = store.db
    .prepare<[], [id: number, lastAt: number]>('select id, last_at from message order by id')
    .raw()
    .all();
  if (first === undefined) throw new Error('no message');
  const [id, lastAt] = first;
  const moments = [lastAt - 86_400_000, lastAt, lastAt + 1, lastAt + 2];
  const [[, [none, whole, ...later] = []] = []] = createHopsOverTime(store)([[id, moments]]);
  expect(none).toEqual([]);
  expect(whole?.length).toBeGreaterThan(0);
  expect(later.map((list) => list === whole)).toEqual([true, true]);
  expect([...createHopsOverTime(store)([[1_000_000, [lastAt]]])]).toEqual([]);
});
