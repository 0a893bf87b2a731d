import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { formatDuration } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { exitCodeOf } from './exit-code.ts';
import { interruptSignal } from './interrupt.ts';
import type { Io } from './io.ts';
import { DOING, SIGNAL_FD } from './sql-job.ts';
import type { SqlJob } from './sql-job.ts';

const CHILD = fileURLToPath(new URL('./sql-child.js', import.meta.url));

/**
 * Runs a query in a process of its own, which prints the answer: a query in the middle of its work can only be ended with its process, as
 * better-sqlite3 has no interrupt and a thread ends only between two calls. Throws UserError `query-timeout`.
 */
export async function runInProcess(job: SqlJob, limitMs: number, io: Io): Promise<ExitCode> {
  const child = spawn(process.execPath, [...process.execArgv, CHILD], {
    stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
  });
  const interrupted = interruptSignal(io, 'interrupted');
  const end = (): void => {
    child.kill('SIGKILL');
  };
  interrupted.signal.addEventListener('abort', end);
  process.once('exit', end);
  const clock = watch(child, limitMs, end);
  try {
    const [code, signal] = await ended(child, job);
    if (interrupted.signal.aborted || signal === 'SIGINT' || signal === 'SIGTERM')
      return EXIT.interrupted;
    if (clock.isOver()) throw tooLong(limitMs);
    if (code === null) throw killed(signal);
    return exitCodeOf(code);
  } finally {
    clock.stop();
    process.off('exit', end);
    interrupted.dispose();
  }
}

function ended(
  child: ChildProcess,
  job: SqlJob,
): Promise<[code: number | null, signal: string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve([code, signal]);
    });
    // It may end before it has read all; its exit tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(JSON.stringify(job));
  });
}

/** Counts the time in which the database works, not that in which somebody reads what was found. */
function watch(child: ChildProcess, limitMs: number, end: () => void) {
  let left = limitMs;
  let over = false;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    left -= performance.now() - since;
  };
  const start = (): void => {
    stop();
    since = performance.now();
    timer = setTimeout(
      () => {
        over = true;
        end();
      },
      Math.max(0, left),
    );
  };
  const doing = child.stdio[SIGNAL_FD];
  if (limitMs > 0 && doing instanceof Readable)
    doing.setEncoding('latin1').on('data', (letters: string) => {
      if (letters.endsWith(DOING.running)) start();
      else stop();
    });
  return { isOver: () => over, stop };
}

function tooLong(limitMs: number): UserError {
  return new UserError(
    'query-timeout',
    `the query took longer than ${formatDuration(limitMs / 1000)} and was stopped`,
    {
      hint: '--timeout 5m gives it more time, --timeout 0 any; or narrow what it reads with where, and join views as docs/schema.md shows: with a as materialized (select ...)',
    },
  );
}

function killed(signal: string | null): UserError {
  return new UserError('query-killed', `the system ended the query (${signal ?? 'no signal'})`, {
    hint: 'it may have needed too much memory: narrow it with where, or ask for fewer columns',
  });
}
