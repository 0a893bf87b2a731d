import { utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createReportsOverTime } from '../../src/cli/reports-over-time.ts';
import { useTempFolder } from '../support/temp-folder.ts';

describe('reports of a database that grows', () => {
  const folder = useTempFolder();

  /** Of a file that was stored to as news 1 told, at second 100; it is second 200. */
  function start() {
    const file = folder.write('a.db', 'one');
    const now = { second: 200, news: 1 };
    const cache = createReportsOverTime(
      file,
      () => now.news,
      () => now.second * 1000,
    );
    const store = (second: number, news: number): void => {
      utimesSync(file, second, second);
      Object.assign(now, { second: second + 5, news });
    };
    store(100, 1);
    now.second = 200;
    const renew = (made: number, state = cache.state() ?? ''): void =>
      cache.renew('a', { made }, state);
    let made = 0;
    const make = (): { made: number } => ({ made: ++made });
    /** What a page shows, and the older news that it is as new as. */
    const page = (): [number, number | null] => {
      const report = cache.soon.get('a', make);
      return [report.made, cache.toldOf(report)];
    };
    return { cache, now, store, renew, make, page };
  }

  it('are shown as older ones once more was stored, until they are made again', () => {
    const { store, renew, page } = start();
    renew(70);
    expect(page()).toEqual([70, null]);
    store(210, 2);
    expect(page()).toEqual([70, 1]);
    renew(80);
    expect(page()).toEqual([80, null]);
  });

  it('are asked for while somebody looks at pages', () => {
    const { cache, now, page } = start();
    expect(cache.isAsked()).toBe(false);
    page();
    now.second += 100;
    expect(cache.isAsked()).toBe(true);
    now.second += 100;
    expect(cache.isAsked()).toBe(false);
  });

  it('are older ones too where more was stored while they were made', () => {
    const { cache, store, renew, page } = start();
    const state = cache.state() ?? '';
    store(210, 2);
    renew(70, state);
    expect(page()).toEqual([70, 1]);
  });

  it('are never said to be newer than what was told when they were begun', () => {
    const { now, renew, store, page, cache } = start();
    // Stored already, told a moment later.
    store(210, 1);
    const state = cache.state() ?? '';
    now.news = 2;
    renew(70, state);
    store(220, 3);
    expect(page()).toEqual([70, 1]);
  });

  it.each([
    [29, 70],
    [31, 1],
  ])('are shown %i seconds after they became older, or made: %i', (seconds, made) => {
    const { now, store, renew, page, cache } = start();
    renew(70);
    // How long they were the newest ones does not matter.
    now.second = 5000;
    store(5000, 2);
    cache.state();
    now.second += seconds;
    expect(page()[0]).toBe(made);
  });

  it('are as new as the database for who asks for that, and then for all', () => {
    const { cache, store, renew, make, page } = start();
    renew(70);
    store(210, 2);
    expect(cache.get('a', make)).toEqual({ made: 1 });
    expect(page()).toEqual([1, null]);
  });

  it('are made by who asks for them where nobody makes them anew', () => {
    const { cache, store, page } = start();
    cache.put('a', { made: 70 }, cache.state() ?? '');
    expect(page()).toEqual([70, null]);
    store(210, 2);
    expect(page()).toEqual([1, null]);
  });
});
