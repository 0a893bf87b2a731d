import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions, addOutputOptions } from '../options.ts';
import type { AsOfOptions, GlobalOptions, MessageOptions, OutputOptions } from '../options.ts';

export type CoverageOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  Pick<MessageOptions, 'since' | 'until'> & {
    readonly rejects?: boolean;
    readonly hours?: boolean;
  };

export function addCoverage(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('coverage')
    .summary('what was read: servers, gaps, clocks, lines that could not be read')
    .description(
      'Shows which days and hours of each server were read, of modern ones which logs, and what is missing. Days are those of --tz.',
    )
    .option('--since <TIME>', 'days and gaps from then on')
    .option('--until <TIME>', 'days and gaps before it')
    .option('--hours', 'with --json and --jsonl: hours that have lines')
    .option('--rejects', 'list the lines that could not be read');
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail coverage
  mailtrail coverage --since 2004-02-01 --tz Europe/Paris
  mailtrail coverage --rejects
  mailtrail coverage --rejects --csv > rejects.csv
`,
  );
  command.action(async () => {
    const { runCoverage } = await import('./coverage-run.ts');
    done(runCoverage(command.optsWithGlobals<CoverageOptions>(), io));
  });
}
