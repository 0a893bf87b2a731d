import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growthLines, measureGrowth, type Growth, type Runs } from './bench/growth.ts';
import { seededLog } from './bench/logs.ts';
import { machineLines } from './bench/machine.ts';
import { unquotedLog } from './bench/msgtrk-log.ts';
import { compareMsgtrk } from './bench/msgtrk-peers.ts';
import { comparePeers } from './bench/peers.ts';
import { writePart, type Part } from './bench/text.ts';

/**
 * How long the program takes, against other ways to load the same files, and as the log grows. Asserts nothing about
 * times, since machines differ; a loader that drops lines is an error.
 */
const USAGE = `usage:
  bench [--peers] [--lines N] [--unique] [--runs N] [--write] [--dir DIR]
  bench --msgtrk [--lines N] [--runs N] [--write] [--dir DIR]
  bench --growth [--sizes N,N,...] [--runs N] [--queries N] [--write] [--dir DIR]

  --peers      mailtrail with and without its archive, sqlite3 .import, DuckDB, csv-parse with better-sqlite3;
               what is done without --growth and --msgtrk
  --msgtrk     modern logs without quotes: mailtrail, csv-parse alone, sqlite3 .import
  --lines N    lines of the log, about (1000000)
  --unique     a log in which all ids and addresses differ
  --growth     loading and asking, on usual and on unique logs of several sizes
  --sizes N,N  millions of lines (1,5,20)
  --runs N     rounds, each loader once in each (3; with --growth 1)
  --queries N  counted runs of each query (5)
  --write      puts the result into docs/performance.md
  --dir DIR    where logs are made, and kept (mailtrail-bench in the system's temporary folder)
`;

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    msgtrk: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    unique: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
    lines: { type: 'string', default: '1000000' },
    sizes: { type: 'string', default: '1,5,20' },
    runs: { type: 'string' },
    queries: { type: 'string', default: '5' },
    dir: { type: 'string', default: join(tmpdir(), 'mailtrail-bench') },
  },
});

function whole(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} ${text}?`);
  return number;
}

function peers(): void {
  const { dir, unique } = values;
  const lines = whole(values.lines, 'lines');
  const runs = whole(values.runs ?? '3', 'runs');
  const command = `--peers --lines ${lines}${unique ? ' --unique' : ''} --runs ${runs}`;
  const result = comparePeers(seededLog(dir, lines, unique), runs);
  tell(unique ? 'peers-unique' : 'peers', command, result);
}

function msgtrk(): void {
  const lines = whole(values.lines, 'lines');
  const runs = whole(values.runs ?? '3', 'runs');
  const result = compareMsgtrk(unquotedLog(values.dir, lines), runs);
  tell('msgtrk', `--msgtrk --lines ${lines} --runs ${runs}`, result);
}

function growth(): void {
  const sizes = values.sizes
    .split(',')
    .map((size) => whole(String(Math.round(Number(size) * 1e6)), 'sizes'));
  const runs: Runs = {
    loads: whole(values.runs ?? '1', 'runs'),
    queries: whole(values.queries, 'queries'),
  };
  const command = `--growth --sizes ${values.sizes} --runs ${runs.loads} --queries ${runs.queries}`;
  const done: Growth[] = [];
  for (const size of sizes) {
    for (const unique of [false, true]) {
      done.push(measureGrowth(seededLog(values.dir, size, unique), runs));
      // After each log: the largest ones take long, and what is measured by then shall not be lost.
      tell('growth', command, growthLines(done, runs));
    }
  }
}

function tell(part: Part, command: string, result: readonly string[]): void {
  const lines = [...result, '', `\`npm run bench -- ${command}\``, '', ...machineLines()];
  console.log(`\n${lines.join('\n')}\n`);
  if (values.write) writePart(part, lines);
}

if (values.help) process.stdout.write(USAGE);
else {
  if (values.peers || !(values.growth || values.msgtrk)) peers();
  if (values.msgtrk) msgtrk();
  if (values.growth) growth();
}
