import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export type ServeOptions = GlobalOptions & { readonly port: number; readonly open?: boolean };

const DEFAULT_PORT = 8254;

function portOption(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Name a port from 1 to 65535, or 0 for any that is free.');
}

export function addServe(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .summary('a page to look at, on this machine alone')
    .description(
      'Shows search, messages, what is stuck, days and coverage in a browser, until Ctrl-C. It answers this machine alone, and only a browser that was given the key in the address that it prints.',
    )
    .option('--port <N>', 'port to listen at; 0 for any that is free', portOption, DEFAULT_PORT)
    .option('--open', 'open it in the browser')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail serve --open
  mailtrail serve --port 0 --tz Europe/Paris
  mailtrail --db case.db serve

Each page has its JSON, as the command prints it: add .json to its path, or ask with Accept:
application/json. docs/serve.md tells more. Exit code: 130, as Ctrl-C ends it.
`,
    );
  command.action(async () => {
    const { runServe } = await import('./serve-run.ts');
    done(await runServe(command.optsWithGlobals<ServeOptions>(), io));
  });
}
