import { utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createReportsOverTime } from '../../src/cli/reports-over-time.ts';
import { shareAnswers } from '../../src/cli/shared-answers.ts';
import type { SharedAnswers } from '../../src/cli/shared-answers.ts';
import { useTempFolder } from '../support/temp-folder.ts';

interface Made {
  readonly made: number;
}

describe('answers that take long', () => {
  const folder = useTempFolder();

  /** Of a file that was stored to at second 100; it is second 200. Pages may be 5 seconds old. */
  function start() {
    const file = folder.write('a.db', 'one');
    const now = { second: 200, news: 1 };
    const clock = (): number => now.second * 1000;
    const cache = createReportsOverTime(file, () => now.news, clock);
    const { exact, soon } = shareAnswers(cache, () => 5000, clock);
    utimesSync(file, 100, 100);
    const making: ((error?: Error) => void)[] = [];
    let made = 0;
    const make = (): Promise<Made> =>
      new Promise((resolve, reject) => {
        const number = (made += 1);
        making.push((error) => (error ? reject(error) : resolve({ made: number })));
      });
    const ask = async (from: SharedAnswers, key = 'a'): Promise<Made> =>
      from.ask(key, make, () => ({ made: -1 }));
    return {
      ask,
      cache,
      exact,
      soon,
      now,
      /** Something is stored at that second: 5 seconds ago. */
      store(second: number): void {
        utimesSync(file, second, second);
        Object.assign(now, { second: second + 5, news: now.news + 1 });
      },
      /** It is being written to. */
      write(): void {
        utimesSync(file, now.second, now.second);
        now.news += 1;
      },
      count: () => made,
      async done(error?: Error): Promise<void> {
        making.shift()?.(error);
        await new Promise(setImmediate);
      },
    };
  }

  it('are made once for all who ask meanwhile, and kept', async () => {
    const { ask, exact, soon, done, count } = start();
    expect([soon.isKnown('a'), exact.isKnown('a')]).toEqual([false, false]);
    const all = [ask(soon), ask(exact), ask(soon)];
    expect([soon.isKnown('a'), exact.isKnown('a'), soon.isKnown('b')]).toEqual([true, true, false]);
    await done();
    expect(await Promise.all(all)).toEqual([{ made: 1 }, { made: 1 }, { made: 1 }]);
    expect([await ask(soon), await ask(exact)]).toEqual([{ made: 1 }, { made: 1 }]);
    expect(count()).toBe(1);
  });

  it('are those of their own question', async () => {
    const { ask, soon, done } = start();
    const [one, other] = [ask(soon, 'a'), ask(soon, 'b')];
    await done();
    await done();
    expect([await one, await other]).toEqual([{ made: 1 }, { made: 2 }]);
  });

  it('of a state that is gone are there for pages alone, and for seconds, while they are made anew', async () => {
    const { ask, exact, soon, done, store, now, cache, count } = start();
    const first = ask(soon);
    store(210);
    await done();
    expect(await first).toEqual({ made: 1 });
    expect(await ask(soon)).toEqual({ made: 1 });
    const older = await ask(soon);
    const copy = { ...older };
    expect([cache.toldOf(older), cache.toldOf(copy)]).toEqual([1, null]);
    cache.noteCopy(older, copy);
    expect(cache.toldOf(copy)).toBe(1);
    expect(count()).toBe(1);
    // As much time as the answer took passes before it is made again.
    now.second += 15;
    const again = ask(soon);
    expect(count()).toBe(2);
    const of = ask(exact);
    await done();
    expect([await again, await of]).toEqual([{ made: 2 }, { made: 2 }]);
    expect(cache.toldOf(await again)).toBe(null);
  });

  it('of a state before the last one are not waited for by who wants what is there now', async () => {
    const { ask, exact, soon, done, store } = start();
    const page = ask(soon);
    store(210);
    const json = ask(exact);
    await done();
    await done();
    expect([await page, await json]).toEqual([{ made: 1 }, { made: 2 }]);
    expect(await ask(soon)).toEqual({ made: 2 });
  });

  it('come to an end for pages while the database is written to all the time', async () => {
    const { ask, exact, soon, done, write, cache, count } = start();
    write();
    const first = ask(soon);
    write();
    await done();
    write();
    expect(await ask(soon)).toEqual(await first);
    expect(cache.toldOf(await ask(soon))).toBe(2);
    const [one, other] = [ask(exact), ask(exact)];
    await done();
    await done();
    await done();
    expect(new Set([await one, await other]).size).toBe(2);
    expect(count()).toBeGreaterThan(2);
  });

  it('tell for a while what is wrong, and are then tried again', async () => {
    const { ask, soon, done, now, count } = start();
    const failed = ask(soon);
    const told = expect(failed).rejects.toThrow('no thread');
    await done(new Error('no thread'));
    await told;
    await expect(ask(soon)).rejects.toThrow('no thread');
    expect(count()).toBe(1);
    now.second += 6;
    const again = ask(soon);
    await done();
    expect(await again).toEqual({ made: 2 });
  });
});
