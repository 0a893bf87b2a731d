import type { Command } from 'commander';
import { Option } from 'commander';
import { STAGE_KEYS, STATES } from '../../model/stage.ts';
import type { StageKey, State } from '../../model/stage.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import {
  addAsOfOptions,
  addMessageOptions,
  addOutputOptions,
  countOption,
  durationOption,
} from '../options.ts';
import type { AsOfOptions, GlobalOptions, MessageOptions, OutputOptions } from '../options.ts';
import type { QueueFilterOptions } from '../../queries/queue-filter.ts';

export type FindOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  MessageOptions & {
    readonly id?: string;
    readonly server?: string;
    readonly state?: State;
    readonly stage?: StageKey;
    readonly stalled?: boolean;
    readonly limit: number;
  } & QueueFilterOptions;

export function addFind(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('find')
    .summary('messages by sender, recipient, subject, time, state')
    .description('Finds messages and says where each recipient of them is.');
  addMessageOptions(command)
    .option('--id <ID>', 'message id, or a fragment of at least 4 characters')
    .option('--server <NAME>', 'recipients that are on this server')
    .addOption(new Option('--state <STATE>', 'recipients in this state').choices(STATES))
    .addOption(new Option('--stage <STAGE>', 'recipients in this stage').choices(STAGE_KEYS))
    .option('--stalled', 'only recipients that stalled or failed');
  addQueueFilters(command).option(
    '--limit <N>',
    'at most N recipients, 0 for all',
    countOption,
    50,
  );
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail find --to bob@partner.example --since yesterday
  mailtrail find --state waiting --stalled --older-than 1h
  mailtrail find --from @corp.example --subject "quarterly" --json
  mailtrail find --open --next-hop mx.partner.example --min-age 20m --younger-than 40m

--open with a row's name and the limits of a column finds what that cell of stuck counts.
`,
  );
  command.action(async () => {
    const { runFind } = await import('./find-run.ts');
    done(await runFind(command.optsWithGlobals<FindOptions>(), io));
  });
}

function addQueueFilters(command: Command): Command {
  return command
    .option('--open', 'only recipients that are open, as stuck counts them')
    .option('--with-system', 'with --open: mail of the system too')
    .option('--destination <DOMAIN>', 'recipients in this row of stuck --by destination')
    .option('--sender-domain <DOMAIN>', 'recipients in this row of stuck --by sender')
    .option('--next-hop <HOST>', 'recipients in this row of stuck --by next-hop')
    .addOption(
      new Option('--min-age <AGE>', 'only recipients of this age or older').argParser(
        durationOption,
      ),
    )
    .addOption(
      new Option('--younger-than <AGE>', 'only recipients younger than this').argParser(
        durationOption,
      ),
    );
}
