import type { ForgetReport, ForgottenReport } from '../../model/forget-report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { findSource } from '../../queries/find-source.ts';
import { forgetProgress, forgetText } from '../../render/forget-text.ts';
import { safeJson } from '../../render/visible.ts';
import { forgetSource, previewForget } from '../../store/forget-source.ts';
import type { OnForgetting } from '../../store/forget-source.ts';
import type { WaitForReaders } from '../../store/begin-wal.ts';
import { closeWritten, lockForWriting, openForWriting } from '../../store/open.ts';
import { openStore } from '../../store/reader.ts';
import { createView, tellReaders } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { createProgress } from '../progress.ts';
import type { ForgetOptions } from './forget.ts';

export function runForget(query: string, options: ForgetOptions, io: Io): ExitCode {
  const file = dbFile(options, io.env);
  const dryRun = options.dryRun ?? false;
  const progress = createProgress(io, forgetProgress);
  const onProgress: OnForgetting = (done, total) => {
    progress.show({ done, total });
  };
  let report: ForgetReport;
  try {
    const result = dryRun
      ? preview(file, query, onProgress)
      : forgetIn(file, query, onProgress, tellReaders(io));
    report = { schema: 'mailtrail/forget/1', query, dryRun, ...result };
  } finally {
    progress.clear();
  }
  io.out(options.json ? `${safeJson(report, 2)}\n` : forgetText(report, createView(io, options)));
  if (report.forgotten !== null) return EXIT.done;
  return report.unresolved?.total === 0 ? EXIT.nothingFound : EXIT.usage;
}

type Result = Pick<ForgetReport, 'forgotten' | 'unresolved'>;

function preview(file: string, query: string, onProgress: OnForgetting): Result {
  using store = openStore(file);
  const found = findSource(store, query);
  return found.kind === 'found'
    ? resultOf(previewForget(store.db, found.source, onProgress))
    : { forgotten: null, unresolved: found.unresolved };
}

function forgetIn(
  file: string,
  query: string,
  onProgress: OnForgetting,
  waiting: WaitForReaders,
): Result {
  // What is no database must not become one, nor leave a lock behind.
  openStore(file).close();
  const unlock = lockForWriting(file);
  try {
    // Looked for behind the lock: a run that was writing may have changed what there is.
    const found = lookFor(file, query);
    if (found.kind === 'unresolved') return { forgotten: null, unresolved: found.unresolved };
    const db = openForWriting(file, waiting);
    try {
      return resultOf(forgetSource(db, file, found.source, onProgress));
    } finally {
      closeWritten(db);
    }
  } finally {
    unlock();
  }
}

function lookFor(file: string, query: string): ReturnType<typeof findSource> {
  using store = openStore(file);
  return findSource(store, query);
}

function resultOf(forgotten: ForgottenReport): Result {
  return { forgotten, unresolved: null };
}
