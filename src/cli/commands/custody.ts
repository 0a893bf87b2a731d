import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface CustodyOptions extends GlobalOptions {
  readonly add?: string;
  readonly by?: string;
  readonly sign?: string;
  readonly timestampQuery?: boolean;
  readonly json?: boolean;
}

const LONGEST_TEXT = 10_000;
const LONGEST_NAME = 200;

export function addCustody(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('custody')
    .argument('<BAG>', 'an evidence bag, folder or zip file')
    .summary('who had an evidence bag, and what was done with it; adds to that')
    .description(
      'Prints the chain of custody of an evidence bag, or with --add adds an entry: each entry holds the hash of the one before, so that none can be changed or dropped unseen. Nothing is added to a chain that was changed. Files under data/ are not read: that is for verify.',
    )
    .option('--add <TEXT>', 'what happened, such as who got the bag from whom', textOption)
    .option('--by <NAME>', 'with --add: who says so (default: the name of the user)', nameOption)
    .option('--sign <KEY>', 'with --add: sign with an Ed25519 key (OpenSSH or PEM file)')
    .option(
      '--timestamp-query',
      'with --add: write a request that a time stamp authority can answer (RFC 3161), if there is none',
    )
    .option('--json', 'the chain as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail custody case17
  mailtrail custody case17 --add "handed to J. Doe, counsel, on a USB stick"
  mailtrail custody case17.zip --add "received" --by "J. Doe" --sign ~/.ssh/id_ed25519

The time is that of this machine's clock; SOURCE_DATE_EPOCH (seconds since 1970) fixes it.
A run that is stopped loses nothing: the next --add completes its entry.

Exit: 0 done, 2 usage, no bag, or a key that cannot be used, 6 the chain or a tag file was changed.
`,
    );
  command.action(async (bag: string) => {
    const { runCustody } = await import('./custody-run.ts');
    done(await runCustody(bag, command.optsWithGlobals<CustodyOptions>(), io));
  });
}

function textOption(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say what happened.');
  if (text.length > LONGEST_TEXT)
    throw new InvalidArgumentError(`Write up to ${LONGEST_TEXT} characters.`);
  return text;
}

function nameOption(text: string): string {
  if (text.trim() !== '' && text.length <= LONGEST_NAME) return text;
  throw new InvalidArgumentError(`Write a name of up to ${LONGEST_NAME} characters.`);
}
