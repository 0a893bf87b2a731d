import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { listen } from '../../web/listen.ts';
import { newSecrets } from '../../web/secrets.ts';
import { tellFailure } from '../failure.ts';
import { interruptSignal } from '../interrupt.ts';
import { tell } from '../io.ts';
import type { Io } from '../io.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { dbFile } from '../options.ts';
import { withStore } from '../with-store.ts';
import { createAnswers } from './serve-answers.ts';
import type { ServeOptions } from './serve.ts';

/** Answers until Ctrl-C. The database is opened read-only for each answer, so that what `ingest` adds is there at once. */
export async function runServe(options: ServeOptions, io: Io): Promise<ExitCode> {
  // What is wrong with the database is better told now than by each page.
  withStore(dbFile(options, io.env), () => undefined);
  const page = await listen({
    answers: createAnswers(options, io),
    secrets: newSecrets(),
    port: options.port,
    zone: options.tz,
    onBug: (error) => void tellFailure(error, io, options.debug ?? false),
  });
  const interrupt = interruptSignal(io, 'stopping');
  try {
    io.out(`${page.address}\n`);
    tell(io, 'The address holds a key: it lets in whoever has it. Ctrl-C ends the page.');
    if (options.open) openInBrowser(page.address, (why) => tell(io, why));
    await aborted(interrupt.signal);
  } finally {
    await page.close();
    interrupt.dispose();
  }
  return EXIT.interrupted;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
