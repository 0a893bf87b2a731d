import { beforeAll, describe, expect, test } from 'vitest';
import {
  idsHolding,
  likePattern,
  matchMessageId,
  plainMessageId,
} from '../../src/store/match-id.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

const IDS = [
  'F16E5DA7@exch01.corp.example',
  'f16e5da7@other.example',
  'Only.Case@corp.example',
  'only.other@corp.example',
  '100%_off@shop.example',
  '100xyoff@shop.example',
  'back\\slash@shop.example',
  'c=us;a= ;p=Corp;l=EXCH01-040218101512Z-7',
  '000001c3f64c$78c6bf90$3201010a@corp.example',
];

beforeAll(async () => {
  const lines = IDS.map((id, i) => ({
    id,
    time: `9:0:${i} GMT`,
    linked: i === 0 ? 'linked-only@x' : '-',
  }));
  await fileDb(temp.at('a.db'), [temp.write('20040218.log', log2003(lines))]);
});

/** The message that an id finds, or the candidates for it. */
function find(text: string): string | readonly string[] {
  using store = openStore(temp.at('a.db'));
  const { exact, candidates, total } = matchMessageId(store, text);
  const [only] = exact;
  if (only !== undefined) {
    expect([candidates, total, exact.length]).toEqual([[], 1, 1]);
    return only.messageId;
  }
  expect(total).toBe(candidates.length);
  return candidates.map(({ messageId }) => messageId);
}

describe('one message is found', () => {
  test.each([
    ['by its id', IDS[0], IDS[0]],
    ['in brackets, with space around', ` <${IDS[0]}> `, IDS[0]],
    ['with $ in it', IDS[8], IDS[8]],
    ['in other capitals, if no other fits', 'ONLY.CASE@corp.example', IDS[2]],
    ['an MTS-ID', IDS[7], IDS[7]],
    ['an MTS-ID in capitals', 'C=US;A= ;P=CORP;L=EXCH01-040218101512Z-7', IDS[7]],
    ['by a fragment that only it has', '78c6bf90', IDS[8]],
    ['by a fragment in other capitals', 'ONLY.CASE', IDS[2]],
    ['by a fragment in brackets', '<78c6bf90>', IDS[8]],
    ['by % as it stands', '100%', IDS[4]],
    ['by _ as it stands', '%_off', IDS[4]],
    ['by \\ as it stands', 'k\\sl', IDS[6]],
    ['with % in the whole id', '100%_off@shop.example', IDS[4]],
  ])('%s', (_name, text, id) => {
    expect(find(text ?? '')).toBe(id);
  });
});

describe('several fit', () => {
  test.each([
    ['a fragment, the newest first', 'shop.example', [IDS[6], IDS[5], IDS[4]]],
    ['those that begin with it before the others', 'only', [IDS[3], IDS[2]]],
    ['the one in these letters is not there', 'F16E5DA7', [IDS[1], IDS[0]]],
    ['a fragment at the beginning of one', 'exch01-', IDS[7]],
    ['one begins with it, an newer one holds it', 'f16e5da7@', [IDS[1], IDS[0]]],
  ])('%s', (_name, text, ids) => {
    expect(find(text)).toEqual(ids);
  });
});

describe('none fits', () => {
  test.each([
    ['an id that is not there', 'nothing@corp.example'],
    ['wildcards', '%@shop.example'],
    ['_ for any letter', '100__off@shop.example'],
    ['a fragment that is too short', 'F16'],
    ['nothing', ''],
    ['empty brackets', '<>'],
    ['an id that is only linked to', 'linked-only@x'],
    ['SQL', "' or 1=1 --"],
  ])('%s', (_name, text) => {
    expect(find(text)).toEqual([]);
  });
});

test('candidates are limited, their number is told', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => ({ id: `many-${i}@corp.example` }));
  await fileDb(temp.at('b.db'), [temp.write('many.log', log2003(lines))]);
  using store = openStore(temp.at('b.db'));
  const { candidates, total } = matchMessageId(store, 'many');
  expect([candidates.length, total]).toEqual([20, 30]);
  expect(candidates.map(({ messageId }) => messageId)).toEqual(
    lines
      .map(({ id }) => id)
      .toSorted()
      .slice(0, 20),
  );
});

test('numbers of ids that hold a text', () => {
  using store = openStore(temp.at('a.db'));
  const texts = store.db.prepare<[number], string>('select text from message where id = ?').pluck();
  const holding = (text: string): unknown[] =>
    idsHolding(store, text).all.map((id) => texts.get(id));
  expect(holding('100%')).toEqual([IDS[4]]);
  expect(holding('<SHOP.example>')).toEqual([IDS[4], IDS[5], IDS[6]]);
  expect(holding('F16')).toEqual([]);
  const whole = (text: string): unknown[] =>
    idsHolding(store, text).whole.map((id) => texts.get(id));
  expect(whole('<SHOP.example>')).toEqual([]);
  expect(whole(`<${IDS[4]?.toUpperCase()}>`)).toEqual([IDS[4]]);
});

test('ids and patterns are cleaned of what is not theirs', () => {
  expect(plainMessageId(' < a@b > ')).toBe('a@b');
  expect(plainMessageId('<a@b')).toBe('<a@b');
  expect(likePattern('a\\b%c_d')).toBe('a\\\\b\\%c\\_d');
});
