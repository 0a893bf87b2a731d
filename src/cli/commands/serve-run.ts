import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { LiveSite } from '../../web/app.ts';
import { listen } from '../../web/listen.ts';
import { newSecrets } from '../../web/secrets.ts';
import { tellFailure } from '../failure.ts';
import { interruptSignal } from '../interrupt.ts';
import { tell } from '../io.ts';
import type { Io } from '../io.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { dbFile } from '../options.ts';
import { createReportCache } from '../report-cache.ts';
import { withStore } from '../with-store.ts';
import { askAhead } from './serve-ahead.ts';
import { createAnswers } from './serve-answers.ts';
import { searchInThreads } from './serve-search.ts';
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
  const db = dbFile(options, io.env);
  const cache = createReportCache(db);
  const searches = searchInThreads({ db, tz: options.tz });
  const page = await listen({
    answers: createAnswers(options, io, { cache, searchFar: searches.search }),
    secrets: newSecrets(),
    port: options.port,
    zone: options.tz,
    ...(live === undefined ? {} : { live }),
    onBug: (error) => void tellFailure(error, io, options.debug ?? false),
  });
  const ahead = askAhead({ db, tz: options.tz }, cache, live !== undefined);
  try {
    await Promise.race([ahead.first, aborted(signal), elapsed(MOST_WAIT_MS)]);
    io.out(`${page.address}\n`);
    tell(io, 'The address holds a key: it lets in whoever has it. Ctrl-C ends the page.');
    if (options.open) openInBrowser(page.address, (why) => tell(io, why));
    await aborted(signal);
  } finally {
    await Promise.all([ahead.stop(), searches.stop()]);
    await page.close();
  }
  return EXIT.interrupted;
}

/** So long, in milliseconds, the address is kept back until the pages that one looks at first answer at once. */
const MOST_WAIT_MS = 5000;

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
