import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldAddress, foldMessageId } from '../../src/model/fold-names.ts';
import {
  createDictionary,
  createNameTable,
  hashText,
  ownCopy,
} from '../../src/store/dictionary.ts';
import type { Dictionary } from '../../src/store/dictionary.ts';
import { openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';

const fresh = (): Connection => openForWriting(':memory:');

function addresses(db: Connection, seed = 1): Dictionary {
  return createDictionary(db, { table: 'address', seed, fold: foldAddress });
}

function texts(db: Connection, table = 'address'): unknown[] {
  return db.prepare(`select text from ${table} order by id`).pluck().all();
}

describe('an entry', () => {
  test('has the same number each time, also for another writer', () => {
    const db = fresh();
    const one = addresses(db);
    const ids = ['a@x', 'b@x', 'a@x', ''].map(one.id);
    expect(ids).toEqual([ids[0], ids[1], ids[0], ids[3]]);
    expect(new Set(ids).size).toBe(3);
    expect(['', 'b@x', 'a@x'].map(addresses(db).id)).toEqual([ids[3], ids[1], ids[0]]);
  });

  test('is one in all its spellings; the last in code-unit order is kept, whatever came first', () => {
    const spellings = [
      'Ann@Corp.Example',
      'ann@corp.example',
      'ANN@CORP.EXAMPLE',
      'ann@Corp.example',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(spellings, { minLength: 1 }), fc.boolean(), (order, anew) => {
        const db = fresh();
        let writer = addresses(db);
        const ids = order.map((text) => {
          if (anew) writer = addresses(db);
          return writer.id(text);
        });
        expect(new Set(ids).size).toBe(1);
        expect(texts(db)).toEqual([order.toSorted().at(-1)]);
        db.close();
      }),
      { numRuns: 30 },
    );
  });

  test('of message ids is one only for MTS-IDs', () => {
    const db = fresh();
    const { id } = createDictionary(db, { table: 'message', seed: 1, fold: foldMessageId });
    expect(id('C=US;A= ;L=X')).toBe(id('c=us;a= ;l=x'));
    expect(id('ABC@x')).not.toBe(id('abc@x'));
  });

  test('holds any text', () => {
    const db = fresh();
    const { id } = addresses(db);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const number = id(text);
        expect(addresses(db).id(text)).toBe(number);
      }),
    );
  });
});

test('texts with the same hash are kept apart', () => {
  const bySeed = new Map<number, string>();
  const pairs: [string, string][] = [];
  for (let i = 0; pairs.length < 2; i++) {
    const hash = hashText(`${i}@x`, 7);
    const known = bySeed.get(hash);
    if (known !== undefined) pairs.push([known, `${i}@x`]);
    bySeed.set(hash, `${i}@x`);
  }
  const db = fresh();
  const { id } = addresses(db, 7);
  const ids = pairs.flat().map(id);
  expect(new Set(ids).size).toBe(4);
  expect(pairs.flat().map(addresses(db, 7).id)).toEqual(ids);
  const [one = '', other = ''] = pairs.flat();
  expect(addresses(db, 7).id(one.toUpperCase())).toBe(ids[0]);
  expect(hashText(one, 8)).not.toBe(hashText(other, 8));
});

test('the cache before it is bounded, and what it forgets is found again', () => {
  const db = fresh();
  const { id } = addresses(db);
  db.transaction(() => {
    const first = Array.from({ length: 10 }, (_, i) => id(`${i}@x`));
    for (let i = 0; i < 210_000; i++) id(`${i}@x`);
    expect(Array.from({ length: 10 }, (_, i) => id(`${i}@x`))).toEqual(first);
  })();
  expect(db.prepare('select count(*) from address').pluck().get()).toBe(210_000);
  db.close();
});

test('hashes are 32 bits and spread, also over texts that differ in one letter', () => {
  const hashes = Array.from({ length: 1000 }, (_, i) => hashText(`user${i}@corp.example`, 3));
  expect(hashes.every((hash) => Number.isInteger(hash) && Math.abs(hash) <= 2 ** 31)).toBe(true);
  expect(new Set(hashes.map((hash) => hash >>> 24)).size).toBeGreaterThan(200);
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
