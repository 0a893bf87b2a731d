import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface RevealOptions extends GlobalOptions {
  readonly key: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export function addReveal(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('reveal')
    .argument('<BAG>', 'a redacted evidence bag, a folder or a zip file')
    .argument('[TOKEN...]', 'tokens to tell; all where none is named; - puts originals into a text')
    .summary('tell what the tokens of a redacted bag stand for')
    .description(
      'Tells which address, host, IP or message id each token of a redacted evidence bag stands for. It takes the key file that the bag was redacted with. Subjects are in no redacted bag, and cannot be told.',
    )
    .requiredOption('--key <FILE>', 'the key file that export --redact was given, or made')
    .option('--json', 'one JSON object')
    .option('--csv', 'a row for each token')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail reveal case-17.redacted --key case-17.key
  mailtrail reveal case-17.redacted --key case-17.key person-3f2a9c01de77
  mailtrail reveal case-17.redacted --key case-17.key - < letter.txt

Exit: 0 done, 2 wrong key or no redacted bag, 3 a token is not known, 6 the bag is damaged.
`,
    );
  command.action(async (bag: string, tokens: readonly string[]) => {
    const { runReveal } = await import('./reveal-run.ts');
    done(await runReveal(bag, tokens, command.optsWithGlobals<RevealOptions>(), io));
  });
}
