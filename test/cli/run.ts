import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder: the program is run there, so that paths in its output are the same everywhere. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PROGRAM = fileURLToPath(new URL('../../dist/mailtrail.cjs', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program. `TZ` and `COLUMNS` are fixed. */
export function mailtrail(
  args: readonly string[],
  options: { db?: string; input?: string; env?: Record<string, string>; cwd?: string } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd ?? ROOT,
    encoding: 'utf8',
    input: options.input ?? '',
    env: {
      ...process.env,
      TZ: 'UTC',
      COLUMNS: '100',
      MAILTRAIL_DB: options.db ?? '',
      ...options.env,
    },
    maxBuffer: 256 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
}
