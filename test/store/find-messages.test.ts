import { beforeAll, describe, expect, test } from 'vitest';
import { isBroad, namesMessage } from '../../src/store/broad-filter.ts';
import { matchAddresses, matchAddressText } from '../../src/store/find-addresses.ts';
import { findMessages } from '../../src/store/find-messages.ts';
import type { MessageFilter } from '../../src/store/find-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

const ALL: MessageFilter = {
  from: null,
  to: null,
  subject: null,
  ids: null,
  since: null,
  until: null,
};

const at = (hours: number, minutes = 0): number => Date.UTC(2004, 1, 18, hours, minutes);

const LINES: readonly Partial<Fields2003>[] = [
  {
    id: 'a',
    time: '9:0:0 GMT',
    sender: 'Ben@Corp.Example',
    recipient: 'ann@corp.example',
    subject: ' one',
  },
  {
    id: 'b',
    time: '10:0:0 GMT',
    sender: 'ben@corp.example.org',
    recipient: 'joann@corp.example',
    subject: ' two',
  },
  {
    id: 'c',
    time: '10:0:0 GMT',
    sender: 'x_y@corp.example',
    recipient: 'EX:/O=C/CN=ANN',
    subject: '-',
  },
  {
    id: 'd',
    time: '11:0:0 GMT',
    sender: 'xzy@corp.example',
    recipient: '-',
    subject: ' four',
    linked: 'z',
  },
  { id: 'e', time: '8:0:0 GMT', sender: '<>', recipient: 'ann@corp.example', subject: ' five' },
  {
    id: 'e',
    time: '12:0:0 GMT',
    sender: '<>',
    recipient: 'Late@corp.example',
    event: 1028,
    subject: ' five',
  },
  { id: '-', time: '12:0:0 GMT' },
];

beforeAll(async () => {
  await fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003(LINES))]);
});

/** Ids of the messages that fit. */
function find(filter: Partial<MessageFilter>): string {
  using store = openStore(temp.at('a.db'));
  const found = [...findMessages(store, { ...ALL, ...filter })];
  return found.map(({ messageId }) => messageId).join('');
}

/** The same, found by going through all of them. */
function findAmongAll(filter: Partial<MessageFilter>): string {
  using store = openStore(temp.at('a.db'));
  const isNamed = namesMessage(store, { ...ALL, ...filter });
  const all = [...findMessages(store, { ...ALL, ...filter, from: null, to: null, ids: null })];
  return all
    .filter(isNamed)
    .map(({ messageId }) => messageId)
    .join('');
}

describe('messages', () => {
  test.each<[string, Partial<MessageFilter>, string]>([
    ['all, the newest first, then in order of id', {}, 'dbcae'],
    ['from an address, without case', { from: 'BEN@corp.example' }, 'a'],
    ['from one that no sender is: those that hold it', { from: 'ben@' }, 'ba'],
    ['from a pattern', { from: '*@corp.example' }, 'dca'],
    ['a pattern holds for all of the address', { from: 'corp*' }, ''],
    ['_ is no wildcard', { from: 'x_y@corp.example' }, 'c'],
    ['nor in a part', { from: 'x_y' }, 'c'],
    ['nor is %', { from: '%' }, ''],
    ['from the null sender', { from: '<>' }, 'e'],
    ['to an address', { to: 'ann@corp.example' }, 'ae'],
    ['to a part of one', { to: 'ann' }, 'bcae'],
    ['to a pattern', { to: '*ann@corp.example' }, 'bae'],
    ['to one of several', { to: 'late@corp.example' }, 'e'],
    ['to an EX form', { to: 'ex:/o=c/cn=ann' }, 'c'],
    ['to nobody', { to: 'nobody@corp.example' }, ''],
    ['from and to', { from: 'ben', to: 'joann' }, 'b'],
    ['with a subject', { subject: (subject) => subject?.includes('o') ?? false }, 'dba'],
    ['without one', { subject: (subject) => subject === null }, 'c'],
    ['since: the end of the life counts', { since: at(10, 30) }, 'de'],
    ['since: with the moment itself', { since: at(12) }, 'e'],
    ['since the end', { since: at(12, 1) }, ''],
    ['until: without the moment itself', { until: at(9) }, 'e'],
    ['until', { until: at(9, 1) }, 'ae'],
    [
      'a range that a life spans without an event in it',
      { since: at(9, 30), until: at(10, 30) },
      'bc',
    ],
    ['a range with an event in the middle of a life', { since: at(8), until: at(8, 1) }, 'e'],
    ['a range and an address', { to: 'ann@corp.example', since: at(9), until: at(9, 30) }, 'a'],
    ['an empty range', { since: at(10), until: at(10) }, ''],
    ['no numbers', { ids: [] }, ''],
  ])('%s', (_name, filter, ids) => {
    expect(find(filter)).toBe(ids);
    expect(findAmongAll(filter)).toBe(ids);
  });

  test('by their numbers, whatever order these have', () => {
    using store = openStore(temp.at('a.db'));
    const all = store.db
      .prepare<[], number>("select id from message where text in ('a', 'd', 'z')")
      .pluck()
      .all();
    for (const ids of [all, all.toReversed()])
      expect([...findMessages(store, { ...ALL, ids })].map(({ messageId }) => messageId)).toEqual([
        'd',
        'a',
      ]);
  });

  test('come with what is known of them', () => {
    using store = openStore(temp.at('a.db'));
    expect([...findMessages(store, { ...ALL, from: 'ben@corp.example' })]).toMatchObject([
      {
        messageId: 'a',
        firstAt: at(9),
        lastAt: at(9),
        sender: 'Ben@Corp.Example',
        subject: 'one',
        sizeBytes: 1200,
        recipientCount: 1,
        originatedAt: at(9),
      },
    ]);
  });
});

