import { existsSync } from 'node:fs';
import { ingest } from '../../ingest/ingest.ts';
import type { IngestSink } from '../../ingest/sink.ts';
import type { IngestReport } from '../../model/ingest-report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { ingestText } from '../../render/ingest-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createDryRun } from '../../store/dry-run.ts';
import { openForReading, openForWriting } from '../../store/open.ts';
import { createWriter } from '../../store/writer.ts';
import { worstExit } from '../exit-code.ts';
import { interruptSignal } from '../interrupt.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { createProgress } from '../progress.ts';
import type { IngestOptions } from './ingest.ts';

export async function runIngest(
  paths: string[],
  options: IngestOptions,
  io: Io,
): Promise<ExitCode> {
  const { sink, close } = openSink(options);
  const interrupt = interruptSignal(io);
  const progress = createProgress(io);
  try {
    const report = await ingest(paths, sink, {
      server: options.server ?? null,
      format: options.format,
      keepSubject: options.subject,
      ours: options.ours,
      signal: interrupt.signal,
      onProgress: progress.show,
      now: () => performance.now() / 1000,
      stdin: io.stdin,
    });
    progress.clear();
    io.out(
      options.json
        ? `${safeJson(report, 2)}\n`
        : ingestText(report, createView(io, options), options.db),
    );
    if (report.interrupted)
      tell(io, 'interrupted: what was read is stored; the same command goes on from here');
    return exitOf(report, options);
  } finally {
    progress.clear();
    interrupt.dispose();
    close();
  }
}

function openSink(options: IngestOptions): { sink: IngestSink; close: () => void } {
  if (options.dryRun) {
    const db = existsSync(options.db) ? openForReading(options.db) : null;
    return { sink: createDryRun(db), close: () => db?.close() };
  }
  const db = openForWriting(options.db);
  return { sink: createWriter(db, options.db), close: () => db.close() };
}

function exitOf(report: IngestReport, options: IngestOptions): ExitCode {
  const logs = report.files.filter(
    ({ format, skipped }) => format !== null && skipped !== 'not-a-log',
  );
  return worstExit([
    report.interrupted ? EXIT.interrupted : EXIT.done,
    report.files.some(({ error }) => error !== null) ? EXIT.internal : EXIT.done,
    logs.length === 0 && !report.interrupted ? EXIT.nothingFound : EXIT.done,
    options.strict && report.totals.rejects > 0 ? EXIT.incomplete : EXIT.done,
  ]);
}
