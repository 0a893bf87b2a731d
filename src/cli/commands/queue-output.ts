import { Option } from 'commander';
import type { Command } from 'commander';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { NagiosAnswer, NagiosLimits } from '../../render/nagios.ts';
import { asUserError } from '../../store/user-errors.ts';
import type { Io } from '../io.ts';
import { countOption } from '../options.ts';

/** The forms of a queue report: one of them, or tables for people. */
export interface QueueOutputOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
  readonly prometheus?: boolean;
  readonly nagios?: boolean;
  readonly warn?: number;
  readonly crit?: number;
  readonly withSystem?: boolean;
}

const FORMS = {
  json: 'one JSON object',
  csv: 'CSV, safe in a spreadsheet',
  md: 'Markdown, safe to mail: no subjects',
  prometheus: 'text file for the node exporter of Prometheus',
  nagios: 'one line and the exit code of a Nagios plugin',
} as const;

export function addQueueOutput(command: Command): Command {
  const names = Object.keys(FORMS);
  for (const [name, about] of Object.entries(FORMS))
    command.addOption(
      new Option(`--${name}`, about).conflicts(names.filter((other) => other !== name)),
    );
  return command
    .option('--warn <N>', 'with --nagios: warn if more than N are stuck', countOption)
    .option('--crit <N>', 'with --nagios: critical if more than N are stuck', countOption)
    .option('--with-system', 'count mail of the system too: replication, probes');
}

/** Throws UserError where limits are given that nothing would look at. */
export function limitsOf({ nagios, warn, crit }: QueueOutputOptions): NagiosLimits {
  if (!nagios && (warn !== undefined || crit !== undefined))
    throw new UserError('limits-alone', '--warn and --crit are for --nagios', {
      hint: 'add --nagios, or leave them out',
      exitCode: EXIT.usage,
    });
  return { warn: warn ?? null, crit: crit ?? null };
}

/** Nothing can be said of a moment before the first log. `when`: that moment, or its day. */
export function noLogsBefore(when: string, file: string): UserError {
  return new UserError('no-logs-yet', `no log in ${JSON.stringify(file)} reaches back to ${when}`, {
    hint: 'mailtrail coverage shows what was read',
    exitCode: EXIT.nothingFound,
  });
}

const NAGIOS_EXIT = [EXIT.done, EXIT.internal, EXIT.usage, EXIT.nothingFound] as const;

export function printNagios({ status, text }: NagiosAnswer, io: Io): ExitCode {
  io.out(text);
  return NAGIOS_EXIT[status];
}

/** A monitor wants its line and UNKNOWN (3) for what a person would be told as an error. */
export function nagiosGuard(
  options: QueueOutputOptions,
  io: Io,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  return work().catch((thrown: unknown) => {
    const error = asUserError(thrown, 'the database');
    if (!options.nagios || !(error instanceof UserError)) throw thrown;
    io.out(`MAILTRAIL UNKNOWN - ${error.message.replaceAll(/[^ -{}~]/g, '_')}\n`);
    return EXIT.nothingFound;
  });
}