test('pages join without gap or overlap, where many share one moment', async () => {
  const lines = Array.from({ length: 1200 }, (_, i) => ({
    id: `${(i * 7919) % 1200}@x`,
    time: `9:0:${i % 2} GMT`,
  }));
  await fileDb(temp.at('b.db'), [temp.write('b.log', log2003(lines))]);
  using store = openStore(temp.at('b.db'));
  const found = [...findMessages(store, ALL)].map(({ firstAt, messageId }) => ({
    firstAt,
    messageId,
  }));
  expect(new Set(found.map(({ messageId }) => messageId)).size).toBe(1200);
  expect(found).toEqual(
    found.toSorted((a, b) => b.firstAt - a.firstAt || (a.messageId < b.messageId ? -1 : 1)),
  );
});

test('few numbers beside addresses that most messages have are found as if all were looked at', () => {
  using store = openStore(temp.at('b.db'));
  const all = [...findMessages(store, ALL)].map(({ id }) => id);
  const ids = [all[1100], all[3], all[600], all[7]].filter((id) => id !== undefined);
  const looked: number[] = [];
  const goOn = ({ id }: { readonly id: number }): boolean => looked.push(id) > 0;
  for (const filter of [{ to: '*' }, { from: 'corp.example', to: '*' }, { from: 'corp.example' }]) {
    looked.length = 0;
    const found = [...findMessages(store, { ...ALL, ...filter, ids }, goOn)].map(({ id }) => id);
    expect(found).toEqual([all[3], all[7], all[600], all[1100]]);
    expect(looked).toEqual(found);
  }
  const none = { ...ALL, to: '*', from: 'nobody@corp.example', ids };
  expect([...findMessages(store, none, goOn)]).toEqual([]);
});

test('addresses are chosen alike by number and by text', () => {
  using store = openStore(temp.at('a.db'));
  const texts = store.db
    .prepare<[], { id: number; text: string }>('select id, text from address')
    .all();
  for (const wanted of [
    'ann@corp.example',
    'ANN',
    'ann*',
    '*ann*',
    '*',
    'x_y',
    'x?y',
    '.',
    'nobody',
    ' ann ',
  ]) {
    const chosen = matchAddressText(store, wanted);
    expect(matchAddresses(store, wanted), wanted).toEqual(
      texts.filter(({ text }) => chosen(text.toLowerCase())).map(({ id }) => id),
    );
  }
});

test('a filter is broad where it names many of the newest messages', () => {
  using store = openStore(temp.at('b.db'));
  const newest = [...findMessages(store, ALL)];
  const ids = newest.map(({ id }) => id);
  const broad = (filter: Partial<MessageFilter>) =>
    isBroad(newest, namesMessage(store, { ...ALL, ...filter }));
  expect(broad({ from: 'corp.example' })).toBe(true);
  expect(broad({ to: '*' })).toBe(true);
  expect(broad({ ids })).toBe(true);
  expect(broad({ from: 'corp.example', to: '*', ids })).toBe(true);
  expect(broad({ from: 'nobody@corp.example' })).toBe(false);
  expect(broad({ from: 'corp.example', to: 'nobody@corp.example' })).toBe(false);
  expect(broad({ from: 'corp.example', ids: ids.slice(0, 20) })).toBe(false);
  expect(isBroad(newest.slice(0, 200), namesMessage(store, { ...ALL, to: '*' }))).toBe(false);
});
