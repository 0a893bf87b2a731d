import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions, addCaseOptions, addMessageOptions, addOutputOptions } from '../options.ts';
import type {
  AsOfOptions,
  CaseOptions,
  GlobalOptions,
  MessageOptions,
  OutputOptions,
} from '../options.ts';

export type TraceOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  CaseOptions &
  MessageOptions & { readonly raw?: boolean; readonly headers?: string; readonly svg?: string };

export function addTrace(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('trace')
    .argument(
      '[ID...]',
      'message ids, with or without <>, or fragments of at least 4 characters; - reads them from stdin',
    )
    .summary('where is it: each message, each recipient, the way so far')
    .description('Says where a message is, since when, why, and how sure that is.');
  addMessageOptions(command)
    .option('--headers <FILE>', 'read the id from pasted headers, an .eml or an NDR (- for stdin)')
    .option('--raw', 'add the exact log lines')
    .option('--svg <FILE>', 'also draw its life as a picture; FILE must not exist');
  addCaseOptions(command);
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail trace F16E5DA74673964608D0CF1EEE@exch01.corp.example
  mailtrail trace F16E5DA7 --as-of "2004-02-18 12:00"
  mailtrail trace --from alice@corp.example --since yesterday
  mailtrail trace --headers undelivered.eml
  mailtrail trace F16E5DA7 --svg life.svg
  mailtrail trace F16E5DA7 --case 2004-017 --reason "asked by the data protection officer"

Exit: 0 all is well, 4 stalled or failed, 3 not found, 2 an id fits several messages.
`,
  );
  command.action(async (ids: string[]) => {
    const { runTrace } = await import('./trace-run.ts');
    done(await runTrace(ids, command.optsWithGlobals<TraceOptions>(), io));
  });
}
