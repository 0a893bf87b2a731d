import { rmSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createReportCache } from '../../src/cli/report-cache.ts';
import { useTempFolder } from '../support/temp-folder.ts';

describe('kept reports', () => {
  const folder = useTempFolder();

  /** A cache of a file that was last changed at second 100, asked at second `now`. */
  function start() {
    const file = folder.write('a.db', 'one');
    utimesSync(file, 100, 100);
    const clock = { now: 200 };
    const cache = createReportCache(file, () => clock.now * 1000);
    let made = 0;
    const ask = (key = 'a'): { made: number } => cache.get(key, () => ({ made: ++made }));
    return { file, clock, cache, ask };
  }

  it('are made once for each question, while the file stays as it is', () => {
    const { ask } = start();
    expect([ask(), ask('b'), ask(), ask('b')].map((one) => one.made)).toEqual([1, 2, 1, 2]);
  });

  it.each<[string, (file: string) => void]>([
    ['was written to', (file) => utimesSync(file, 101, 101)],
    [
      'grew at once',
      (file) => {
        folder.write('a.db', 'longer');
        utimesSync(file, 100, 100);
      },
    ],
    ['has a journal now', () => utimesSync(folder.write('a.db-wal', ''), 100, 100)],
    ['is gone', (file) => rmSync(file)],
  ])('are made anew where the file %s', (_, change) => {
    const { file, ask } = start();
    expect(ask().made).toBe(1);
    change(file);
    expect(ask().made).toBe(2);
  });

  it.each([
    ['just now', 300.5, 0.09, 2],
    ['a tenth of a second ago', 300.5, 0.11, 1],
    ['a second ago, where times may be whole seconds', 300, 1.9, 2],
    ['two seconds ago, where times may be whole seconds', 300, 2.1, 1],
  ])('of a file that was written to %s', (_, changedAt, passed, second) => {
    const { file, clock, ask } = start();
    utimesSync(file, changedAt, changedAt);
    clock.now = changedAt + passed;
    expect([ask(), ask()].map((one) => one.made)).toEqual([1, second]);
  });

  it('may be made by others, of the state that the file is still in', () => {
    const { file, cache, ask } = start();
    const state = cache.state() ?? '';
    cache.put('b', { made: 7 }, state);
    expect(ask('b')).toEqual({ made: 7 });
    utimesSync(file, 101, 101);
    cache.put('c', { made: 8 }, state);
    expect(ask('c')).toEqual({ made: 1 });
  });

  it('are not those of a state that went while they were made, though others were asked for meanwhile', () => {
    const file = folder.write('went.db', 'one');
    utimesSync(file, 100, 100);
    const cache = createReportCache(file, () => 1_000_000);
    const old = cache.get('outer', () => {
      utimesSync(file, 200, 200);
      return cache.get('inner', () => 'old') && 'old';
    });
    expect(old).toBe('old');
    expect(cache.get('outer', () => 'new')).toBe('new');
  });

  it('stay while they are asked for', () => {
    const { ask } = start();
    ask('first');
    for (let index = 0; index < 100; index++) {
      ask(`key ${index}`);
      expect(ask('first').made).toBe(1);
    }
  });

  it('are few: the oldest goes first', () => {
    const { ask } = start();
    const keys = Array.from({ length: 65 }, (_, index) => `key ${index}`);
    for (const key of keys) ask(key);
    expect(ask('key 64').made).toBe(65);
    expect(ask('key 0').made).toBe(66);
  });
});
