import { spawnSync } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Timing {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function timingOf(values: readonly number[]): Timing {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    min: sorted[0] ?? 0,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    max: sorted.at(-1) ?? 0,
  };
}

/** Milliseconds of one whole run of the program, from a cold start; its output is thrown away. */
export function timeProgram(args: readonly string[], allowed: readonly number[]): number {
  const sink = openSync('/dev/null', 'w');
  try {
    const begun = performance.now();
    const { status } = spawnSync(process.execPath, [PROGRAM, ...args], {
      stdio: ['ignore', sink, sink],
    });
    const took = performance.now() - begun;
    if (status === null || !allowed.includes(status))
      throw new Error(`mailtrail ${args.join(' ')} ended with ${status}`);
    return took;
  } finally {
    closeSync(sink);
  }
}

/** What the program prints. */
export function askProgram(args: readonly string[]): string {
  const { stdout } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  return stdout;
}
