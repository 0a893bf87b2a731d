import { Option } from 'commander';
import type { Command } from 'commander';
import { COUNT_UNITS, STUCK_BY } from '../../model/stuck-report.ts';
import type { CountUnit, StuckBy } from '../../model/stuck-report.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions } from '../options.ts';
import type { AsOfOptions, GlobalOptions } from '../options.ts';
import { addQueueOutput, nagiosGuard } from './queue-output.ts';
import type { QueueOutputOptions } from './queue-output.ts';

export type StuckOptions = GlobalOptions &
  AsOfOptions &
  QueueOutputOptions & {
    readonly by: StuckBy;
    readonly count: CountUnit;
    readonly ids?: boolean;
    readonly growth?: boolean;
    readonly newest?: boolean;
  };

export function addStuck(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('stuck')
    .summary('what is open now: age by destination, server, stage, sender, next hop')
    .description(
      'Says which queues hold mail, since when, and whether it grows: what is open at the end of the logs, by age.',
    )
    .addOption(
      new Option('--by <KEY>', 'what rows stand for').choices(STUCK_BY).default('destination'),
    )
    .addOption(
      new Option('--count <UNIT>', 'what is counted').choices(COUNT_UNITS).default('recipients'),
    )
    .option('--ids', 'list all that is open, the oldest first')
    .addOption(
      new Option('--growth', 'how many were open at each full hour of the day before').conflicts([
        'csv',
        'md',
        'prometheus',
        'nagios',
      ]),
    )
    .addOption(
      new Option('--newest', 'list what stalled last, the newest first').conflicts([
        'csv',
        'prometheus',
        'nagios',
      ]),
    );
  addQueueOutput(addAsOfOptions(command)).addHelpText(
    'after',
    `
Columns count what is younger than their minutes and not younger than the column before (as qshape of
Postfix). Ages end with the log of the server that holds the message, not with the clock on the wall.

Examples:
  mailtrail stuck
  mailtrail stuck --by server --older-than 1h
  mailtrail stuck --newest
  mailtrail stuck --as-of 2004-02-17T12:00:00Z --by next-hop
  mailtrail stuck --growth --json
  mailtrail stuck --nagios --warn 20 --crit 100

Exit codes: 4 if anything is stuck, 0 if not. With --nagios: 0 OK, 1 warning, 2 critical, 3 unknown;
without --warn and --crit anything stuck is a warning.
`,
  );
  command.action(async () => {
    const options = command.optsWithGlobals<StuckOptions>();
    const { runStuck } = await import('./stuck-run.ts');
    done(await nagiosGuard(options, io, () => runStuck(options, io)));
  });
}
