import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import { openForWriting } from '../../src/store/open.ts';
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

let logs = '';
let undisturbed = '';
let takes = 0;

/** One run; killed after so many milliseconds, if it is not over by then. */
function ingest(db: string, killAfter: number | null): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [PROGRAM, '--db', db, 'ingest', logs], { stdio: 'ignore' });
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ code, milliseconds: performance.now() - begun });
    });
  });
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
  const first = await ingest(folder.at('undisturbed.db'), null);
  expect(first.code).toBe(0);
  takes = first.milliseconds;
  undisturbed = contentOf(folder.at('undisturbed.db'));
});

describe('a run that is killed at any moment', () => {
  const next = moments(2004);
  const shares = Array.from({ length: KILLS }, next);

  test(`loses and doubles nothing: the same command ends with the same content, ${KILLS} times`, async () => {
    let killed = 0;
    const one = async (index: number): Promise<string> => {
      const db = folder.at(`killed-${index}.db`);
      const { code } = await ingest(db, (shares[index] ?? 0) * takes);
      if (code === null) killed += 1;
      // The system may need a moment to let go of what the dead one held.
      await after(0);
      const again = await ingest(db, null);
      const content = `${again.code} ${contentOf(db)}`;
      for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(db + suffix, { force: true });
      return content;
    };
    for (let from = 0; from < KILLS; from += AT_ONCE) {
      const indexes = Array.from({ length: AT_ONCE }, (_, i) => from + i);
      const contents = await Promise.all(indexes.map(one));
      expect(contents).toEqual(indexes.map(() => `0 ${undisturbed}`));
    }
    expect(killed).toBeGreaterThan(KILLS / 2);
  }, 300_000);
});
