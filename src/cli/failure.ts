import { EXIT, UserError } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { visible } from '../render/visible.ts';
import { OutputClosed } from './io.ts';
import type { Io } from './io.ts';

/** Tells what ended a command, and gives its exit code. */
export async function tellFailure(thrown: unknown, io: Io, debug: boolean): Promise<ExitCode> {
  if (thrown instanceof OutputClosed) return EXIT.done;
  // Loaded only here: it brings the database, which help and explain do without.
  const { asUserError } = await import('../store/user-errors.ts');
  const error = asUserError(thrown, 'the database');
  if (error instanceof UserError) {
    io.err(`error: ${visible(error.message)}\n  ${visible(error.hint)}\n`);
    if (debug) io.err(`${error.stack ?? ''}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`internal error, please report it:\n${text}\n`);
  return EXIT.internal;
}
