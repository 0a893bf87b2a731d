import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldAddress, foldMessageId } from '../../src/model/fold-names.ts';
import { createDictionary, createNameTable, ownCopy } from '../../src/store/dictionary.ts';
import type { Dictionary } from '../../src/store/dictionary.ts';
import { NumberMap } from '../../src/store/number-map.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { newTexts, textTable } from '../support/new-texts.ts';

const fresh = (): Connection => openForWriting(':memory:');
const addresses = (db: Connection) => textTable(db, 'addresses', foldAddress);

function rows(db: Connection, table = 'address'): unknown[][] {
  return db.prepare<[], unknown[]>(`select id, text from ${table} order by id`).raw().all();
}

describe('an entry', () => {
  test('has the same number each time, also for another writer', () => {
    const db = fresh();
    const one = addresses(db);
    const ids = one.learn('a@x', 'b@x', '');
    expect(new Set(ids).size).toBe(3);
    expect(one.learn('', 'a@x', 'c@x').slice(0, 2)).toEqual([ids[2], ids[0]]);
    expect(addresses(db).learn('', 'b@x', 'a@x')).toEqual(ids.toReversed());
  });

  const spellings = [
    'Ann@Corp.Example',
    'ann@corp.example',
    'ANN@CORP.EXAMPLE',
    'ann@Corp.example',
    '\u212a@corp.example',
    'K@corp.example',
    'k@corp.example',
  ];

  test('is one in all its spellings; the last in code-unit order is kept, whatever came first', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(spellings.slice(0, 4), { minLength: 1 }),
        fc.boolean(),
        fc.boolean(),
        (order, isAnew, isRespelled) => {
          const db = fresh();
          let writer = addresses(db);
          const ids = order.map((text, index) => {
            if (isAnew) writer = addresses(db);
            const [id] = isRespelled && !isAnew && index > 0 ? [1] : writer.learn(text);
            if (isRespelled && !isAnew) writer.respell([0, text]);
            return id;
          });
          expect(ids).toEqual(order.map(() => 1));
          expect(rows(db)).toEqual([[1, order.toSorted().at(-1)]]);
          db.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('may be spelled with other letters than ASCII', () => {
    const db = fresh();
    const writer = addresses(db);
    for (const text of spellings.slice(4)) expect(writer.learn(text)).toEqual([1]);
    expect(rows(db)).toEqual([[1, '\u212a@corp.example']]);
  });

  test('is spelled by the batch that brings it, where that already has several spellings', () => {
    const db = fresh();
    const names = addresses(db);
    names.learn('ANN@x', 'bob@x');
    names.respell([0, 'Ann@x'], [0, 'ann@x'], [1, 'BOB@x']);
    expect(rows(db)).toEqual([
      [1, 'ann@x'],
      [2, 'bob@x'],
    ]);
  });

  test('of hosts has one spelling only', () => {
    const db = fresh();
    const ids = textTable(db, 'hosts', (text) => text).learn('MX', 'mx');
    expect(new Set(ids).size).toBe(2);
    expect(rows(db, 'host').map(([, text]) => text)).toEqual(['MX', 'mx']);
  });

  test('holds any text', () => {
    const db = fresh();
    const { learn } = addresses(db);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [id] = learn(text);
        expect(addresses(db).learn(text)).toEqual([id]);
      }),
    );
  });
});

function put(db: Connection, id: number, text: string, hash = 7): void {
  db.prepare('insert into message (id, hash, text) values (?, ?, ?)').run(id, hash, text);
}

function messages(db: Connection): Dictionary {
  return createDictionary(db, { table: 'message', fold: foldMessageId });
}

