import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { logIn, runGenerator, type Log } from './logs.ts';

/** As large as Exchange lets a file become before it begins another one. */
const FILE_BYTES = 10 * 1024 * 1024;
const HEADERS = 5;
/** Of Exchange 2016 and later. */
export const COLUMNS = 30;

/** A seeded log of a modern organisation, about as many lines long, with nothing in it that needs quotes: lives stay whole. */
export function unquotedLog(dir: string, lines: number): Log {
  const home = join(dir, `msgtrk-${lines}`);
  const made = join(home, 'out');
  if (!existsSync(made)) {
    console.error(`generating ${lines} lines of modern logs`);
    const part = `${made}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    const options = `--format msgtrk --seed 1 --lines ${lines} --no-withheld --file-size ${FILE_BYTES}`;
    runGenerator([...options.split(' '), '--out', part]);
    for (const file of filesIn(join(part, 'logs'))) unquote(file);
    renameSync(part, made);
  }
  const folder = join(made, 'logs');
  return logIn({ folder, files: filesIn(folder), unique: false, scratch: join(home, 'run') });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /MSGTRK[^/\\]*\.LOG$/i.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Drops what is no whole line: loaders do not agree how many rows that is. */
function unquote(file: string): void {
  // As bytes: some lines are no text in any encoding.
  const lines = readFileSync(file, 'latin1').split('\n').map(withoutQuotes);
  const usual = lines.filter(
    (line, index) => index < HEADERS || (/^\d{4}-/.test(line) && isWhole(line)),
  );
  writeFileSync(file, `${usual.join('\n')}\n`, 'latin1');
}

/** A quoted field with spaces in the place of its commas, and without quotes in it. */
function withoutQuotes(line: string): string {
  return line.replace(
    /(^|,)"((?:[^"]|"")*)"(?=,|\r?$)/g,
    (_, before: string, text: string) => before + text.replaceAll(',', ' ').replaceAll('"', ''),
  );
}

function isWhole(line: string): boolean {
  return line.endsWith('\r') && !/["\0]/.test(line) && line.split(',').length === COLUMNS;
}
