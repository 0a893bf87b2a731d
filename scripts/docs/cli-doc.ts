import { processIo } from '../../src/cli/io.ts';
import { createProgram } from '../../src/cli/program.ts';
import { runProgram } from './run-program.ts';

/** Asked of the program itself, so that none can be missing here. */
const COMMANDS = createProgram(processIo(), () => undefined).commands.map((one) => one.name());

/** The help of every command. */
export function cliDoc(): string {
  const parts = [
    '# Command line',
    '',
    '<!-- Made by `npm run docs` from the program itself. -->',
    '',
    'Answers go to stdout, everything else to stderr. The text for people may change; `--json`, `--jsonl` and `--csv` only grow',
    '(shapes: [schemas](schemas/)). Times are UTC unless `--tz` names another zone.',
    '',
    '| exit code | means |',
    '| --- | --- |',
    '| 0 | done, nothing wrong |',
    '| 1 | internal or I/O error; a query that was stopped at its time limit |',
    '| 2 | usage; an id that fits several messages, a name that fits several files |',
    '| 3 | nothing found; a path without any log |',
    '| 4 | found, and stalled or failed |',
    '| 5 | answered, but on gaps or with rejected lines (only with `--strict`) |',
    '| 6 | integrity check failed |',
    '| 130 | interrupted: what was read is stored (Ctrl-C is how `ingest --follow` ends: 0) |',
    '',
    'Where several hold, the first of 1, 2, 6, 4, 3, 5 wins.',
  ];
  for (const command of ['', ...COMMANDS]) {
    const args = command === '' ? ['--help'] : [command, '--help'];
    parts.push('', `## mailtrail ${command}`.trimEnd(), '', '```text', runProgram(args).text, '```');
  }
  return `${parts.join('\n')}\n`;
}
