import { setTimeout } from 'node:timers/promises';
import { follow } from '../../ingest/follow.ts';
import type { FollowOptions } from '../../ingest/follow.ts';
import { isPiped } from '../../ingest/input.ts';
import { resolvePaths } from '../../ingest/paths.ts';
import type { IngestSink } from '../../ingest/sink.ts';
import type { IngestReport } from '../../model/ingest-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { followedText, roundText, troubleText } from '../../render/follow-text.ts';
import { ingestText } from '../../render/ingest-text.ts';
import { progressText } from '../../render/progress-text.ts';
import { safeJson } from '../../render/visible.ts';
import { worstExit } from '../exit-code.ts';
import { interruptSignal } from '../interrupt.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { createProgress } from '../progress.ts';
import { openSink, readOptions } from './ingest-run.ts';
import type { IngestOptions } from './ingest.ts';

const DEFAULT_INTERVAL_SECONDS = 5;

export async function runFollow(
  paths: string[],
  options: IngestOptions,
  io: Io,
): Promise<ExitCode> {
  const view = createView(io, options);
  const { sink, close } = await openToFollow(paths, options, io);
  const interrupt = interruptSignal(
    io,
    'stopping when all that was read is stored (Ctrl-C again to stop at once)',
  );
  const progress = createProgress(io, progressText);
  let isFirst = true;
  const onRound = (report: IngestReport): void => {
    progress.clear();
    if (options.json) io.out(`${safeJson(report)}\n`);
    else io.out(isFirst ? ingestText(report, view, true) : roundText(report));
    if (isFirst && !interrupt.signal.aborted)
      tell(io, `following: looking for more every ${secondsOf(options)} s, until Ctrl-C`);
    isFirst = false;
  };
  try {
    const report = await follow(paths, sink, {
      ...followOptions(options, io),
      signal: interrupt.signal,
      onProgress: progress.show,
      onRound,
      onTrouble(troubles) {
        progress.clear();
        tell(io, ...troubles.map(troubleText));
      },
    });
    progress.clear();
    if (!options.json) io.out(followedText(report, view));
    return exitOf(report, options);
  } finally {
    progress.clear();
    interrupt.dispose();
    close();
  }
}

/** The sink of a database that nobody else writes to. Throws UserError for paths that cannot be followed. */
export async function openToFollow(
  paths: readonly string[],
  options: IngestOptions,
  io: Io,
): Promise<{ sink: IngestSink; close: () => void }> {
  refusePipes(paths);
  // What does not exist must not leave an empty database behind.
  await resolvePaths(paths);
  return openSink(dbFile(options, io.env), false, io);
}

/** What the options say of how logs are read and looked at. */
export function followOptions(
  options: IngestOptions,
  io: Io,
): Omit<FollowOptions, 'signal' | 'onProgress' | 'onRound' | 'onTrouble'> {
  return { ...readOptions(options, io), intervalMs: secondsOf(options) * 1000, sleep };
}

function secondsOf({ interval }: IngestOptions): number {
  return interval ?? DEFAULT_INTERVAL_SECONDS;
}

/** Ends early, and well, when the signal is aborted. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function refusePipes(paths: readonly string[]): void {
  for (const path of paths)
    if (isPiped(path))
      throw new UserError(
        'cannot-follow',
        `${path === '-' ? 'standard input' : JSON.stringify(path)} cannot be followed`,
        {
          hint: 'name files, folders or globs: what comes through a pipe is read once, without --follow',
          exitCode: EXIT.usage,
        },
      );
}

/** Ctrl-C is how it ends, no interruption. */
function exitOf({ files, totals }: IngestReport, options: IngestOptions): ExitCode {
  return worstExit([
    files.some(({ error }) => error !== null) ? EXIT.internal : EXIT.done,
    options.strict && totals.rejects > 0 ? EXIT.incomplete : EXIT.done,
  ]);
}
