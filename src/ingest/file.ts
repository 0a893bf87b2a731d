import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { LogFormat } from '../formats/format.ts';
import type { FileReport, RejectReport } from '../model/ingest-report.ts';
import { rejectReports } from './file-report.ts';
import type { IngestOptions } from './ingest.ts';
import type { LineStart } from './line-reader.ts';
import type { LogReader, Reading } from './log-reader.ts';
import { isReadError, openLog, unreadable } from './open-log.ts';
import type { LogFile, LogInput, NewLog } from './open-log.ts';
import { NOT_READ } from './pack/packed-batch.ts';
import type { PackedBatch, PackedEnd } from './pack/packed-batch.ts';
import type { FileMark, IngestSink } from './sink.ts';
import type { ReadJob } from './source-reader.ts';
import { slotDay, slotName } from './source-name.ts';

export interface FileContext {
  readonly reader: LogReader;
  readonly sink: IngestSink;
  readonly options: IngestOptions;
  readonly onRejects: (rejects: readonly RejectReport[]) => void;
  readonly onBytes: (bytes: number, events: number) => void;
}

/** What became of one file; `bytes` is what it held. */
export interface Outcome {
  readonly report: FileReport;
  readonly bytes: number;
}

/** Reads one file into the sink; what cannot be read is told, not thrown. */
export async function ingestFile(input: LogInput, context: FileContext): Promise<Outcome> {
  const log = await openLog(input, context);
  return log.kind === 'skipped' ? log : storeLog(log, startReading(log, context), context);
}

/** Begins to read a log that is new; its batches wait for `storeLog`. */
export function startReading(log: NewLog, { reader, options }: FileContext): Reading {
  return reader.start(jobOf(log, options), hashBefore(log));
}

/** A hash that has taken in the bytes before the start. */
function hashBefore({ identity, start }: NewLog): Hash {
  return identity.kind === 'grown' && start.offset > 0 ? identity.hash : createHash('sha256');
}

function jobOf({ opened, format, start, server }: NewLog, options: IngestOptions): ReadJob {
  return {
    fd: opened.handle.fd,
    start,
    format: format.name,
    encoding: opened.encoding,
    server: options.server ?? server,
    keepSubject: options.keepSubject,
    day: slotDay(slotName(opened.file)),
    archive: options.archive,
  };
}

/** Stores what is read, and closes the file. */
export async function storeLog(
  log: NewLog,
  reading: Reading,
  context: FileContext,
): Promise<Outcome> {
  try {
    return await storeBatches(log, reading, context);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return unreadable(log.opened.file, error);
  } finally {
    log.opened.handle.close();
  }
}

async function storeBatches(
  { opened, format, identity, start, server: nameOfItsOwn }: NewLog,
  reading: Reading,
  context: FileContext,
): Promise<Outcome> {
  const { sink, options } = context;
  const server = options.server ?? nameOfItsOwn;
  const sourceId =
    identity.kind === 'grown' ? identity.source.id : addSource(opened, format, server, context);
  if (identity.kind === 'grown') sink.resumeSource(sourceId, markOf(opened), options.keepSubject);
  const run = await writeBatches(opened.file, sourceId, start, reading, context);
  if (run.end !== null) sink.endSource(sourceId, run.end);
  return {
    report: fileReport(opened.file, format, start, run.last, run.end, {
      server: run.server ?? server,
      continued: identity.kind === 'grown',
      replaces: identity.kind === 'new' && identity.replaces,
      unknownColumns: unknownColumnsOf(format, run.last?.checkpoint ?? start),
    }),
    bytes: opened.size,
  };
}

interface Run {
  readonly last: PackedBatch | null;
  /** Null where the signal ended it. */
  readonly end: PackedEnd | null;
  /** What the first event names. */
  readonly server: string | null;
}

async function writeBatches(
  file: string,
  sourceId: number,
  start: LineStart,
  reading: Reading,
  { sink, options, onRejects, onBytes }: FileContext,
): Promise<Run> {
  let last: PackedBatch | null = null;
  let server: string | null = null;
  let end: PackedEnd | null = null;
  try {
    while (end === null && !(last !== null && options.signal.aborted)) {
      const next = await reading.next();
      if (next.done === true) {
        end = next.value;
        continue;
      }
      last = next.value;
      sink.write(sourceId, last);
      server ??= last.lines.serverName;
      onRejects(rejectReports(file, last.rejects));
      onBytes(last.checkpoint.offset, last.checkpoint.counts.events - start.counts.events);
    }
  } finally {
    if (end === null) await reading.return(NOT_READ);
  }
  return { last, end, server: server ?? end?.lastLine?.serverName ?? null };
}

function unknownColumnsOf(format: LogFormat, { layout }: Pick<LineStart, 'layout'>) {
  return format.unknownColumns?.(layout) ?? [];
}

function markOf({ file, headSha256, size }: LogFile): FileMark {
  return { file, headSha256, sizeBytes: size };
}

function addSource(
  opened: LogFile,
  format: LogFormat,
  server: string | null,
  { sink, options }: FileContext,
): number {
  const slot = slotName(opened.file);
  return sink.addSource({
    file: opened.file,
    slot,
    slotDay: slotDay(slot),
    format: format.name,
    encoding: opened.encoding,
    server,
    keepSubject: options.keepSubject,
    headSha256: opened.headSha256,
  });
}

function fileReport(
  file: string,
  format: LogFormat,
  start: LineStart,
  last: PackedBatch | null,
  end: PackedEnd | null,
  more: Pick<FileReport, 'server' | 'continued' | 'replaces' | 'unknownColumns'>,
): FileReport {
  const counts = last?.checkpoint.counts ?? start.counts;
  const tail = end?.lastLine ? 1 : 0;
  const stored = last?.checkpoint.offset ?? start.offset;
  const cut = end !== null && tail === 0 && end.sizeBytes > stored;
  return {
    file,
    format: format.name,
    lines: counts.lines - start.counts.lines + tail,
    events: counts.events - start.counts.events + tail,
    directives: counts.directives - start.counts.directives,
    blank: counts.blank - start.counts.blank,
    continuations: counts.continuations - start.counts.continuations,
    rejected: counts.rejects - start.counts.rejects,
    skipped: null,
    lastLine: tail === 1 ? 'read' : cut ? 'cut' : null,
    error: null,
    ...more,
  };
}
