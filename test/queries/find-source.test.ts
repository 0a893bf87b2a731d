import { beforeAll, describe, expect, test } from 'vitest';
import { findSource } from '../../src/queries/find-source.ts';
import { openForWriting } from '../../src/store/open.ts';
import { openStore } from '../../src/store/reader.ts';
import { ingestInto } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');

const NAMES = [
  'a/EXCH01.log/20040217.log',
  'a/EXCH01.log/20040218.log',
  'a/EXCH02.log/20040218.log',
  'b/EXCH02.log/20040218.log',
];

function store() {
  return openStore(temp.at('a.db'));
}

/** The file that a name finds; else how many it fits, and what is close. */
function found(text: string): unknown {
  using open = store();
  const result = findSource(open, text);
  if (result.kind === 'unresolved') return [result.unresolved.total, ...result.unresolved.closest];
  const file = open.db.prepare('select file from source where id = ?').pluck().get(result.source);
  return String(file).slice(temp.path.length + 1);
}

beforeAll(async () => {
  const db = openForWriting(temp.at('a.db'));
  for (const [index, name] of NAMES.entries())
    await ingestInto(db, [temp.write(name, log2003([{ id: `${index}@corp.example` }]))]);
  // Other content under a known name.
  await ingestInto(db, [temp.write(NAMES[0] ?? '', log2003([{ id: 'other@corp.example' }]))]);
  db.exec("update source set file = 'C:\\logs\\EXCH03.log\\20040218.log' where id = 4");
  db.close();
});

describe('a loaded file is found', () => {
  test('by its whole name', () => {
    expect(found(temp.at('a/EXCH01.log/20040218.log'))).toBe('a/EXCH01.log/20040218.log');
  });

  test.each(['a/EXCH02.log/20040218.log', 'EXCH02.log/20040218.log', './EXCH02.log/20040218.log'])(
    'by its end from a folder on: %s',
    (text) => {
      expect(found(text)).toBe('a/EXCH02.log/20040218.log');
    },
  );

  test.each(['EXCH03.log/20040218.log', 'EXCH03.log\\20040218.log'])(
    'whichever way its folders are parted: %s',
    (text) => {
      using open = store();
      expect(findSource(open, text)).toEqual({ kind: 'found', source: 4 });
    },
  );

  test('by the beginning of its SHA-256, where several files had its name', () => {
    using open = store();
    const [hash, other] = open.db
      .prepare<[string], string>('select sha256 from source where file = ? order by id')
      .pluck()
      .all(temp.at(NAMES[0] ?? ''));
    expect(found(temp.at(NAMES[0] ?? ''))).toEqual([2]);
    expect(found(hash?.slice(0, 12) ?? '')).toBe(NAMES[0]);
    expect(found(other?.toUpperCase() ?? '')).toBe(NAMES[0]);
  });
});

describe('a name is no file', () => {
  test.each([
    ['20040218.log', 3],
    ['EXCH01.log/20040217.log', 2],
  ])('if several end in it: %s', (text, total) => {
    expect(found(text)).toEqual([total]);
  });

  test.each(['0040218.log', 'H01.log/20040218.log', '.log', 'abcdef'])(
    'if one ends in it in the middle of a word: %s',
    (text) => {
      expect(found(text)).toHaveProperty('0', 0);
    },
  );

  test('and names that are almost it are told', () => {
    expect(found('EXCH01.log/20040219.log')).toEqual([
      0,
      'EXCH01.log/20040217.log',
      'EXCH01.log/20040218.log',
      'EXCH02.log/20040218.log',
    ]);
    expect(found('x/y/EXCH01.log/2004021.log')).toEqual([
      0,
      'EXCH01.log/20040217.log',
      'EXCH01.log/20040218.log',
      'EXCH02.log/20040218.log',
    ]);
    expect(found('nothing like it')).toEqual([0]);
  });

  test('if it is empty', () => {
    expect(() => found(' ')).toThrow(
      expect.objectContaining({ code: 'no-source-name', exitCode: 2 }),
    );
  });
});
