import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Output and exit code of the built program, at a fixed width. */
export function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { text: string; code: number | null } {
  const { status, stdout } = spawnSync(process.execPath, ['dist/mailtrail.cjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', COLUMNS: '100', NO_COLOR: '1', ...env },
  });
  return { text: stdout.trimEnd(), code: status };
}
