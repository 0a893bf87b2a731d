import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../model/time.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { Io } from '../io.ts';
import { addJudgingOptions, addOutputOptions, countOption } from '../options.ts';
import type { GlobalOptions, JudgingOptions, OutputOptions } from '../options.ts';

export type SqlOptions = GlobalOptions &
  JudgingOptions &
  OutputOptions & {
    /** Absent: all rows, of a table the first thousand. */
    readonly limit?: number;
    /** Milliseconds; 0 for none. */
    readonly timeout: number;
  };

const TIMEOUT_MS = 30_000;

export function addSql(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('sql')
    .summary('read-only SQL over documented views')
    .description(
      'Runs one SQL query (SQLite) that only reads. Without a query it lists the views and their columns.',
    )
    .argument('[QUERY]', 'the query; - reads it from standard input')
    .option('--limit <N>', 'at most N rows, 0 for all (default: 1000 in a table)', countOption)
    .option(
      '--timeout <AGE>',
      'stop a query that runs longer, 0 for never (default: 30s)',
      timeoutOption,
    );
  // Commander would print a default as it is stored, in milliseconds.
  command.setOptionValueWithSource('timeout', TIMEOUT_MS, 'default');
  addOutputOptions(addJudgingOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail sql
  mailtrail sql "select state, count(*) from recipients group by state"
  mailtrail sql "select * from events where message_id like 'F16E5DA7%'" --csv > events.csv
  mailtrail sql - --jsonl < query.sql
`,
  );
  command.action(async (query: string | undefined) => {
    const { runSqlCommand } = await import('./sql-run.ts');
    done(await runSqlCommand(query, command.optsWithGlobals<SqlOptions>(), io));
  });
}

function timeoutOption(text: string): number {
  const duration = text.trim() === '0' ? 0 : parseDuration(text);
  // Timers hold no more milliseconds than this.
  if (duration !== null && duration < 2 ** 31) return duration;
  throw new InvalidArgumentError('Write a time such as 30s or 5m, 0 for none.');
}
