import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A seeded log, as all loaders get it: SERVER.log/DATE.log. */
export interface Log {
  readonly folder: string;
  readonly files: readonly string[];
  readonly unique: boolean;
  readonly lines: number;
  readonly bytes: number;
  /** header lines at the start of each file, the same number in all */
  readonly headers: number;
  /** where databases of this log may be made */
  readonly scratch: string;
}

const GENERATOR = fileURLToPath(new URL('../generate.ts', import.meta.url));

/** Made once and found again by its size; reading it through also puts it into the system's cache, for all alike. */
export function seededLog(dir: string, lines: number, unique: boolean): Log {
  const home = join(dir, unique ? `${lines}-unique` : String(lines));
  const made = join(home, 'out');
  if (!existsSync(made)) make(home, made, lines, unique);
  const folder = join(made, 'logs');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\d{8}\.log$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
  return logIn({ folder, files, unique, scratch: join(home, 'run') });
}

/** Counts what is in the files of a log; reading them through also puts them into the system's cache. */
export function logIn(of: Pick<Log, 'folder' | 'files' | 'unique' | 'scratch'>): Log {
  const counts = of.files.map(count);
  const headers = counts[0]?.headers ?? 0;
  if (counts.some((each) => each.headers !== headers))
    throw new Error(`the files in ${of.folder} begin with different numbers of header lines`);
  return {
    ...of,
    lines: counts.reduce((sum, each) => sum + each.lines, 0),
    bytes: counts.reduce((sum, each) => sum + each.bytes, 0),
    headers,
  };
}

/** In a process of its own, so that its memory is not ours; a log that was begun is never taken for a whole one. */
function make(home: string, made: string, lines: number, unique: boolean): void {
  console.error(`generating ${lines} lines${unique ? ', all ids and addresses different' : ''}`);
  const part = `${made}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const args = ['--out', part, '--seed', '1', '--lines', String(lines)];
  if (unique) args.push('--unique');
  runGenerator(args);
  renameSync(part, made);
}

export function runGenerator(args: readonly string[]): void {
  // The loader that runs this file as TypeScript stands among our own arguments.
  const { status } = spawnSync(process.execPath, [...process.execArgv, GENERATOR, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`the generator ended with ${status}`);
}

const NEWLINE = 10;
const HASH = 35;
const BOM = Buffer.from('\uFEFF');

function count(file: string): { lines: number; bytes: number; headers: number } {
  const fd = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(1 << 20);
  let lines = 0;
  let bytes = 0;
  let headers = 0;
  for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
    const chunk = buffer.subarray(0, read);
    if (bytes === 0) headers = headersIn(chunk);
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++;
    bytes += read;
  }
  closeSync(fd);
  return { lines, bytes, headers };
}

function headersIn(start: Buffer): number {
  let headers = 0;
  for (
    let at = start.indexOf(BOM) === 0 ? BOM.length : 0;
    start[at] === HASH;
    at = start.indexOf(NEWLINE, at) + 1
  )
    headers++;
  return headers;
}
