import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { viewsText } from '../../render/views-text.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { readFileBytes } from '../read-input.ts';
import { runInProcess } from '../sql-process.ts';
import type { SqlOptions } from './sql.ts';

export async function runSqlCommand(
  query: string | undefined,
  options: SqlOptions,
  io: Io,
): Promise<ExitCode> {
  if (query === undefined) return listViews(options, io);
  const text = query === '-' ? (await readFileBytes('-', io)).toString('utf8') : query;
  const file = dbFile(options, io.env);
  return runInProcess({ query: text, file, options }, options.timeout, io);
}

function listViews(options: SqlOptions, io: Io): ExitCode {
  if (options.json || options.jsonl || options.csv)
    throw new UserError('no-query', 'no query is named', {
      hint: 'write one in quotes, or - to read it from standard input; mailtrail sql alone lists the views',
      exitCode: EXIT.usage,
    });
  io.out(viewsText(createView(io, options)));
  return EXIT.done;
}
