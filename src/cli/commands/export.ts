import type { Command } from 'commander';
import { Option } from 'commander';
import { STAGES, STATES } from '../../model/stage.ts';
import type { Stage, State } from '../../model/stage.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addJudgingOptions, addMessageOptions } from '../options.ts';
import type { GlobalOptions, JudgingOptions, MessageOptions } from '../options.ts';

export type ExportOptions = GlobalOptions &
  JudgingOptions &
  MessageOptions & {
    readonly case: string;
    readonly out: string;
    readonly server?: string;
    readonly state?: State;
    readonly stage?: Stage;
    readonly stalled?: boolean;
    readonly stuck?: string;
    readonly withSystem?: boolean;
    readonly zip?: boolean;
    readonly includeSources?: boolean;
    readonly sign?: string;
    readonly timestampQuery?: boolean;
    readonly redact?: boolean;
    readonly key?: string;
    readonly keepDomains?: boolean;
    readonly by?: string;
    readonly reason?: string;
    readonly json?: boolean;
  };

export function addExport(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('export')
    .argument(
      '[ID...]',
      'message ids, with or without <>, or fragments of at least 4 characters; - reads them from stdin',
    )
    .summary('evidence of messages: a bag of exact log lines, hashes and the answer')
    .description(
      'Writes an evidence bag (BagIt, RFC 8493): what the logs say of messages, the exact lines that say so, and how to check it.',
    )
    .requiredOption('--case <NAME>', 'name of the case; it is noted in the database too')
    .requiredOption('--out <PATH>', 'folder (with --zip: file) to make; it must not exist');
  addMessageOptions(command)
    .option('--server <NAME>', 'messages with a recipient that is on this server')
    .addOption(
      new Option('--state <STATE>', 'messages with a recipient in this state').choices(STATES),
    )
    .addOption(
      new Option('--stage <STAGE>', 'messages with a recipient in this stage').choices(STAGES),
    )
    .option('--stalled', 'messages with a recipient that stalled or failed')
    .option('--stuck <DATE>', 'the summary of a day, and all that was stuck or lost at its end')
    .option('--with-system', 'with --stuck: mail of the system too');
  addJudgingOptions(command)
    .option('--zip', 'one zip file in place of a folder, as where --out ends in .zip')
    .option('--include-sources', 'add whole log files')
    .option('--sign <KEY>', 'sign with an Ed25519 key (OpenSSH or PEM file)')
    .option('--timestamp-query', 'add a request that a time stamp authority can answer (RFC 3161)')
    .addOption(
      new Option(
        '--redact',
        'pseudonyms in place of addresses, hosts and ids; no subjects',
      ).conflicts('includeSources'),
    )
    .option('--key <FILE>', 'with --redact: key of the pseudonyms; made if it is not there')
    .option('--keep-domains', 'with --redact: leave the domains of addresses and hosts')
    .option('--by <NAME>', 'who exports it (default: the user of this machine)')
    .option('--reason <TEXT>', 'why; goes into the custody chain and the audit')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail export F16E5DA74673964608D0CF1EEE@exch01.corp.example --case INC-17 --out INC-17
  mailtrail export --from alice@corp.example --since 2004-02-17 --case INC-18 --out INC-18.zip --zip
  mailtrail export --stuck yesterday --case morning --out stuck-2004-02-18
  mailtrail export ID --case INC-17 --out INC-17-redacted --redact --key INC-17.key

The same database and the same arguments give the same bytes under data/. Check a bag with
mailtrail verify BAG, or with sha256sum -c alone; docs/evidence.md says how.
`,
    );
  command.action(async (ids: string[]) => {
    const { runExport } = await import('./export-run.ts');
    done(await runExport(ids, command.optsWithGlobals<ExportOptions>(), io));
  });
}
