import { Command } from 'commander';
import type { ExitCode } from '../model/user-error.ts';
import { VERSION } from '../model/version.ts';
import { visible } from '../render/visible.ts';
import { addCoverage } from './commands/coverage.ts';
import { addCustody } from './commands/custody.ts';
import { addDaily } from './commands/daily.ts';
import { addExplain } from './commands/explain.ts';
import { addExport } from './commands/export.ts';
import { addFind } from './commands/find.ts';
import { addForget } from './commands/forget.ts';
import { addIngest } from './commands/ingest.ts';
import { addPurge } from './commands/purge.ts';
import { addReveal } from './commands/reveal.ts';
import { addServe } from './commands/serve.ts';
import { addSql } from './commands/sql.ts';
import { addStuck } from './commands/stuck.ts';
import { addTrace } from './commands/trace.ts';
import { addVerify } from './commands/verify.ts';
import type { Io } from './io.ts';
import { zoneOption } from './options.ts';
import { refuseRepeats } from './refuse-repeats.ts';

/** The program's commands and options; `done` takes the exit code of the command that ran. */
export function createProgram(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('mailtrail')
    .description('Where is my message? Traces mail through Exchange message-tracking logs.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--db <FILE>', 'database; where none is named, $MAILTRAIL_DB or ./mailtrail.db')
    .option('--tz <ZONE>', 'time zone of days and times', zoneOption, 'UTC')
    .option('--no-color', 'no colours (as NO_COLOR does)')
    .option('--debug', 'print a stack with an error')
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      helpWidth: Math.min(io.width, 100),
    })
    .configureOutput({
      writeOut: io.out,
      writeErr: (text) => io.err(text.split('\n').map(visible).join('\n')),
    })
    .showSuggestionAfterError()
    .showHelpAfterError('  mailtrail --help and mailtrail COMMAND --help show examples')
    .enablePositionalOptions(false)
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  mailtrail ingest EXCH01.log EXCH02.log BRIDGE01.log
  mailtrail trace F16E5DA74673964608D0CF1EEE@exch01.corp.example
  mailtrail find --to bob@partner.example --since yesterday
  mailtrail stuck
  mailtrail daily yesterday

Exit codes: 0 done, 1 internal or I/O error, 2 usage, 3 nothing found, 4 found and stalled or
failed, 5 incomplete (with --strict), 6 integrity check failed, 130 interrupted.
`,
    );
  for (const add of [
    addIngest,
    addTrace,
    addFind,
    addStuck,
    addDaily,
    addCoverage,
    addExplain,
    addExport,
    addVerify,
    addCustody,
    addReveal,
    addForget,
    addPurge,
    addServe,
    addSql,
  ])
    add(program, io, done);
  refuseRepeats(program);
  return program;
}
