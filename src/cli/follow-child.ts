import { once } from 'node:events';
import { follow } from '../ingest/follow.ts';
import type { IngestReport } from '../model/ingest-report.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { troubleText } from '../render/follow-text.ts';
import { followOptions, openToFollow } from './commands/follow-run.ts';
import { tellFailure } from './failure.ts';
import type { FollowJob, FollowNews } from './follow-job.ts';
import { processIo, tell } from './io.ts';
import type { Io } from './io.ts';

/** How often the first pass tells how far it is: milliseconds. */
const TELL_EVERY_MS = 2000;

/** The process that follows logs while pages are served: see follow-process.ts. It ends, after the batch under way, when whoever started it is gone. */
async function followLogs({ paths, options }: FollowJob, io: Io): Promise<void> {
  const stop = new AbortController();
  for (const end of ['disconnect', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(end, () => stop.abort());
  const { sink, close } = await openToFollow(paths, options, io);
  let isFirst = true;
  let tellAt = performance.now() + TELL_EVERY_MS;
  const onRound = (report: IngestReport): void => {
    if (isFirst) tell(io, ...troublesOf(report));
    isFirst = false;
    say({ kind: 'read', lines: report.totals.lines });
  };
  try {
    say({ kind: 'begun' });
    await follow(paths, sink, {
      ...followOptions(options, io),
      signal: stop.signal,
      onProgress({ events }) {
        if (!isFirst || performance.now() < tellAt) return;
        tellAt = performance.now() + TELL_EVERY_MS;
        say({ kind: 'reading', events });
      },
      onRound,
      onTrouble: (troubles) => tell(io, ...troubles.map(troubleText)),
    });
  } finally {
    close();
  }
}

/** Of the first pass, as it tells all files: those that could not be read. */
function troublesOf({ files }: IngestReport): string[] {
  return files.filter(({ error }) => error !== null).map(troubleText);
}

function say(news: FollowNews): void {
  // Whoever started us may be gone at any moment; then there is nobody to be told.
  if (process.connected) process.send?.(news, undefined, undefined, () => undefined);
}

async function main(): Promise<ExitCode> {
  // Sent by follow-process.ts alone.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const [job] = (await once(process, 'message')) as [FollowJob];
  const io = processIo();
  try {
    await followLogs(job, io);
    return EXIT.done;
  } catch (error) {
    const { asUserError } = await import('../store/user-errors.ts');
    const known = asUserError(error, 'the database');
    say({
      kind: 'failed',
      why: known instanceof UserError ? known.message : 'internal error, please report it',
    });
    return await tellFailure(error, io, job.options.debug ?? false);
  } finally {
    if (process.connected) process.disconnect();
  }
}

process.exitCode = await main();
