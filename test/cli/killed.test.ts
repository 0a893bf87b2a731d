import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import { openForWriting } from '../../src/store/open.ts';
import { lastRunOf } from '../../src/store/run-events.ts';
import { dumpContent } from '../support/dump.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PROGRAM } from './run.ts';

const folder = useTempFolder('file');

/** Large enough for a reading thread and several batches. */
const MESSAGES = 1500;
const KILLS = 50;
/** At a time, as most of each run is waiting for the disk and for the start. */
const AT_ONCE = 2;

interface Ended {
  readonly code: number | null;
  readonly milliseconds: number;
}

type Ingest = (db: string) => readonly string[];

let logs = '';
let undisturbed = '';
let runs = 0;

/** The command; its transactions are larger than a log that is read a hundred times. */
const atOnce: Ingest = (db) => [PROGRAM, '--db', db, 'ingest', logs];
/** The same with several of them. */
const inSmallGroups: Ingest = (db) => [SMALL_GROUPS, db, logs];
const SMALL_GROUPS = fileURLToPath(
  new URL('../support/ingest-in-small-groups.mjs', import.meta.url),
);

/** One run; killed after so many milliseconds, if it is not over by then. */
function run(args: readonly string[], killAfter: number | null): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ code, milliseconds: performance.now() - begun });
    });
  });
}

/** How many runs of events a database holds, of which the run that wrote it may be dead; 0: none, or no tables. */
function runsIn(db: string): number {
  if (!existsSync(db)) return 0;
  const connection = new Database(db, { readonly: true });
  try {
    return lastRunOf(connection);
  } catch (error) {
    // It was killed before it had made any.
    if (error instanceof Database.SqliteError) return 0;
    throw error;
  } finally {
    connection.close();
  }
}

/** One number for all that a database holds. */
function contentOf(db: string): string {
  const connection = openForWriting(db);
  try {
    return createHash('sha256')
      .update(JSON.stringify(dumpContent(connection)))
      .digest('hex');
  } finally {
    connection.close();
  }
}

/** The same moments in each run of the test: a generator of pseudo-random numbers (mulberry32). */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

beforeAll(async () => {
  const options = {
    seed: 5,
    days: 2,
    messages: MESSAGES,
    unique: false,
    withheld: true,
    skew: true,
  };
  generate({ ...options, out: folder.at('out') });
  logs = folder.at('out/logs');
  const db = folder.at('undisturbed.db');
  expect(await run(atOnce(db), null)).toMatchObject({ code: 0 });
  undisturbed = contentOf(db);
  runs = runsIn(db);
});

/** Gives how many of the runs had committed a part of the events. */
async function killOften(name: string, ingest: Ingest, shares: readonly number[]): Promise<number> {
  const whole = await run(ingest(folder.at(`${name}.db`)), null);
  expect(whole.code).toBe(0);
  let killed = 0;
  let partly = 0;
  const one = async (share: number, index: number): Promise<string> => {
    const db = folder.at(`${name}-${index}.db`);
    const { code } = await run(ingest(db), share * whole.milliseconds);
    if (code === null) killed += 1;
    // The system may need a moment to let go of what the dead one held.
    await after(0);
    const left = runsIn(db);
    if (left > 0 && left < runs) partly += 1;
    const again = await run(atOnce(db), null);
    const content = `${again.code} ${contentOf(db)}`;
    for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(db + suffix, { force: true });
    return content;
  };
  for (let from = 0; from < shares.length; from += AT_ONCE) {
    const some = shares.slice(from, from + AT_ONCE);
    const contents = await Promise.all(some.map((share, i) => one(share, from + i)));
    expect(contents).toEqual(some.map(() => `0 ${undisturbed}`));
  }
  expect(killed).toBeGreaterThan(shares.length / 2);
  return partly;
}

describe('a run that is killed at any moment loses and doubles nothing: the same command ends with the same content', () => {
  const next = moments(2004);
  const shares = Array.from({ length: KILLS }, next);

  test(`${KILLS} times`, async () => {
    await killOften('killed', atOnce, shares);
  }, 300_000);

  test('between its commits too', async () => {
    const partly = await killOften('parts', inSmallGroups, shares.slice(0, KILLS / 2));
    expect(partly).toBeGreaterThan(2);
  }, 300_000);
});
