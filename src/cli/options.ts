import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { parseDuration } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { isZone } from '../model/zone.ts';
import { DEFAULT_THRESHOLD_MS, endOfLogs, queryContext } from '../queries/context.ts';
import type { QueryContext } from '../queries/context.ts';
import { parseMoment } from '../queries/parse-moment.ts';
import { openStore } from '../store/reader.ts';
import type { Store } from '../store/reader.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly db: string;
  readonly tz: string;
  readonly color: boolean;
  readonly debug?: boolean;
}

export function zoneOption(text: string): string {
  if (isZone(text)) return text;
  throw new InvalidArgumentError('Name a time zone such as UTC or Europe/Paris.');
}

export function durationOption(text: string): number {
  const duration = parseDuration(text);
  if (duration === null) throw new InvalidArgumentError('Write an age such as 15m, 2h or 1d.');
  return duration;
}

export function countOption(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a number, 0 for all.');
  return Number(text);
}

/** `--json`, `--jsonl`, `--csv`: one of them, or tables for people. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly csv?: boolean;
}

export function addOutputOptions(command: Command): Command {
  return command
    .addOption(new Option('--json', 'one JSON object').conflicts(['jsonl', 'csv']))
    .addOption(new Option('--jsonl', 'one JSON record a line').conflicts(['json', 'csv']))
    .addOption(new Option('--csv', 'CSV, safe in a spreadsheet').conflicts(['json', 'jsonl']));
}

export interface AsOfOptions {
  readonly asOf?: string;
  readonly olderThan?: number;
  readonly strict?: boolean;
}

export function addAsOfOptions(command: Command): Command {
  return command
    .option('--as-of <TIME>', 'judge as of this moment (default: the end of the logs)')
    .option('--older-than <AGE>', 'stalled from this age on (default: 15m)', durationOption)
    .option('--strict', 'exit 5 where the answer rests on gaps or rejected lines');
}

/** Runs a query on the database, opened read-only; `logEnd` is the end of the loaded logs. */
export function withStore<T>(file: string, work: (store: Store, logEnd: number) => T): T {
  using store = openStore(file);
  const logEnd = endOfLogs(store);
  if (logEnd === null)
    throw new UserError('empty-database', `the database ${JSON.stringify(file)} holds no events`, {
      hint: 'load logs first: mailtrail ingest FOLDER',
      exitCode: EXIT.nothingFound,
    });
  return work(store, logEnd);
}

export function contextFor(
  store: Store,
  logEnd: number,
  options: AsOfOptions & GlobalOptions,
): QueryContext {
  const asOf =
    options.asOf === undefined
      ? null
      : parseMoment(options.asOf, '--as-of', { logEnd, zone: options.tz, edge: 'end' });
  return queryContext(store, { asOf, thresholdMs: options.olderThan ?? DEFAULT_THRESHOLD_MS });
}

/** Whether the answer rests on logs with gaps or lines that could not be read. */
export function isIncomplete(context: QueryContext): boolean {
  return context.servers.some(({ gaps, rejectedLines }) => gaps.length > 0 || rejectedLines > 0);
}
