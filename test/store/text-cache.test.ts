import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextCache } from '../../src/store/text-cache.ts';

const COUNT = 12_000;

function dictionary(): Database.Database {
  const db = new Database(':memory:');
  db.exec(`create table address (id integer primary key, text text not null);
    with recursive number(id) as (select 1 union all select id + 1 from number where id < ${COUNT})
    insert into address select id, 'person' || id from number`);
  return db;
}

const textFor = (id: number): string => (id >= 1 && id <= COUNT ? `person${id}` : '');

/** Numbers beside the table are of none; more than are remembered make room. */
const ids = fc.integer({ min: -1, max: COUNT + 1 });
const asked = fc.oneof(
  fc.record({ ahead: fc.array(ids, { maxLength: 50 }) }),
  fc.record({ from: ids, many: fc.integer({ min: 0, max: COUNT }) }),
  fc.record({ one: ids }),
);

test('a text is the same, whether it was read ahead or not, and whatever was forgotten', () => {
  const db = dictionary();
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 20 }), (questions) => {
      const textOf = createTextCache(db, 'address');
      for (const question of questions)
        if ('one' in question) expect(textOf(question.one)).toBe(textFor(question.one));
        else if ('ahead' in question) {
          textOf.ahead(question.ahead);
          for (const id of question.ahead) expect(textOf(id)).toBe(textFor(id));
        } else textOf.ahead(Array.from({ length: question.many }, (_, n) => question.from + n));
    }),
    { numRuns: 30 },
  );
  db.close();
});

test('what was read ahead is not asked for again', () => {
  const db = dictionary();
  const textOf = createTextCache(db, 'address');
  textOf.ahead([7, 8, 0, 7]);
  db.exec('delete from address');
  expect([textOf(7), textOf(8), textOf(9)]).toEqual(['person7', 'person8', '']);
  db.close();
});
