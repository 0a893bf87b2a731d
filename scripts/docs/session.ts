import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

const BEGIN = '<!-- session: made by `npm run docs` from a real run -->';
const END = '<!-- end of session -->';

const COMMANDS: readonly (readonly string[])[] = [
  ['ingest', 'fixtures/logs'],
  ['trace', 'F16E5DA74673964608D0CF1EEE@exch01.corp.example'],
];

/** The README with its session as the program prints it now. */
export function readmeWithSession(readme: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error('README.md has no place for the session');
  return `${readme.slice(0, from)}${BEGIN}\n\n\`\`\`console\n${session()}\n\`\`\`\n\n${readme.slice(to)}`;
}

function session(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-docs-'));
  try {
    const env = { MAILTRAIL_DB: join(folder, 'docs.db') };
    return COMMANDS.map((args) => {
      const text = runProgram(args, env).text.replace(
        // How long it took differs from run to run.
        / in \d+\.\d s \([\d,]+ events\/s\)/,
        '',
      );
      return `$ mailtrail ${args.join(' ')}\n${text}`;
    }).join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
