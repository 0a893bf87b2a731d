import { tuneEngine } from '../../ingest/tune-engine.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { LiveSite } from '../../web/app.ts';
import type { Answers } from '../../web/answers.ts';
import { askDay, askFirst } from '../../web/first-questions.ts';
import { listen } from '../../web/listen.ts';
import { newSecrets } from '../../web/secrets.ts';
import { tellFailure } from '../failure.ts';
import { interruptSignal } from '../interrupt.ts';
import { tell } from '../io.ts';
import type { Io } from '../io.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { dbFile } from '../options.ts';
import { keepRead } from '../report-cache.ts';
import type { ReportCache } from '../report-cache.ts';
import { createReportsOverTime } from '../reports-over-time.ts';
import { createWaited } from '../right-of-way.ts';
import { shareAnswers } from '../shared-answers.ts';
import type { SharedAnswers } from '../shared-answers.ts';
import { withStore } from '../with-store.ts';
import { askAhead } from './serve-ahead.ts';
import { createAnswers } from './serve-answers.ts';
import { answerInThreads, farOf, isLargeFile } from './serve-far.ts';
import type { Far } from './serve-far.ts';
import { startLive } from './serve-live.ts';
import type { ServeOptions } from './serve.ts';

/** Answers until Ctrl-C. The database is opened read-only for each answer, so that what `ingest` adds is there at once. */
export async function runServe(options: ServeOptions, io: Io): Promise<ExitCode> {
  checkDatabase(options, io);
  const { follow } = options;
  const interrupt = interruptSignal(
    io,
    follow === undefined
      ? 'stopping'
      : 'stopping when all that was read is stored (Ctrl-C again to stop at once)',
  );
  try {
    if (follow === undefined) return await answer(options, io, interrupt.signal);
    const live = await startLive(follow, options, io);
    if (typeof live === 'number') return interrupt.signal.aborted ? EXIT.interrupted : live;
    try {
      if (interrupt.signal.aborted) return EXIT.interrupted;
      return await answer(options, io, interrupt.signal, live.site);
    } finally {
      await live.stop();
    }
  } finally {
    interrupt.dispose();
  }
}

/** What is no fault where logs are followed: the follower makes the database, fills it and brings it up to date before pages are shown. */
const MENDED = ['no-database', 'empty-database', 'old-schema'];

/** What is wrong with the database is better told now than by each page. */
function checkDatabase({ follow, ...options }: ServeOptions, io: Io): void {
  try {
    withStore(dbFile(options, io.env), () => undefined);
  } catch (error) {
    const isMended = error instanceof UserError && MENDED.includes(error.code);
    if (follow === undefined || !isMended) throw error;
  }
}

async function answer(
  options: ServeOptions,
  io: Io,
  signal: AbortSignal,
  live?: LiveSite,
): Promise<ExitCode> {
  tuneEngine('answer');
  const db = dbFile(options, io.env);
  const cache = createReportsOverTime(db, () => live?.feed.current() ?? null);
  const isLive = live !== undefined;
  const waited = createWaited();
  const threads = answerInThreads({ db, tz: options.tz }, waited);
  const shared = shareAnswers(cache, isLive ? olderWhileFollowing : () => OLDER_MS);
  const far = (of: SharedAnswers): Far => ({
    ...farOf(threads, of, () => isLargeFile(db)),
    noteCopy: cache.noteCopy,
    // A report of a database that grows on would never be there for who asks again.
    ...(isLive ? {} : { stuck: threads.stuck }),
  });
  const kept = keepRead(db);
  const answers = createAnswers(options, io, { cache, kept, far: far(shared.exact) });
  const pages = createAnswers(options, io, {
    cache: isLive ? cache.soon : cache,
    kept,
    far: far(shared.soon),
  });
  const page = await listen({
    answers,
    pages,
    patience: { firstMs: SOON_MS, againMs: HELD_MS },
    secrets: newSecrets(),
    port: options.port,
    zone: options.tz,
    ...(live === undefined ? {} : { live: { ...live, newsOf: cache.toldOf } }),
    onBug: (error) => void tellFailure(error, io, options.debug ?? false),
  });
  const made = isLive
    ? null
    : await warmUp(createAnswers(options, io, { cache, kept }), cache, options.tz);
  const stop = askAhead({ db, tz: options.tz, made, waited }, cache, isLive);
  try {
    io.out(`${page.address}\n`);
    tell(io, 'The address holds a key: it lets in whoever has it. Ctrl-C ends the page.');
    if (options.open) openInBrowser(page.address, (why) => tell(io, why));
    await aborted(signal);
  } finally {
    await Promise.all([stop(), threads.stop()]);
    await page.close();
  }
  return EXIT.interrupted;
}

/** A page that takes longer says so, in milliseconds. */
const SOON_MS = 300;
/** Who knows that waits so long before it is said again. */
const HELD_MS = 20_000;
/** Pages may be of a database as it was so long ago, in milliseconds. */
const OLDER_MS = 5000;

/** The same where pages say as of when they are: until what took so long may be made again, twice. */
function olderWhileFollowing(tookMs: number): number {
  return Math.max(6 * OLDER_MS, 4 * tookMs);
}

/** Not made in advance is what takes longer than that, in milliseconds: nobody waits so long for an address. */
const AHEAD_MS = 2000;

/**
 * The reports that are looked at first, and the last day a second time, by its date: V8 makes code that ran before run twice as fast, and so pages that
 * nobody could foresee answer soon as well. Gives when that day began, milliseconds UTC; null: they are not made.
 */
async function warmUp(answers: Answers, cache: ReportCache, zone: string): Promise<number | null> {
  const begun = performance.now();
  // Of a database that was written to just now nothing is kept.
  if (cache.state() === null) return null;
  try {
    const lastDay = await askFirst(answers);
    if (performance.now() - begun < AHEAD_MS) await askDay(answers, lastDay, zone);
    return lastDay;
  } catch (error) {
    // What cannot be answered the page tells, when it is asked for.
    if (!(error instanceof UserError)) throw error;
    return null;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
