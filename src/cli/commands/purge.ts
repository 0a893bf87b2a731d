import { Option } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { durationOption, nameOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

export interface PurgeOptions extends GlobalOptions {
  readonly olderThan?: number;
  readonly before?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly reason?: string;
  readonly by?: string;
}

export function addPurge(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('purge')
    .summary('remove old lines for good')
    .description(
      'Removes all log lines older than a moment from the database, and what only they told: messages, addresses, hosts, exact bytes. The file shrinks, and reading the same log again brings nothing back. It asks nothing: --dry-run shows what would go. Log files are left alone, and so is the audit, in which the purge is noted.',
    )
    .addOption(
      new Option('--older-than <AGE>', 'older than this, counted back from now by the system clock')
        .argParser(durationOption)
        .conflicts('before'),
    )
    .option('--before <TIME>', 'older than this moment')
    .option('--dry-run', 'show what would go, change nothing')
    .option('--reason <TEXT>', 'why, for the audit', nameOption)
    .option('--by <NAME>', 'who, for the audit (default: the user’s name)', nameOption)
    .option('--json', 'what was removed as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail purge --older-than 21d --dry-run
  mailtrail purge --older-than 21d
  mailtrail purge --before 2004-02-01

Exit: 0 done, also where nothing was that old; 1 another mailtrail is writing, or others read it all the time.
`,
    );
  command.action(async () => {
    const { runPurge } = await import('./purge-run.ts');
    done(runPurge(command.optsWithGlobals<PurgeOptions>(), io));
  });
}
