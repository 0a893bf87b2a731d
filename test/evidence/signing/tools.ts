import { spawnSync } from 'node:child_process';

export interface ToolRun {
  readonly code: number | null;
  readonly out: string;
}

/** Runs a tool; both its outputs in one text. */
export function run(
  tool: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string | Uint8Array } = {},
): ToolRun {
  const { status, stdout, stderr } = spawnSync(tool, args, {
    encoding: 'utf8',
    input: options.input ?? '',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { code: status, out: `${stdout}${stderr}` };
}

/** Whether a tool is on this machine; says so where it is not. */
export function has(tool: string, args: readonly string[]): boolean {
  const there = spawnSync(tool, args, { input: '' }).error === undefined;
  if (!there) process.stderr.write(`${tool} is not installed: its tests are skipped\n`);
  return there;
}
