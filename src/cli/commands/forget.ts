import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface ForgetOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addForget(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('forget')
    .argument(
      '<SOURCE>',
      'a loaded file: its name as ingest was given it, the end of that from a folder on, or the beginning of its SHA-256',
    )
    .summary('take a wrongly loaded file out again')
    .description(
      'Takes a loaded file out of the database again, as if it had never been read. It asks nothing: --dry-run shows what would go. The file itself is left alone, and can be loaded again.',
    )
    .option('--dry-run', 'show what would go, change nothing')
    .option('--json', 'what was taken out as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail forget EXCH01.log/20040218.log --dry-run
  mailtrail forget EXCH01.log/20040218.log
  mailtrail forget 3f2a9c01de77

Exit: 0 done, 3 no such file is loaded, 2 several fit the name.
`,
    );
  command.action(async (source: string) => {
    const { runForget } = await import('./forget-run.ts');
    done(runForget(source, command.optsWithGlobals<ForgetOptions>(), io));
  });
}
