import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Loader } from './loaders.ts';
import type { Log } from './logs.ts';
import { runWhole, settleDisk, timingOf, type Timing } from './measure.ts';

export interface Result {
  readonly loader: Loader;
  readonly seconds: Timing;
  /** the highest of all rounds; null where unknown */
  readonly peakBytes: number | null;
  readonly dbBytes: number;
}

interface Round {
  readonly seconds: number;
  readonly peakBytes: number | null;
  readonly dbBytes: number;
}

/**
 * All loaders in turn, then all again: what slows the machine for a while meets all of them. Every database is new and
 * is deleted at once; `inspect` sees those of the first round.
 */
export function measureInTurn(
  loaders: readonly Loader[],
  log: Log,
  rounds: number,
  inspect: (loader: Loader, db: string) => void,
): Result[] {
  const all = loaders.map((loader) => ({ loader, rounds: [] as Round[] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { loader, rounds: done } of all) {
      const measured = measure(loader, log, round === 1 ? inspect : null);
      console.error(
        `round ${round}/${rounds}  ${loader.name.padEnd(30)} ${measured.seconds.toFixed(1)} s`,
      );
      done.push(measured);
    }
  }
  return all.map(({ loader, rounds: done }) => resultOf(loader, done));
}

function measure(
  loader: Loader,
  log: Log,
  inspect: ((loader: Loader, db: string) => void) | null,
): Round {
  const { scratch } = log;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  try {
    settleDisk();
    const db = join(scratch, 'log.db');
    const { seconds, peakBytes, stdout } = runWhole(loader.command(log, db));
    const answer = loader.answer(stdout);
    const expected = log.lines - log.headers * log.files.length;
    // Whoever drops lines is faster than it should be.
    if (answer.rows !== expected)
      throw new Error(`${loader.name} loaded ${answer.rows} of ${expected} lines`);
    const dbBytes = sizeOf(scratch);
    inspect?.(loader, db);
    return { seconds, peakBytes: peakBytes ?? answer.peakBytes, dbBytes };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function resultOf(loader: Loader, rounds: readonly Round[]): Result {
  const peaks = rounds.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return {
    loader,
    seconds: timingOf(rounds.map(({ seconds }) => seconds)),
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    dbBytes: rounds.at(-1)?.dbBytes ?? 0,
  };
}
