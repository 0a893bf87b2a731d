import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindRecord } from '../../src/model/report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import type { QueryContext } from '../../src/queries/context.ts';
import { findRecords } from '../../src/queries/find.ts';
import { readSearchBox } from '../../src/queries/search-box.ts';
import { searchReport } from '../../src/queries/search-report.ts';
import type { SearchReport } from '../../src/queries/search-report.ts';
import { searchQueries } from '../../src/queries/search.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { EVERYTHING } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

function holds(text: string | null, word: string): boolean {
  return text?.toLowerCase().includes(word) ?? false;
}

describe('what the box finds', () => {
  const folder = useTempFolder('file');
  let store: Store;
  let context: QueryContext;
  let all: FindRecord[];
  beforeAll(async () => {
    store = openStore(await fileDb(folder.at('m.db'), ['fixtures/logs', 'fixtures/days']));
    context = queryContext(store, { asOf: null, thresholdMs: DEFAULT_THRESHOLD_MS });
    all = [...findRecords(store, EVERYTHING, context)];
  });
  afterAll(() => store.close());

  function found(
    text: string,
    skip = 0,
    limit = 0,
  ): { total: number; items: readonly FindRecord[] } {
    const queries = searchQueries(store, readSearchBox(text), EVERYTHING);
    return searchReport(store, queries, { skip, limit, work: null }, context);
  }

  it.each(['bob', 'alice', 'report', 'exch01', 'corp.example', 'dead'])(
    'takes %j for a part of an id, an address or a subject, and gives each recipient once',
    (word) => {
      const wanted = all.filter(
        ({ messageId, sender, recipient, subject }) =>
          [messageId, sender, subject].some((text) => holds(text, word)) || holds(recipient, word),
      );
      expect(wanted.length).toBeGreaterThan(0);
      expect(found(word).items).toEqual(wanted);
    },
  );

  it('takes an address for that of the sender or of a recipient', () => {
    const who = 'estelle@works.example';
    const wanted = all.filter(({ sender, recipient }) => sender === who || recipient === who);
    const { items, total } = found(who);
    expect(items).toEqual(wanted);
    expect(total).toBe(wanted.length);
    // Pages are parts of the same list.
    expect(found(who, 5, 7).items).toEqual(wanted.slice(5, 12));
    expect(found(who, 5, 7).total).toBe(total);
    expect(found(who, total, 7).items).toEqual([]);
  });

  it('takes two addresses for both sides', () => {
    const pair = ['estelle@works.example', 'bruno@works.example'];
    const wanted = all.filter(
      ({ sender, recipient }) =>
        sender !== recipient && pair.includes(sender ?? '') && pair.includes(recipient ?? ''),
    );
    expect(wanted.length).toBeGreaterThan(1);
    expect(found(pair.join(' ')).items).toEqual(wanted);
  });

  it('takes a whole id for that message alone, and words for those of a subject', () => {
    const [first] = all;
    expect(found(`<${first?.messageId}>`).items.map(({ messageId }) => messageId)).toEqual([
      first?.messageId,
    ]);
    expect(found('shift plan').items).toEqual(
      all.filter(({ subject }) => holds(subject, 'shift plan')),
    );
    expect(found('no such words').total).toBe(0);
  });

  it.each(['report', 'corp.example', 'works.example', 'zzzzz'])(
    'gives the same of %j in bounds, from the newest on, and says how far it looked',
    (word) => {
      const queries = searchQueries(store, readSearchBox(word), EVERYTHING);
      const search = (work: number | null): SearchReport =>
        searchReport(store, queries, { skip: 0, limit: 0, work }, context);
      const whole = search(null);
      expect(whole).not.toHaveProperty('lookedBackTo');
      const { paging, ...report } = search(1_000_000);
      expect(report).toEqual(whole);
      expect(paging).toMatchObject({ before: 0, settled: whole.total, beyond: [], older: null });
      const early = search(600);
      const to = early.lookedBackTo ?? '';
      expect(to).not.toBe('');
      expect(early.total).toBeLessThanOrEqual(whole.total);
      // All that is newer than where it ended is listed, and of what is older some is told.
      const newer = whole.items.filter(({ firstSeenAt }) => firstSeenAt > to);
      expect(early.items.slice(0, newer.length)).toEqual(newer);
      const { items } = early;
      expect(items).toEqual(whole.items.slice(0, items.length));
      const beyond = early.paging?.beyond ?? [];
      expect(whole.items.slice(items.length)).toEqual(expect.arrayContaining([...beyond]));
      expect(early.total).toBe(items.length + beyond.length);
    },
  );

  it('says what it does not take', () => {
    expect(() => found('a@x.example b@x.example c@x.example')).toThrow(
      expect.objectContaining({ code: 'too-many-addresses', exitCode: 2 }),
    );
  });
});
