import { statSync } from 'node:fs';
import { ingest, sizeOf } from '../../ingest/ingest.ts';
import type { IngestOptions as ReadOptions } from '../../ingest/ingest.ts';
import { resolvePaths } from '../../ingest/paths.ts';
import { readHere } from '../../ingest/log-reader.ts';
import type { LogReader } from '../../ingest/log-reader.ts';
import { readInThread, startReaderThread } from '../../ingest/reader-thread.ts';
import type { IngestSink } from '../../ingest/sink.ts';
import type { IngestReport } from '../../model/ingest-report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { ingestText } from '../../render/ingest-text.ts';
import { progressText } from '../../render/progress-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createDryRun } from '../../store/dry-run.ts';
import { closeWritten, lockForWriting, openForReading, openForWriting } from '../../store/open.ts';
import { startQueueThread } from '../../store/queue-thread.ts';
import type { KnownSystem } from '../../store/system-addresses.ts';
import { createWriter } from '../../store/writer.ts';
import { worstExit } from '../exit-code.ts';
import { interruptSignal } from '../interrupt.ts';
import { createView, tell, tellReaders } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { createProgress } from '../progress.ts';
import type { IngestOptions } from './ingest.ts';

export async function runIngest(
  paths: string[],
  options: IngestOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.interval !== undefined)
    throw new UserError('no-follow', '--interval goes with --follow', {
      hint: 'leave it out, or add --follow',
      exitCode: EXIT.usage,
    });
  // What does not exist must not leave an empty database behind.
  const { files } = await resolvePaths(paths);
  const openReaderIn = isForThread(sizeOf(files)) ? startReaderThread() : openReader;
  const { sink, close } = openSink(dbFile(options, io.env), options.dryRun ?? false, io);
  const interrupt = interruptSignal(io);
  const progress = createProgress(io, progressText);
  try {
    const { signal } = interrupt;
    const report = await ingest(paths, sink, {
      ...readOptions(options, io),
      openReader: openReaderIn,
      signal,
      onProgress: progress.show,
    });
    progress.clear();
    io.out(
      options.json
        ? `${safeJson(report, 2)}\n`
        : ingestText(report, createView(io, options), !options.dryRun),
    );
    if (report.interrupted)
      tell(io, 'interrupted: what was read is stored; the same command goes on from here');
    if (!holdsLogs(report))
      tell(
        io,
        'error: no tracking log there',
        isUnsupported(report)
          ? '  what was skipped says above why it cannot be read'
          : '  name files or folders that hold logs such as EX01/MSGTRK2024051408-1.LOG or EXCH01.log/20040218.log',
      );
    return exitOf(report, options);
  } finally {
    progress.clear();
    interrupt.dispose();
    close();
  }
}

/** What the options say of how logs are read. */
export function readOptions(
  options: IngestOptions,
  io: Io,
): Omit<ReadOptions, 'signal' | 'onProgress'> {
  return {
    server: options.server ?? null,
    format: options.format,
    keepSubject: options.subject,
    // The archive would hold the subjects.
    archive: options.archive && options.subject,
    ours: options.ours,
    now: () => performance.now() / 1000,
    stdin: io.stdin,
    openReader,
  };
}

/** Below this the start of a thread takes longer than it spares. */
const THREAD_FROM_BYTES = 4 * 1024 * 1024;

function isForThread(bytes: number): boolean {
  return bytes >= THREAD_FROM_BYTES;
}

function openReader(seed: number, bytes: number): LogReader {
  return isForThread(bytes) ? readInThread(seed) : readHere()(seed, bytes);
}

export function openSink(
  file: string,
  dryRun: boolean,
  io: Io,
): { sink: IngestSink; close: () => void } {
  if (dryRun) {
    const db = isFilled(file) ? openForReading(file) : null;
    return { sink: createDryRun(db), close: () => db?.close() };
  }
  checkPlace(file);
  const unlock = lockForWriting(file);
  const db = openForWriting(file, tellReaders(io));
  const startHelper = (system: KnownSystem) => startQueueThread(file, system);
  const sink = createWriter(db, file, { startHelper });
  const close = (): void => {
    sink[Symbol.dispose]();
    closeWritten(db);
    unlock();
  };
  return { sink, close };
}

/** A file of nothing is one that a run would fill. */
function isFilled(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function checkPlace(file: string): void {
  if (file !== ':memory:') return;
  throw new UserError('no-file', 'a database in memory is gone when the program ends', {
    hint: 'name a file with --db FILE, or use --dry-run',
    exitCode: EXIT.usage,
  });
}

function exitOf(report: IngestReport, options: IngestOptions): ExitCode {
  return worstExit([
    report.interrupted ? EXIT.interrupted : EXIT.done,
    report.files.some(({ error }) => error !== null) ? EXIT.internal : EXIT.done,
    holdsLogs(report) ? EXIT.done : EXIT.nothingFound,
    options.strict && report.totals.rejects > 0 ? EXIT.incomplete : EXIT.done,
  ]);
}

/** Whether any file is a log that cannot be read as it is. */
function isUnsupported({ files }: IngestReport): boolean {
  return files.some(({ skipped }) => skipped?.startsWith('unsupported') === true);
}

/** Whether anything there was a log, however little of it was new. */
function holdsLogs({ files, interrupted }: IngestReport): boolean {
  return interrupted || files.some(({ format, error }) => format !== null || error !== null);
}
