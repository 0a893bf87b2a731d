import { readFileSync, writeSync } from 'node:fs';
import { errorCode } from '../model/errors.ts';
import { EXIT } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';
import { runSql } from '../queries/sql.ts';
import type { SqlResult } from '../store/sql-session.ts';
import { endOfLogs, openStore } from '../store/reader.ts';
import { tellFailure } from './failure.ts';
import { createView, OutputClosed, processIo, tell } from './io.ts';
import type { Io } from './io.ts';
import { DOING, SIGNAL_FD } from './sql-job.ts';
import type { SqlJob } from './sql-job.ts';
import { defaultLimit, rowPrinter } from './sql-output.ts';
import type { RowPrinter } from './sql-output.ts';
import { askedBy } from './with-store.ts';

/** The process that runs one query: see sql-process.ts. */
function answer({ query, file, options }: SqlJob, io: Io): ExitCode {
  using store = openStore(file);
  const asked = askedBy(options, endOfLogs(store) ?? 0);
  const view = createView(io, options);
  const { limit = defaultLimit(options) } = options;
  say('running');
  return runSql(store, query, asked, (result) => {
    const printer = rowPrinter(result.columns, options, view);
    const count = print(result, limit, printer, io);
    if (count === 0) tell(io, 'no rows');
    return count === 0 ? EXIT.nothingFound : EXIT.done;
  });
}

function print({ rows }: SqlResult, limit: number, printer: RowPrinter, io: Io): number {
  let count = 0;
  let more = false;
  let text = printer.head;
  for (const row of rows) {
    more = limit > 0 && count === limit;
    if (more) break;
    count += 1;
    text += printer.row(row);
    if (text.length > 65_536) {
      write(text, io);
      text = '';
    }
  }
  write(text + printer.end(count, more), io);
  if (more) tell(io, `there are more than ${limit} rows: --limit 0 gives all`);
  return count;
}

function write(text: string, io: Io): void {
  say('waiting');
  io.out(text);
  say('running');
}

function say(doing: keyof typeof DOING): void {
  try {
    writeSync(SIGNAL_FD, DOING[doing]);
  } catch (error) {
    // Whoever started us is gone.
    if (errorCode(error) === 'EPIPE') throw new OutputClosed();
    throw error;
  }
}

async function main(): Promise<ExitCode> {
  // Before process.stdin is touched, which would make reading it end early.
  const job: SqlJob = JSON.parse(readFileSync(0, 'utf8'));
  const io = processIo();
  try {
    return answer(job, io);
  } catch (error) {
    return await tellFailure(error, io, job.options.debug ?? false);
  }
}

process.exitCode = await main();
