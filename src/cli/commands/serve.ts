import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addReadingOptions, intervalOption } from '../options.ts';
import type { GlobalOptions, ReadingOptions } from '../options.ts';

export type ServeOptions = GlobalOptions &
  Partial<ReadingOptions> & {
    readonly port: number;
    readonly open?: boolean;
    /** Paths of logs to go on reading. */
    readonly follow?: readonly string[];
    /** Seconds. */
    readonly interval?: number;
  };

const DEFAULT_PORT = 8254;

function portOption(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Name a port from 1 to 65535, or 0 for any that is free.');
}

export function addServe(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .summary('a page to look at, on this machine alone')
    .description(
      'Shows search, messages, what is stuck, days and coverage in a browser, until Ctrl-C. It answers this machine alone, and only a browser that was given the key in the address that it prints.',
    )
    .option('--port <N>', 'port to listen at; 0 for any that is free', portOption, DEFAULT_PORT)
    .option('--open', 'open it in the browser')
    .option(
      '--follow <PATH...>',
      'read these logs and what is added to them, as ingest --follow does; pages show it as it comes',
    );
  addReadingOptions(command.optionsGroup('With --follow:'))
    .addOption(
      new Option('--interval <SECONDS>', 'wait so long between two looks (default: 5)').argParser(
        intervalOption,
      ),
    )
    .optionsGroup('Options:')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail serve --open
  mailtrail serve --port 0 --tz Europe/Paris
  mailtrail --db case.db serve
  mailtrail serve --open --follow //EXCH01/EXCH01.log //EXCH02/EXCH02.log

Each page has its JSON, as the command prints it: add .json to its path, or ask with Accept:
application/json. docs/serve.md tells more. Exit code: 130, as Ctrl-C ends it.
`,
    );
  command.action(async () => {
    const options = command.optsWithGlobals<ServeOptions>();
    if (options.follow === undefined) refuseReading(command);
    const { runServe } = await import('./serve-run.ts');
    done(await runServe(options, io));
  });
}

/** Options that nothing would heed are a mistake. */
function refuseReading(command: Command): void {
  const names = ['server', 'format', 'archive', 'subject', 'ours', 'interval'];
  const lone = command.options.find(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (lone === undefined) return;
  throw new UserError('no-follow', `${lone.long ?? lone.flags} goes with --follow`, {
    hint: 'leave it out, or name the logs to follow with --follow PATH',
    exitCode: EXIT.usage,
  });
}
