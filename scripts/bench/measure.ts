import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../dist/mailtrail.cjs', import.meta.url));

/** Certificates that a machine names here are read by Node whenever it starts, mailtrail's or a peer's: a third of the start of most commands, and no work of any. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

export interface Timing {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** standard input */
  readonly input?: string;
}

export interface Run {
  readonly seconds: number;
  /** of the whole process; null where nothing on this machine can tell */
  readonly peakBytes: number | null;
  readonly stdout: string;
}

export function timingOf(values: readonly number[]): Timing {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    min: sorted[0] ?? 0,
    median: medianOf(sorted),
    max: sorted.at(-1) ?? 0,
  };
}

function medianOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (lower + upper) / 2;
}

/** Milliseconds of one whole run of the program, from a cold start; its output is thrown away. */
export function timeProgram(args: readonly string[], allowed: readonly number[]): number {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, [PROGRAM, ...args], { stdio: 'ignore', env });
  const took = performance.now() - begun;
  if (status === null || !allowed.includes(status))
    throw new Error(`mailtrail ${args.join(' ')} ended with ${status}`);
  return took;
}

const GNU_TIME = '/usr/bin/time';

let gnuTime: boolean | undefined;

/**
 * A process's own figure for its peak is no match for GNU time's: after a fork it begins with what its parent had, so a
 * small program would show the size of the benchmark.
 */
function hasGnuTime(): boolean {
  gnuTime ??= spawnSync(GNU_TIME, ['-f', '%M', 'true'], { stdio: 'ignore' }).status === 0;
  return gnuTime;
}

/** One whole process, from its start to its end. Throws with what it said when it fails. */
export function runWhole(command: Command): Run {
  const prefix = join(tmpdir(), `mailtrail-bench-${process.pid}`);
  const [peak, errors] = [`${prefix}.peak`, `${prefix}.errors`];
  const measured = hasGnuTime();
  const file = measured ? GNU_TIME : command.file;
  const args = measured ? ['-f', '%M', '-o', peak, command.file, ...command.args] : command.args;
  // To a file: sqlite3 warns of every line that is longer than the table, and a pipe to us would slow it.
  const sink = openSync(errors, 'w');
  try {
    const begun = performance.now();
    const { status, stdout, error } = spawnSync(file, args, {
      input: command.input ?? '',
      encoding: 'utf8',
      env,
      stdio: ['pipe', 'pipe', sink],
      maxBuffer: 1024 * 1024 * 1024,
    });
    const seconds = (performance.now() - begun) / 1000;
    if (status !== 0) {
      const said = error?.message ?? readFileSync(errors, 'utf8').slice(-2000);
      throw new Error(`${command.file} ended with ${status}: ${said}`);
    }
    return { seconds, peakBytes: measured ? peakIn(peak) : null, stdout };
  } finally {
    closeSync(sink);
    for (const each of [peak, errors]) rmSync(each, { force: true });
  }
}

function peakIn(file: string): number {
  return Number(readFileSync(file, 'utf8').trim().split('\n').at(-1)) * 1024;
}

/** So that no loader has to wait for what the one before it left to be written. */
export function settleDisk(): void {
  spawnSync('sync', { stdio: 'ignore' });
}
