#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, UserError } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { visible } from '../render/visible.ts';
import { OutputClosed, processIo } from './io.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return await failed(error, io, args.includes('--debug'));
  }
}

async function failed(thrown: unknown, io: Io, debug: boolean): Promise<ExitCode> {
  if (thrown instanceof OutputClosed) return EXIT.done;
  // Commander has printed its message already; help and version end here too.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
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

process.exitCode = await main(process.argv.slice(2), processIo());
