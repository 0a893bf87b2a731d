import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createWaited, goFirst, letPass } from '../../src/cli/right-of-way.ts';

test('what somebody waits for is counted until it is done, or has failed', async () => {
  const waited = createWaited();
  // Nobody waits: it goes on at once.
  letPass(waited);
  const one = goFirst(waited, () => Promise.resolve(7));
  const other = goFirst(waited, () => Promise.reject(new Error('no such day')));
  expect(waited[0]).toBe(2);
  expect(await one).toBe(7);
  await expect(other).rejects.toThrow('no such day');
  expect(waited[0]).toBe(0);
  letPass(waited);
});

test('another thread goes on when it is done', async () => {
  const waited = createWaited();
  // As `letPass` does: threads run JavaScript alone.
  const code = `${letPass.toString()};
    const { parentPort, workerData } = require('node:worker_threads');
    parentPort.postMessage('waits');
    letPass(workerData);
    parentPort.postMessage(Atomics.load(workerData, 0));`;
  let worker: Worker | undefined;
  const told = await goFirst(waited, async () => {
    worker = new Worker(code, { eval: true, workerData: waited });
    return once(worker, 'message');
  });
  expect(told).toEqual(['waits']);
  if (worker !== undefined) expect(await once(worker, 'message')).toEqual([0]);
});