describe('numbers', () => {
  test('of what is new follow the highest one, and are given before there is a row', () => {
    const db = fresh();
    put(db, 41, 'a@x');
    const dictionary = messages(db);
    const first = dictionary.learn(
      newTexts(['b@x', 'a@x', 'c@x'], () => 7),
      new NumberMap(),
    );
    expect([...first.ids]).toEqual([42, 41, 43]);
    expect([0, 1, 2].map((index) => first.isNew(index))).toEqual([true, false, true]);
    const second = dictionary.learn(
      newTexts(['d@x'], () => 7, 3),
      new NumberMap(),
    );
    expect([[...second.ids], second.isNew(0)]).toEqual([[44], true]);
  });

  test('of ids are one only for MTS-IDs', () => {
    const db = fresh();
    put(db, 1, 'C=US;A= ;L=X');
    put(db, 2, 'ABC@x');
    const found = messages(db).learn(
      newTexts(['c=us;a= ;l=x', 'abc@x'], () => 7),
      new NumberMap(),
    );
    expect([...found.ids]).toEqual([1, 3]);
    expect(rows(db, 'message')).toEqual([
      [1, 'c=us;a= ;l=x'],
      [2, 'ABC@x'],
    ]);
  });

  test('of texts with the same hash are kept apart', () => {
    const db = fresh();
    const texts = ['a@x', 'b@x', 'c@x'];
    for (const [index, text] of texts.entries()) put(db, index + 1, text);
    const same = newTexts(texts.toReversed(), () => 7);
    expect([...messages(db).learn(same, new NumberMap()).ids]).toEqual([3, 2, 1]);
    const other = newTexts(texts, () => 8);
    expect([...messages(db).learn(other, new NumberMap()).ids]).toEqual([4, 5, 6]);
  });
});

test('what a generation of texts forgot is found again', () => {
  const db = fresh();
  const { learn } = addresses(db);
  db.transaction(() => {
    const texts = Array.from({ length: 30_000 }, (_, i) => `${i}@x`);
    const ids = learn(...texts);
    learn('other@x');
    expect(learn(...texts.toReversed())).toEqual(ids.toReversed());
  })();
  expect(db.prepare('select count(*) from address').pluck().get()).toBe(30_001);
  db.close();
});

/** Many names have one hash. */
const poorHash = (text: string): number => (text.startsWith('1') ? 7 : text.length);

test('more names than are kept in memory have the numbers that fewer have', () => {
  const one = fresh();
  const texts = Array.from({ length: 300 }, (_, i) => `${i}@x`);
  const write = createDictionary(one, { table: 'message', fold: foldMessageId, most: 100 });
  const numbers = new NumberMap();
  const seen: number[] = [];
  for (let from = 0; from < texts.length; from += 30) {
    const news = newTexts(texts.slice(from, from + 30), poorHash);
    const { ids } = write.learn(news, numbers);
    for (const [index, id] of ids.entries())
      put(one, id, texts[from + index] ?? '', news.hashes[index]);
    seen.push(...ids);
  }
  expect(seen).toEqual(texts.map((_, index) => index + 1));
  const again = write.learn(newTexts(texts, poorHash), numbers);
  expect([...again.ids]).toEqual(seen);
});

test('a copy is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(ownCopy(text)).toBe(text);
    }),
  );
});

test('servers and slots have numbers too, and their names back', () => {
  const db = fresh();
  const servers = createNameTable(db, 'server');
  const [one, two] = [servers.id('EXCH01'), servers.id('EXCH02')];
  expect(one).not.toBe(two);
  expect([servers.nameOf(one), servers.nameOf(two), servers.nameOf(99)]).toEqual([
    'EXCH01',
    'EXCH02',
    '',
  ]);
  const again = createNameTable(db, 'server');
  expect([again.id('EXCH02'), again.nameOf(one)]).toEqual([two, 'EXCH01']);
});

test.each([
  ['EXCH01', 'exch01'],
  ['exch01', 'EXCH01'],
])('a server is one in whatever case, spelled the same in whatever order: %s, %s', (...names) => {
  const servers = createNameTable(fresh(), 'server');
  const [one = 0, two = 0] = names.map((name) => servers.id(name));
  expect(one).toBe(two);
  expect(servers.nameOf(one)).toBe('exch01');
});
