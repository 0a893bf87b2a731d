import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTempFolder } from '../support/temp-folder.ts';
import { PROGRAM } from './run.ts';

const DIST = dirname(PROGRAM);
const FAKE = `(function (module) {
  module.exports = { runCommandLine: async () => console.log('from the bundle') };
})`;
const CACHE = `bundle-${process.version}-${process.platform}-${process.arch}.cache`;
const VERSION = /^\d+\.\d+\.\d+$/;

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

describe('the bundle', () => {
  const folder = useTempFolder();
  const bundle = join(DIST, 'bundle.cjs');
  const text = readFileSync(bundle, 'latin1');

  it('is ASCII, as it is read', () => {
    expect(text).not.toMatch(/[^\0-\x7f]/);
  });

  it('has a code cache that this version of V8 takes', () => {
    const bytes = readFileSync(join(DIST, CACHE));
    const cachedData = bytes.subarray(0, -4);
    const { cachedDataRejected } = new Script(text, { filename: bundle, cachedData });
    expect(cachedDataRejected).toBe(false);
    expect(bytes.readUInt32LE(cachedData.length)).toBe(crc32(cachedData));
  });

  it.each([5000, 300_000, -5, -1])('runs where a byte of its code cache is another: %i', (at) => {
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
