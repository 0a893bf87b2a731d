import { expect, test } from 'vitest';
import { takeTurns } from '../../src/cli/turns.ts';
import type { Turns } from '../../src/cli/turns.ts';

/** Who answers when told to: `done` ends the question that is under way. */
function start(): {
  readonly turns: Turns<string, string>;
  /** Questions under way, in the order in which they were begun. */
  readonly asked: string[];
  done(question: string, error?: Error): Promise<void>;
  count(): number;
  ended: number;
} {
  const ends = new Map<string, (error?: Error) => void>();
  const asked: string[] = [];
  let count = 0;
  const state = {
    asked,
    count: () => count,
    ended: 0,
    turns: takeTurns<string, string>(() => {
      count += 1;
      return {
        answer: (question) =>
          new Promise((resolve, reject) => {
            asked.push(question);
            ends.set(question, (error) => (error ? reject(error) : resolve(`${question}!`)));
          }),
        end: () => Promise.resolve(void (state.ended += 1)),
      };
    }),
    async done(question: string, error?: Error) {
      asked.splice(asked.indexOf(question), 1);
      ends.get(question)?.(error);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
  return state;
}

test('two are asked at once, and no more than are needed', async () => {
  const { turns, asked, done, count } = start();
  const first = turns.ask('a', false);
  expect(count()).toBe(1);
  await done('a');
  expect(await first).toBe('a!');
  const others = ['b', 'c', 'd'].map((question) => turns.ask(question, false));
  expect([asked, count()]).toEqual([['b', 'c'], 2]);
  await done('c');
  expect(asked).toEqual(['b', 'd']);
  await done('b');
  await done('d');
  expect(await Promise.all(others)).toEqual(['b!', 'c!', 'd!']);
});

test('what takes many seconds does not keep the others waiting', async () => {
  const { turns, asked, done } = start();
  const all = [turns.ask('long 1', true), turns.ask('long 2', true), turns.ask('a', false)];
  expect(asked).toEqual(['long 1', 'a']);
  await done('a');
  expect(asked).toEqual(['long 1']);
  await done('long 1');
  expect(asked).toEqual(['long 2']);
  await done('long 2');
  expect(await Promise.all(all)).toEqual(['long 1!', 'long 2!', 'a!']);
});

test('who fails goes on to the next question', async () => {
  const { turns, asked, done } = start();
  const failed = turns.ask('long 1', true);
  const next = turns.ask('long 2', true);
  const refused = expect(failed).rejects.toThrow('no such day');
  await done('long 1', new Error('no such day'));
  await refused;
  expect(asked).toEqual(['long 2']);
  await done('long 2');
  expect(await next).toBe('long 2!');
});

test('who waits is answered before one more is heard', async () => {
  const { turns, asked, done, ended } = start();
  const numbers = Array.from({ length: 19 }, (_, number) => String(number));
  const answers = Promise.allSettled(numbers.map((question) => turns.ask(question, false)));
  while (asked[0] !== undefined) await done(asked[0]);
  const settled = await answers;
  const refused = settled.flatMap((one, index) => (one.status === 'rejected' ? [index] : []));
  expect(refused).toEqual([18]);
  expect(settled[18]).toMatchObject({ reason: { code: 'too-many-questions' } });
  expect(ended).toBe(0);
});

test('what takes many seconds, and waits for its like, leaves room for one that need not wait', async () => {
  const { turns, asked } = start();
  const long = Array.from({ length: 17 }, (_, number) => turns.ask(`long ${number}`, true));
  void turns.ask('a', false);
  expect(asked).toEqual(['long 0', 'a']);
  await expect(turns.ask('long 17', true)).rejects.toMatchObject({ code: 'too-many-questions' });
  await expect(Promise.race([...long, Promise.resolve('none')])).resolves.toBe('none');
});

test('those that wait at the end are refused, and all later ones', async () => {
  const state = start();
  const { turns, asked, done, count } = state;
  const [a, , c] = ['a', 'b', 'c'].map((question) => turns.ask(question, false));
  const refused = expect(c).rejects.toMatchObject({ code: 'serve-ended' });
  await turns.end();
  await refused;
  await expect(turns.ask('d', false)).rejects.toMatchObject({ code: 'serve-ended' });
  await done('a');
  expect(await a).toBe('a!');
  expect([asked, state.ended, count()]).toEqual([['b'], 2, 2]);
});
