import type { Command } from 'commander';
import { Option } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addReadingOptions, intervalOption } from '../options.ts';
import type { GlobalOptions, ReadingOptions } from '../options.ts';

export interface IngestOptions extends GlobalOptions, ReadingOptions {
  readonly dryRun?: boolean;
  readonly follow?: boolean;
  /** Seconds. */
  readonly interval?: number;
  readonly json?: boolean;
  readonly strict?: boolean;
}

export function addIngest(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('ingest')
    .argument('<PATH...>', 'files, folders (with all in them), globs, - for stdin')
    .summary('read logs into the database')
    .description(
      'Reads tracking logs into the database. Reading the same file again changes nothing.',
    );
  addReadingOptions(command)
    .addOption(
      new Option(
        '--follow',
        'go on reading what is added to files, and new files of folders and globs, until Ctrl-C',
      ).conflicts('dryRun'),
    )
    .addOption(
      new Option(
        '--interval <SECONDS>',
        'with --follow: wait so long between two looks (default: 5)',
      ).argParser(intervalOption),
    )
    .option('--dry-run', 'read and count, store nothing')
    .option('--strict', 'exit 5 if any line could not be read')
    .option('--json', 'the summary as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail ingest EXCH01.log EXCH02.log
  mailtrail ingest "logs/**/2004021*.log" --db case-17.db
  mailtrail ingest - --server EXCH01 < 20040218.log
  mailtrail ingest --follow //EXCH01/EXCH01.log //EXCH02/EXCH02.log

With --follow, files are never locked nor kept open, and queries can be asked all the while. Ctrl-C
is its normal end: exit 0, or 1 if a file cannot be read then. --json prints a summary a line: of
the first pass, and of each look that found something new.
`,
    );
  command.action(async (paths: string[]) => {
    const options = command.optsWithGlobals<IngestOptions>();
    const run = options.follow
      ? (await import('./follow-run.ts')).runFollow
      : (await import('./ingest-run.ts')).runIngest;
    done(await run(paths, options, io));
  });
}
