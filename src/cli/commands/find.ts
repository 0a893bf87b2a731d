import type { Command } from 'commander';
import { Option } from 'commander';
import { STAGES, STATES } from '../../model/stage.ts';
import type { Stage, State } from '../../model/stage.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions, addMessageOptions, addOutputOptions, countOption } from '../options.ts';
import type { AsOfOptions, GlobalOptions, MessageOptions, OutputOptions } from '../options.ts';

export type FindOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  MessageOptions & {
    readonly id?: string;
    readonly server?: string;
    readonly state?: State;
    readonly stage?: Stage;
    readonly stalled?: boolean;
    readonly limit: number;
  };

export function addFind(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('find')
    .summary('messages by sender, recipient, subject, time, state')
    .description('Finds messages and says where each recipient of them is.');
  addMessageOptions(command)
    .option('--id <ID>', 'message id, or a fragment of at least 4 characters')
    .option('--server <NAME>', 'recipients that are on this server')
    .addOption(new Option('--state <STATE>', 'recipients in this state').choices(STATES))
    .addOption(new Option('--stage <STAGE>', 'recipients in this stage').choices(STAGES))
    .option('--stalled', 'only recipients that stalled or failed')
    .option('--limit <N>', 'at most N recipients, 0 for all', countOption, 50);
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail find --to bob@partner.example --since yesterday
  mailtrail find --state waiting --stalled --older-than 1h
  mailtrail find --from @corp.example --subject "quarterly" --json
`,
  );
  command.action(async () => {
    const { runFind } = await import('./find-run.ts');
    done(await runFind(command.optsWithGlobals<FindOptions>(), io));
  });
}
