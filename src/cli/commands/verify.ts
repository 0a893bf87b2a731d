import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface VerifyCliOptions extends GlobalOptions {
  readonly logs?: string;
  readonly key?: string;
  readonly tsaCa?: string;
  /** Bytes. */
  readonly maxSize?: number;
  readonly json?: boolean;
}

export function addVerify(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('verify')
    .argument('<BAG>', 'an evidence bag: its folder, or its zip file')
    .summary('check an evidence bag, all of it')
    .description(
      'Checks an evidence bag: that no file is missing or added, each checksum, the custody chain, each line against its row in provenance.jsonl, the signatures, and with --logs each line against the original logs. It prints a line for each failure, and changes nothing. No database is needed.',
    )
    .option(
      '--logs <DIR>',
      'compare with the original logs under DIR, also packed ones (.gz, .zip)',
    )
    .option(
      '--key <FILE>',
      'signatures have to be by this public key (OpenSSH or PEM; a file may hold several)',
    )
    .option('--tsa-ca <FILE>', 'certificates of the time stamp authority, PEM (needs openssl)')
    .option('--max-size <SIZE>', 'refuse a bag that unpacks to more, such as 20G', sizeOption)
    .option('--json', 'the result as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail verify INC-17
  mailtrail verify INC-17.zip --logs /mnt/logs
  mailtrail verify INC-17.zip --key auditor.pub

What it cannot find: in a bag without a signature, that somebody changed files and wrote all
manifests and the custody chain anew, or dropped its last entries. For that, sign bags
(export --sign), check them with --key, or keep the hash of the newest custody entry elsewhere.
A signature covers all files of the bag but later custody entries, which are told as unsigned.

Exit: 0 nothing is wrong, 6 something is, 1 the bag or the logs cannot be read.
`,
    );
  command.action(async (bag: string) => {
    const { runVerify } = await import('./verify-run.ts');
    done(await runVerify(bag, command.optsWithGlobals<VerifyCliOptions>(), io));
  });
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

function sizeOption(text: string): number {
  const match = /^(\d{1,15})([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  const bytes = Number(match?.[1]) * (UNITS[match?.[2]?.toLowerCase() ?? ''] ?? 1);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new InvalidArgumentError('Write a size such as 500M, 20G or 2T.');
}
