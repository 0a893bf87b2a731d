import type { Command } from 'commander';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export type ExplainOptions = GlobalOptions & { readonly json?: boolean };

export function addExplain(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('explain')
    .argument(
      '<WHAT>',
      'event (id, or EVENT/SOURCE), source, stage, state, reject code, enhanced status code, reply, measure or what verify finds',
    )
    .summary('what an event, stage, state or status code means')
    .description('Prints meaning, likely causes and the next check. Needs no database.')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail explain 1034
  mailtrail explain DEFER
  mailtrail explain RECEIVE/SMTP
  mailtrail explain remote-queue
  mailtrail explain lost
  mailtrail explain 5.5.0
  mailtrail explain "452 4.3.1 Insufficient system resources"
  mailtrail explain QDE
`,
    );
  command.action(async (what: string) => {
    const { runExplain } = await import('./explain-run.ts');
    runExplain(what, command.optsWithGlobals<ExplainOptions>(), io);
    done(EXIT.done);
  });
}
