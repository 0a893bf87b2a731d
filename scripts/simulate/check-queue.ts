import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAY, FIRST_DAY, HOUR, OPENED_AT } from './clock.ts';
import { compareDay, compareStuck, type QueueDifference } from './compare-queue.ts';
import { isDaily, isStuck } from './queue-reports.ts';
import { QueueTruth } from './queue-truth.ts';
import { isServer, isStay } from './queue-writer.ts';
import { Random } from './random.ts';
import { readRows } from './row-file.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/mailtrail.cjs', import.meta.url));
/** Exit codes of an answer: nothing is stuck, something is. */
const ANSWERED = new Set<number | null>([0, 4]);

export function readTruth(folder: string): QueueTruth {
  return new QueueTruth(
    readRows(join(folder, 'servers.jsonl'), isServer),
    readRows(join(folder, 'queue.jsonl'), isStay),
  );
}

/** Until then each server has written something: one whose log has not begun yet is not known at such a moment. */
const ALL_BEGUN = OPENED_AT + HOUR / 2;

/** Seeded moments, whole seconds of any hour, the last minutes of the logs and their very end among them. */
export function momentsOf(truth: QueueTruth, count: number, seed: number): number[] {
  const random = new Random(seed);
  const end = Math.max(...truth.ends.values());
  const from = FIRST_DAY + ALL_BEGUN;
  const moments = Array.from({ length: Math.max(0, count - 2) }, () => random.int(from, end));
  moments.push(end - random.int(0, HOUR / 6));
  return [...moments.map((at) => at - (at % 1000)).toSorted((a, b) => a - b), end];
}

export interface QueueCheck {
  readonly moments: number;
  readonly seed: number;
  /** whose days are asked for */
  readonly zone: string;
}

/** Asks the built program and compares each number with the truth. */
export function* checkQueue(
  folder: string,
  db: string,
  { moments, seed, zone }: QueueCheck,
): Generator<QueueDifference> {
  const truth = readTruth(folder);
  for (const asOf of momentsOf(truth, moments, seed)) {
    const stuck = (by: string) =>
      ask(db, ['stuck', '--json', '--ids', '--by', by, '--as-of', timeText(asOf)], isStuck);
    yield* compareStuck(truth, asOf, {
      destination: stuck('destination'),
      server: stuck('server'),
      stage: stuck('stage'),
      sender: stuck('sender'),
    });
  }
  const end = Math.max(...truth.ends.values());
  for (let day = FIRST_DAY; day <= end; day += DAY) {
    const date = timeText(day).slice(0, 10);
    yield* compareDay(truth, ask(db, ['daily', date, '--json', '--tz', zone], isDaily));
  }
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}

function ask<T>(db: string, args: readonly string[], is: (value: unknown) => value is T): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args, '--db', db], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (!ANSWERED.has(status)) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
  const report: unknown = JSON.parse(stdout);
  if (!is(report)) throw new Error(`${args.join(' ')}: not such a report`);
  return report;
}
