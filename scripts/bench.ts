import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { generate, messagesFor } from './simulate/run.ts';
import type { IngestReport } from '../src/model/ingest-report.ts';
import { askProgram, timeProgram, timingOf } from './bench/measure.ts';

/**
 * Times of the program as users run it: whole processes from a cold start, over a database of a seeded log. Prints
 * medians; asserts nothing, since machines differ.
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '11' },
    dir: { type: 'string', default: join(tmpdir(), 'mailtrail-bench') },
  },
});

interface Probe {
  readonly name: string;
  readonly args: readonly string[];
}

const lines = Number(values.lines);
const folder = join(values.dir, String(lines));
const db = join(folder, 'bench.db');

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
load();
report(probes());

function load(): void {
  const logs = join(folder, 'out');
  if (!existsSync(logs)) {
    mkdirSync(folder, { recursive: true });
    const options = { seed: 1, days: 3, unique: false, withheld: true, skew: true };
    generate({ ...options, messages: messagesFor(lines, options), out: logs });
  }
  for (const file of [db, `${db}-wal`, `${db}-shm`]) rmSync(file, { force: true });
  const answer = askProgram(['--db', db, 'ingest', join(logs, 'logs'), '--json']);
  const { totals, seconds, eventsPerSecond, peakRssBytes }: IngestReport = JSON.parse(answer);
  console.log(
    `ingest: ${totals.lines} lines, ${Math.round(totals.bytes / 1e6)} MB in ${seconds.toFixed(1)} s, ` +
      `${eventsPerSecond} events/s, peak ${Math.round(peakRssBytes / 1e6)} MB`,
  );
}

/** Messages and recipients spread over the database. */
function probes(): Probe[] {
  const store = new Database(db, { readonly: true });
  const pick = (sql: string): string[] => store.prepare<[], string>(sql).pluck().all();
  const count = Number(store.prepare('select count(*) from message').pluck().get());
  const some = (from: number): string =>
    `select text from message where first_at is not null and id >= ${Math.floor(count * from)} limit 1`;
  const ids = [0.1, 0.5, 0.9].flatMap((part) => pick(some(part)));
  const rare = pick(`
    select address.text from hop join address on address.id = hop.recipient_id
    where address.text not like 'EX:%' group by 1 having count(*) between 5 and 50 order by 1 limit 1`);
  const busy = pick(`
    select address.text from hop join address on address.id = hop.recipient_id
    where address.text not like 'EX:%' group by 1 order by count(*) desc limit 1`);
  store.close();
  return [
    ...ids.map((id) => ({ name: 'trace ID --json', args: ['trace', id, '--json'] })),
    ...ids.slice(0, 1).map((id) => ({
      name: 'trace FRAGMENT --json',
      args: ['trace', id.slice(0, 12), '--json'],
    })),
    ...rare.map((to) => ({ name: 'find --to RARE --json', args: ['find', '--to', to, '--json'] })),
    ...busy.map((to) => ({
      name: 'find --to BUSIEST --json',
      args: ['find', '--to', to, '--json'],
    })),
    { name: 'find --to NOBODY --json', args: ['find', '--to', 'nobody@nowhere.example', '--json'] },
  ];
}

function report(all: readonly Probe[]): void {
  console.log('\nmilliseconds, whole processes    min  median     max');
  for (const { name, args } of all) {
    timeProgram(['--db', db, ...args], [0, 2, 3, 4]);
    const times = Array.from({ length: Number(values.runs) }, () =>
      timeProgram(['--db', db, ...args], [0, 2, 3, 4]),
    );
    const { min, median, max } = timingOf(times);
    console.log(`${name.padEnd(28)}${cell(min)}${cell(median)}${cell(max)}`);
  }
}

function cell(value: number): string {
  return value.toFixed(0).padStart(8);
}
