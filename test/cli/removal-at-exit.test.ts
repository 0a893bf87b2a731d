import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run.ts';

/** A program that is stopped by a signal while something is half-made. */
function stoppedBy(signal: string): { status: number | null; stdout: string } {
  const program = `
    import { removalAtExit } from './dist/cli/removal-at-exit.js';
    removalAtExit().watch({ discard: () => { console.log('removed'); } });
    setInterval(() => {}, 1000);
    process.kill(process.pid, '${signal}');`;
  const args = ['--input-type=module', '-e', program];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout };
}

describe('a program that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('removes what is half-made: %s', (signal) => {
    expect(stoppedBy(signal)).toEqual({ status: 130, stdout: 'removed\n' });
  });
});
