import { readFileSync } from 'node:fs';
import type { ExitCode } from '../../model/user-error.ts';
import { endOfLogs, openStore } from '../../store/reader.ts';
import type { LiveSite } from '../../web/app.ts';
import { createEventStreams } from '../../web/live/event-streams.ts';
import { createLiveFeed } from '../../web/live/feed.ts';
import type { LiveState } from '../../web/live/feed.ts';
import { now } from '../clock.ts';
import type { FollowNews } from '../follow-job.ts';
import { startFollower } from '../follow-process.ts';
import { tell } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import type { IngestOptions } from './ingest.ts';
import type { ServeOptions } from './serve.ts';

/** That runs in pages; compiled on its own, as it runs elsewhere. */
const SCRIPT = new URL('../../browser/live.js', import.meta.url);

export interface Live {
  readonly site: LiveSite;
  /** Stops following after the batch under way. */
  stop(): Promise<void>;
}

/** Follows logs in a process of its own and tells pages what it reads; gives its exit code where it could not begin. */
export async function startLive(
  paths: readonly string[],
  options: ServeOptions,
  io: Io,
): Promise<Live | ExitCode> {
  const feed = createLiveFeed();
  const site = { feed, streams: createEventStreams(feed), script: readFileSync(SCRIPT, 'utf8') };
  const file = dbFile(options, io.env);
  const follower = startFollower({ paths, options: readingOf(options, file) }, (news) => {
    const state = stateOf(news, file, io);
    if (state !== null) feed.tell(state);
  });
  const begun = await follower.begun;
  if (begun !== 'begun') return begun;
  let isStopping = false;
  const tellEnd = async (): Promise<void> => {
    const why = await follower.ended;
    if (isStopping) return;
    feed.tell({ kind: 'ended', why });
    tell(
      io,
      `error: the logs are followed no more: ${why}`,
      '  pages show what was read until then; Ctrl-C and the same command go on from there',
    );
  };
  // Where nobody reads standard error any more pages tell it all the same.
  tellEnd().catch(() => undefined);
  return {
    site,
    async stop() {
      isStopping = true;
      await follower.stop();
    },
  };
}

/** As `ingest --follow` has them. */
function readingOf(options: ServeOptions, file: string): IngestOptions {
  const { port: _, open: __, follow: ___, ...others } = options;
  const { format = 'auto', subject = true, archive = true, ours = [] } = others;
  return { ...others, db: file, format, subject, archive, ours };
}

function stateOf(news: FollowNews, file: string, io: Io): LiveState | null {
  if (news.kind === 'reading') return news;
  if (news.kind !== 'read') return null;
  return { kind: 'read', at: now(io.env).getTime(), lines: news.lines, asOf: endOf(file) };
}

/** Null too where it cannot be told now: that must not keep pages from being told that there is something new. */
function endOf(file: string): number | null {
  try {
    using store = openStore(file);
    return endOfLogs(store);
  } catch {
    return null;
  }
}
