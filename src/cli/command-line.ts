import { CommanderError } from 'commander';
import { EXIT } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { tellFailure } from './failure.ts';
import { processIo } from './io.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** Runs what the arguments of this process ask for, and sets its exit code. */
export async function runCommandLine(): Promise<void> {
  process.exitCode = await codeOf(process.argv.slice(2), processIo());
}

async function codeOf(args: readonly string[], io: Io): Promise<ExitCode> {
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
    // Commander has printed its message already; help and version end here too.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT.done : wrongUsage(args, io);
    return await tellFailure(error, io, args.includes('--debug'));
  }
}

/** To a monitor exit 2 would be an alarm: what cannot be asked is unknown. */
function wrongUsage(args: readonly string[], io: Io): ExitCode {
  if (!args.includes('--nagios')) return EXIT.usage;
  io.out('MAILTRAIL UNKNOWN - wrong options\n');
  return EXIT.nothingFound;
}
