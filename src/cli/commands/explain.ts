import type { Command } from 'commander';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { explain } from '../../queries/explain.ts';
import { explainText } from '../../render/explain-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export function addExplain(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('explain')
    .argument('<WHAT>', 'event id, stage, state, reject code or enhanced status code')
    .summary('what an event id, stage, state or status code means')
    .description('Prints meaning, likely causes and the next check. Needs no database.')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  mailtrail explain 1034
  mailtrail explain remote-queue
  mailtrail explain lost
  mailtrail explain 5.5.0`,
    );
  command.action((what: string) => {
    const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
    const explanations = explain(what);
    io.out(
      options.json
        ? `${safeJson({ schema: 'mailtrail/explain/1', query: what, explanations }, 2)}\n`
        : explainText(explanations, createView(io, options)),
    );
    done(EXIT.done);
  });
}
