import { statSync } from 'node:fs';
import type { FileContext } from './file.ts';
import { ingestInputs } from './pipeline.ts';
import type { InputOutcome } from './pipeline.ts';
import { inReadingOrder } from './reading-order.ts';
import { resolvePaths, STDIN } from './paths.ts';
import type { InputFile } from './paths.ts';
import { MAX_LISTED_REJECTS } from '../model/ingest-report.ts';
import type {
  FileReport,
  IngestProgress,
  IngestReport,
  RejectReport,
} from '../model/ingest-report.ts';
import type { Prefixes } from './prefixes.ts';
import { skippedFile, totalsOf } from './file-report.ts';
import { readHere } from './log-reader.ts';
import type { OpenReader } from './log-reader.ts';
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
  /** On this thread, unless it is said otherwise. */
  readonly openReader?: OpenReader;
  /** What is known of files that are read again and again. */
  readonly prefixes?: Prefixes;
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
  const { files, problems } = await resolvePaths(paths);
  sink.addOurs(options.ours);
  const read = await ingestFiles(files, sizeOf(files), sink, options, () => sink.allRead());
  sink.finish();
  const unread = problems.map(({ file, error }) => skippedFile(file, 'unreadable', { error }));
  return ingestReport({ ...read, files: [...unread, ...read.files] }, startedAt, options);
}

/** What became of files, in the order of the inputs: their bytes, and the first MAX_LISTED_REJECTS of their rejects. */
export interface IngestedFiles {
  readonly files: readonly FileReport[];
  readonly rejects: readonly RejectReport[];
  readonly bytes: number;
}

/**
 * Reads files into the sink; `totalBytes` is about how much there is to read. It is left to the caller to finish the sink. `whenRead` is told before the last
 * transaction ends.
 */
export async function ingestFiles(
  inputs: readonly InputFile[],
  totalBytes: number,
  sink: IngestSink,
  options: IngestOptions,
  whenRead: () => void = nothing,
): Promise<IngestedFiles> {
  const rejects: RejectReport[] = [];
  const read: InputOutcome[] = [];
  const reader = (options.openReader ?? readHere())(sink.hashSeed, totalBytes);
  let bytesBefore = 0;
  let events = 0;
  const contextOf = ({ file }: InputFile): FileContext => ({
    sink,
    reader,
    options,
    onRejects: (more) => {
      rejects.push(...more.slice(0, MAX_LISTED_REJECTS - rejects.length));
    },
    onBytes: (bytes, fileEvents) => {
      options.onProgress({
        file,
        bytes: bytesBefore + bytes,
        totalBytes: Math.max(totalBytes, bytesBefore + bytes),
        events: events + fileEvents,
      });
    },
  });
  try {
    for await (const outcome of ingestInputs(inReadingOrder(inputs), contextOf)) {
      read.push(outcome);
      bytesBefore += outcome.bytes;
      events += outcome.report.events;
    }
    whenRead();
  } finally {
    try {
      // Also where the run fails: what is written is whole, and nobody comes back to it.
      sink.commit();
    } finally {
      await reader.close();
    }
  }
  const places = new Map([...inputs.entries()].map(([place, input]) => [input, place]));
  const placeOf = ({ input }: InputOutcome): number => places.get(input) ?? 0;
  const files = read.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ report }) => report);
  return { files, rejects, bytes: bytesBefore };
}

export function ingestReport(
  { files, rejects, bytes }: IngestedFiles,
  startedAt: number,
  options: Pick<IngestOptions, 'now' | 'signal'>,
): IngestReport {
  const seconds = Math.max(0, options.now() - startedAt);
  const totals = totalsOf(files, bytes);
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

/** About how many bytes there are to read. */
export function sizeOf(files: readonly InputFile[]): number {
  let total = 0;
  for (const { file } of files) {
    try {
      if (file !== STDIN) total += statSync(file).size;
    } catch {
      // It is reported when it is opened.
    }
  }
  return total;
}

function nothing(): void {
  // Nobody wants to know.
}
