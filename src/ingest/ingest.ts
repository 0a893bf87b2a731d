import { stat } from 'node:fs/promises';
import type { FileContext } from './file.ts';
import { ingestInput } from './input.ts';
import { resolvePaths, STDIN } from './paths.ts';
import type { InputFile } from './paths.ts';
import { MAX_LISTED_REJECTS } from '../model/ingest-report.ts';
import type {
  FileReport,
  IngestProgress,
  IngestReport,
  RejectReport,
} from '../model/ingest-report.ts';
import { skippedFile, totalsOf } from './file-report.ts';
import type { IngestSink } from './sink.ts';

export interface IngestOptions {
  /** The server of lines that name none. */
  readonly server: string | null;
  readonly format: string;
  readonly keepSubject: boolean;
  /** Keep the exact bytes, compressed. */
  readonly archive: boolean;
  readonly ours: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IngestProgress) => void;
  /** Seconds of a monotonic clock. */
  readonly now: () => number;
  readonly stdin: NodeJS.ReadableStream;
}

/**
 * Reads logs into the sink, a batch a transaction. An aborted signal ends it after the batch under way; what was
 * written stays. Throws UserError for paths that do not exist; a file that cannot be read is told in the report.
 */
export async function ingest(
  paths: readonly string[],
  sink: IngestSink,
  options: IngestOptions,
): Promise<IngestReport> {
  const startedAt = options.now();
  const resolved = await resolvePaths(paths);
  sink.addOurs(options.ours);
  const totalBytes = await sizeOf(resolved.files);
  const rejects: RejectReport[] = [];
  const files: FileReport[] = resolved.problems.map(({ file, error }) =>
    skippedFile(file, 'unreadable', { error }),
  );
  let bytesBefore = 0;
  let events = 0;
  for (const input of resolved.files) {
    if (options.signal.aborted) break;
    const context: FileContext = {
      sink,
      options,
      onRejects: (more) => {
        if (rejects.length < MAX_LISTED_REJECTS)
          rejects.push(...more.slice(0, MAX_LISTED_REJECTS - rejects.length));
      },
      onBytes: (bytes, fileEvents) => {
        options.onProgress({
          file: input.file,
          bytes: bytesBefore + bytes,
          totalBytes: Math.max(totalBytes, bytesBefore + bytes),
          events: events + fileEvents,
        });
      },
    };
    for await (const { report, bytes } of ingestInput(input, context)) {
      files.push(report);
      bytesBefore += bytes;
      events += report.events;
    }
  }
  sink.finish();
  const seconds = Math.max(0, options.now() - startedAt);
  const totals = totalsOf(files, bytesBefore);
  return {
    schema: 'mailtrail/ingest/1',
    files,
    totals,
    rejects,
    seconds,
    eventsPerSecond: seconds > 0 ? Math.round(totals.events / seconds) : 0,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    interrupted: options.signal.aborted,
  };
}

async function sizeOf(files: readonly InputFile[]): Promise<number> {
  let total = 0;
  for (const { file } of files) {
    try {
      if (file !== STDIN) total += (await stat(file)).size;
    } catch {
      // It is reported when it is opened.
    }
  }
  return total;
}
