import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { answerInThread } from '../../src/cli/answer-in-thread.ts';

const HOUR_MS = 3_600_000;

/** Answers with the question and how many it was asked; some words end it. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  let count = 0;
  parentPort.on('message', (word) => {
    if (word === 'throw') throw new Error('no such day');
    if (word === 'exit') process.exit();
    if (word !== 'never') parentPort.postMessage(word + ' ' + ++count);
  });`;

function start(idleMs: number) {
  const threads: Worker[] = [];
  const answerer = answerInThread<string, string>(() => {
    const thread = new Worker(THREAD, { eval: true });
    threads.push(thread);
    return thread;
  }, idleMs);
  return { answerer, threads };
}

test('one thread answers question after question', async () => {
  const { answerer, threads } = start(HOUR_MS);
  expect([await answerer.answer('a'), await answerer.answer('b')]).toEqual(['a 1', 'b 2']);
  expect(threads).toHaveLength(1);
  await answerer.end();
  expect(threads[0]?.threadId).toBe(-1);
});

test.each([
  ['an error in it', 'throw', { message: 'no such day' }],
  ['its end', 'exit', { code: 'serve-ended' }],
])('%s is told, and the next question begins another one', async (_, word, told) => {
  const { answerer, threads } = start(HOUR_MS);
  expect(await answerer.answer('a')).toBe('a 1');
  await expect(answerer.answer(word)).rejects.toMatchObject(told);
  expect(await answerer.answer('b')).toBe('b 1');
  expect(threads).toHaveLength(2);
  await answerer.end();
});

test('who waits is told of the end', async () => {
  const { answerer } = start(HOUR_MS);
  const refused = expect(answerer.answer('never')).rejects.toMatchObject({ code: 'serve-ended' });
  await answerer.end();
  await refused;
});

test('a thread that is asked nothing ends, and the next question begins another one', async () => {
  const { answerer, threads } = start(1);
  expect(await answerer.answer('a')).toBe('a 1');
  const [thread] = threads;
  if (thread !== undefined && thread.threadId !== -1) await once(thread, 'exit');
  expect(await answerer.answer('b')).toBe('b 1');
  expect(threads).toHaveLength(2);
  await answerer.end();
});
