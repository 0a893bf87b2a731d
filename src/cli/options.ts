import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { FORMAT_NAMES } from '../model/format-names.ts';
import { parseDuration } from '../model/time.ts';
import { isZone } from '../model/zone.ts';

/** Options that every command has. */
export interface GlobalOptions {
  /** Absent where the environment or the default names it. */
  readonly db?: string;
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

/** Shorter would keep a server busy with being asked. */
const LEAST_SECONDS = 0.2;

export function intervalOption(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds >= LEAST_SECONDS && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError(`Write seconds, at least ${LEAST_SECONDS}.`);
}

/** How logs are read. */
export interface ReadingOptions {
  readonly server?: string;
  readonly format: string;
  readonly subject: boolean;
  readonly archive: boolean;
  readonly ours: readonly string[];
}

export function addReadingOptions(command: Command): Command {
  return command
    .option('--server <NAME>', 'the server of lines that name none')
    .addOption(
      new Option('--format <NAME>', 'format of the logs')
        .choices(['auto', ...FORMAT_NAMES])
        .default('auto'),
    )
    .option('--no-archive', 'do not keep the exact lines; --raw then needs the files')
    .option('--no-subject', 'store no subjects (nor an archive); those stored before stay')
    .option(
      '--ours <PATTERN>',
      'hosts that are our servers though their logs are not loaded, with * and ?; repeatable',
      (pattern: string, before: readonly string[]) => [...before, pattern],
      [],
    );
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

export interface JudgingOptions {
  readonly asOf?: string;
  readonly olderThan?: number;
}

export function addJudgingOptions(command: Command): Command {
  return command
    .option('--as-of <TIME>', 'judge as of this moment (default: the end of the logs)')
    .addOption(olderThanOption());
}

export function olderThanOption(): Option {
  return new Option('--older-than <AGE>', 'stalled from this age on (default: 15m)').argParser(
    durationOption,
  );
}

export interface AsOfOptions extends JudgingOptions {
  readonly strict?: boolean;
}

export function addAsOfOptions(command: Command): Command {
  return addJudgingOptions(command).addOption(strictOption());
}

export function strictOption(): Option {
  return new Option(
    '--strict',
    'exit 5 if any loaded log has gaps or lines that could not be read',
  );
}

/** Messages by what is stored of them. */
export interface MessageOptions {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly since?: string;
  readonly until?: string;
}

export function addMessageOptions(command: Command): Command {
  return command
    .option('--from <ADDRESS>', 'sender: an address, or a part of one')
    .option('--to <ADDRESS>', 'recipient: an address, or a part of one')
    .option('--subject <TEXT>', 'a part of the subject')
    .option('--since <TIME>', 'messages with any event at or after it')
    .option('--until <TIME>', 'messages with any event before it');
}

/** A trace or an export for a case is noted in the database's audit. */
export interface CaseOptions {
  readonly case?: string;
  readonly reason?: string;
  readonly by?: string;
}

export function nameOption(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}

export function addCaseOptions(command: Command): Command {
  return command
    .option('--case <NAME>', 'note it in the database’s audit, under this case', nameOption)
    .option('--reason <TEXT>', 'with --case: why it is asked', nameOption)
    .option('--by <NAME>', 'with --case: who asks (default: the user’s name)', nameOption);
}

/** The database to use: `--db`, else $MAILTRAIL_DB, else ./mailtrail.db. */
export function dbFile(options: { readonly db?: string }, env: NodeJS.ProcessEnv): string {
  const named = options.db ?? env['MAILTRAIL_DB'];
  return named === undefined || named === '' ? './mailtrail.db' : named;
}
