import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tuneEngine } from '../../src/ingest/tune-engine.ts';

function flagsFor(version: string): string[] {
  const flags: string[] = [];
  for (const work of ['load', 'answer'] as const)
    tuneEngine(work, version, (flag) => flags.push(flag));
  return flags;
}

test('only the engine that was measured is told how to optimise', () => {
  expect(flagsFor('11.3.244.8-node.38')).toStrictEqual([
    '--interrupt-budget=400000 --heap-growing-percent=40',
    '--max-inlined-bytecode-size=50',
  ]);
  expect(flagsFor('12.4.254.21-node.33')).toStrictEqual([]);
  expect(flagsFor('110.1.0')).toStrictEqual([]);
});

test('this engine takes what it is told without a word', () => {
  const flags = flagsFor(process.versions.v8).map((flag) => JSON.stringify(flag));
  const script = `for (const flag of [${flags.join()}]) require('node:v8').setFlagsFromString(flag)`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
});
