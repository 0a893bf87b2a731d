import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { tuneEngine } from '../../src/ingest/tune-engine.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PROGRAM } from './run.ts';

const DIST = dirname(PROGRAM);
const FAKE = `(function (module) {
  module.exports = { runCommandLine: async () => console.log('from the bundle') };
})`;
const cacheOf = (name: string): string =>
  `${name}-${process.version}-${process.platform}-${process.arch}.cache`;
const CACHE = cacheOf('bundle');
const VERSION = /^\d+\.\d+\.\d+$/;

/** What the thread that reads logs answers to a file that it cannot read. */
const answerOf = async (script: string): Promise<unknown> => {
  const worker = new Worker(script);
  worker.postMessage({ kind: 'begin', seed: 1 });
  worker.postMessage({ kind: 'read', job: { fd: -1, format: 'none' } });
  const [answer] = (await once(worker, 'message')) as unknown[];
  await worker.terminate();
  return answer;
};

describe('the launcher', () => {
  const folder = useTempFolder();
  beforeEach(() => {
    copyFileSync(PROGRAM, folder.at('mailtrail.cjs'));
    symlinkSync(join(DIST, 'cli'), folder.at('cli'), 'junction');
  });

  const run = (...args: string[]): string =>
    spawnSync(process.execPath, [folder.at('mailtrail.cjs'), ...args], {
      encoding: 'utf8',
    }).stdout.trim();

  it('runs the modules where there is no bundle', () => {
    expect(run('--version')).toMatch(VERSION);
  });

  it('runs a bundle that is newer than the modules', () => {
    folder.write('bundle.cjs', FAKE);
    expect(run('--version')).toBe('from the bundle');
  });

  it('runs the modules where they were compiled after the bundle', () => {
    const bundle = folder.write('bundle.cjs', FAKE);
    utimesSync(bundle, 1, 1);
    expect(run('--version')).toMatch(VERSION);
  });

  it.each(['', 'no code cache', '\0'.repeat(4096)])(
    'passes over a code cache that is none',
    (text) => {
      folder.write('bundle.cjs', FAKE);
      folder.write(CACHE, text);
      expect(run('--version')).toBe('from the bundle');
    },
  );

  it('serves from the modules, as what it draws with is modules', () => {
    folder.write('bundle.cjs', FAKE);
    expect(run('serve', '--help')).toContain('Usage: mailtrail serve');
    expect(run('--tz', 'UTC', 'serve', '--help')).toContain('Usage: mailtrail serve');
  });
});

/** What V8 was told when the script is loaded. */
function flagsOf(name: string): string[] {
  const flags: string[] = [];
  if (name === 'helper') tuneEngine('load', process.versions.v8, (flag) => flags.push(flag));
  return flags;
}

describe.each(['bundle', 'reader', 'helper'])('the script of %s', (name) => {
  const file = join(DIST, `${name}.cjs`);
  const text = readFileSync(file, 'latin1');

  it('is ASCII, as it is read', () => {
    expect(text).not.toMatch(/[^\0-\x7f]/);
  });

  it('has a code cache that this version of V8 takes', () => {
    const cache = join(DIST, cacheOf(name));
    const bytes = readFileSync(cache);
    const cachedData = bytes.subarray(0, -4);
    // A process of its own: this one may have been told how to optimise, and V8 takes nothing that was compiled for other flags.
    const script = `
      const { readFileSync } = require('node:fs');
      const [filename, cache, ...flags] = process.argv.slice(1);
      for (const flag of flags) require('node:v8').setFlagsFromString(flag);
      const cachedData = readFileSync(cache).subarray(0, -4);
      const { Script } = require('node:vm');
      console.log(new Script(readFileSync(filename, 'latin1'), { filename, cachedData }).cachedDataRejected);`;
    const { stdout } = spawnSync(process.execPath, ['-e', script, file, cache, ...flagsOf(name)], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('false');
    expect(bytes.readUInt32LE(cachedData.length)).toBe(crc32(cachedData));
  });
});

describe('the thread that reads logs', () => {
  const folder = useTempFolder();

  const FAILED = { kind: 'failed', message: 'no format none', code: null };

  it('is a script of its own', async () => {
    expect(await answerOf(PROGRAM)).toEqual(FAILED);
  });

  it('is run from the modules where there is none', async () => {
    copyFileSync(PROGRAM, folder.at('mailtrail.cjs'));
    symlinkSync(join(DIST, 'ingest'), folder.at('ingest'), 'junction');
    expect(await answerOf(folder.at('mailtrail.cjs'))).toEqual(FAILED);
  });
});

describe('a damaged code cache', () => {
  const folder = useTempFolder();
  const bundle = join(DIST, 'bundle.cjs');

  it.each([5000, 300_000, -5, -1])('is passed over where a byte is another: %i', (at) => {
    const bytes = readFileSync(join(DIST, CACHE));
    const place = at < 0 ? bytes.length + at : at;
    bytes.fill((bytes[place] ?? 0) ^ 0xff, place, place + 1);
    folder.write(CACHE, bytes);
    copyFileSync(bundle, folder.at('bundle.cjs'));
    copyFileSync(PROGRAM, folder.at('mailtrail.cjs'));
    symlinkSync(join(DIST, 'cli'), folder.at('cli'), 'junction');
    symlinkSync(join(DIST, '..', 'node_modules'), folder.at('node_modules'), 'junction');
    const { stdout } = spawnSync(process.execPath, [folder.at('mailtrail.cjs'), '--version'], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toMatch(VERSION);
  });
});
