import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { olderThanOption, strictOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';
import { addQueueOutput, nagiosGuard } from './queue-output.ts';
import type { QueueOutputOptions } from './queue-output.ts';

export type DailyOptions = GlobalOptions &
  QueueOutputOptions & { readonly olderThan?: number; readonly strict?: boolean };

export function addDaily(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('daily')
    .argument('[DATE]', 'day in --tz (default: the last one with logs)')
    .summary('the summary of a day: what got stuck, went on, ended badly')
    .description(
      'Sums up a day as its end saw it, problems first: what was carried over, came in, went on and is still stuck, by stage, server and destination; what ended badly; traffic, latency, and what is not as on the days before.',
    )
    .addOption(olderThanOption())
    .addOption(strictOption());
  addQueueOutput(command).addHelpText(
    'after',
    `
A recipient is stuck on a server from its arrival plus the threshold until it leaves or ends there, so
in each row carried + new - cleared = now. Any day that was loaded can be asked for, whatever came later.

Examples:
  mailtrail daily
  mailtrail daily 2004-02-17 --tz Europe/Paris
  mailtrail daily yesterday --md | mail -s "Stuck mail" ops@corp.example
  mailtrail daily --prometheus > /var/lib/node_exporter/mailtrail.prom

Exit codes: 0 if the day was quiet, 4 if anything is stuck or failed. With --nagios: 0 OK, 1 warning,
2 critical, 3 unknown; without --warn and --crit a day that is not quiet is a warning.
`,
  );
  command.action(async (date: string | undefined) => {
    const options = command.optsWithGlobals<DailyOptions>();
    const { runDaily } = await import('./daily-run.ts');
    done(await nagiosGuard(options, io, () => runDaily(date, options, io)));
  });
}
