import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { exitCodeOf } from './exit-code.ts';
import type { FollowJob, FollowNews } from './follow-job.ts';

const CHILD = fileURLToPath(new URL('./follow-child.js', import.meta.url));

export interface Follower {
  /** Whether it began; else its exit code. What it has to say of that it has said on standard error. */
  readonly begun: Promise<'begun' | ExitCode>;
  /** Why it ended, in words for people. */
  readonly ended: Promise<string>;
  /** Ends it after the batch under way. */
  stop(): Promise<void>;
}

/**
 * Follows logs as `ingest --follow` does, in a process of its own: whoever answers meanwhile is not kept waiting, and lives on when it dies. It
 * ends by itself when this process is gone.
 */
export function startFollower(job: FollowJob, onNews: (news: FollowNews) => void): Follower {
  const child = fork(CHILD, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const kill = (): void => void child.kill('SIGKILL');
  // Ctrl-C again: at once.
  process.once('exit', kill);
  let why: string | null = null;
  const end = endOf(child);
  const begun = new Promise<'begun' | ExitCode>((resolve) => {
    child.on('message', (news: FollowNews) => {
      if (news.kind === 'failed') ({ why } = news);
      if (news.kind === 'begun') resolve('begun');
      onNews(news);
    });
    void end.then(({ code }) => resolve(code));
  });
  const ended = end.then(({ told }) => {
    process.off('exit', kill);
    return why ?? told;
  });
  // It may be gone before it was told its job; its end tells of that.
  child.on('error', () => undefined);
  child.send(job);
  return {
    begun,
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<{ code: ExitCode; told: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // One that runs may fail to be told something, and runs on.
      if (child.pid === undefined) resolve({ code: EXIT.internal, told: error.message });
    });
    child.once('exit', (code, signal) => {
      const told =
        signal === null ? `its process ended with ${code}` : `its process was ended by ${signal}`;
      const end = { code: exitCodeOf(code), told };
      // What it said last may not have been heard yet.
      if (child.connected) child.once('disconnect', () => resolve(end));
      else resolve(end);
    });
  });
}
