import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { formatNamed, otherLog, recogniseFormat } from '../formats/index.ts';
import type { LogFormat } from '../formats/format.ts';
import { errorCode, errorMessage } from '../model/errors.ts';
import { createArchiver, NO_ARCHIVE } from './archiver.ts';
import { encodingOf, lineEndsOf } from './encoding.ts';
import type { LogEncoding } from './encoding.ts';
import { createFramer } from './framer.ts';
import type { Frame } from './framer.ts';
import { identify, sha256 } from './identity.ts';
import type { Identity, OpenedFile } from './identity.ts';
import { STDIN } from './paths.ts';
import { createPump, NO_LINES } from './pump.ts';
import type { Pump, PumpStart } from './pump.ts';
import { rejectReports, skippedFile } from './file-report.ts';
import type { FileReport, RejectReport } from '../model/ingest-report.ts';
import type { IngestOptions } from './ingest.ts';
import type { Batch, FileMark, IngestSink, SourceEnd } from './sink.ts';
import { serverOfFolder, slotDay, slotName } from './source-name.ts';

const CHUNK_BYTES = 2 * 1024 * 1024;
/** Enough for the format to show, after lines that cannot be read. */
const SNIFF_BYTES = 64 * 1024;

export interface FileContext {
  readonly sink: IngestSink;
  readonly options: IngestOptions;
  readonly onRejects: (rejects: readonly RejectReport[]) => void;
  readonly onBytes: (bytes: number, events: number) => void;
}

/** `file` is the name it was given by, `path` where its bytes lie. */
interface Input {
  readonly file: string;
  readonly path: string;
}

/** Reads one file into the sink; what cannot be read is told, not thrown. */
export async function ingestFile(
  input: Input,
  context: FileContext,
): Promise<{ report: FileReport; bytes: number }> {
  let handle: FileHandle;
  try {
    handle = await open(input.path, 'r');
  } catch (error) {
    return { report: unreadable(input.file, error), bytes: 0 };
  }
  try {
    return await readOpened(input, handle, context);
  } catch (error) {
    if (!isReadError(error)) throw error;
    return { report: unreadable(input.file, error), bytes: 0 };
  } finally {
    await handle.close();
  }
}

function isReadError(error: unknown): boolean {
  return ['EISDIR', 'EIO', 'EACCES', 'EPERM', 'ESTALE'].includes(errorCode(error) ?? '');
}

function unreadable(file: string, error: unknown): FileReport {
  return skippedFile(file, 'unreadable', { error: errorMessage(error) });
}

async function readOpened(
  input: Input,
  handle: FileHandle,
  context: FileContext,
): Promise<{ report: FileReport; bytes: number }> {
  const { size } = await handle.stat();
  if (size === 0) return { report: skippedFile(input.file, 'empty'), bytes: 0 };
  const sniffed = await readAt(handle, 0, Math.min(size, SNIFF_BYTES));
  const lines = sniffLines(sniffed, size);
  const format = chooseFormat(lines, context.options.format);
  if (format === undefined) {
    const other = otherLog(lines.map(({ text }) => text));
    const skipped = other === null ? 'not-a-log' : `unsupported: ${other}`;
    return { report: skippedFile(input.file, skipped), bytes: size };
  }
  const opened: LogFile = {
    file: input.file,
    handle,
    size,
    encoding: encodingOf(sniffed),
    headSha256: headOf(sniffed, lines, format),
  };
  const identity = await identify(opened, context.sink, openOther);
  if (identity.kind === 'known') {
    const { source } = identity;
    const skipped = source.file === input.file ? 'already-ingested' : `copy-of ${source.file}`;
    return { report: skippedFile(input.file, skipped, { format: format.name }), bytes: size };
  }
  return readLines(opened, format, identity, context);
}

type LogFile = OpenedFile & { readonly encoding: LogEncoding };

/** The first lines of a file; one that is cut only where the file is. */
function sniffLines(head: Buffer, size: number): Frame[] {
  const framer = createFramer({ line: 1, offset: 0, encoding: encodingOf(head) });
  const frames = framer.push(head);
  const rest = head.length === size ? framer.rest() : null;
  return rest === null ? frames : [...frames, rest];
}

function chooseFormat(lines: readonly Frame[], wanted: string): LogFormat | undefined {
  return wanted === 'auto' ? recogniseFormat(lines.map(({ text }) => text)) : formatNamed(wanted);
}

/** The hash of all up to the end of the first record: two files are alike only if they share it. */
function headOf(head: Buffer, lines: readonly Frame[], format: LogFormat): string {
  const first = lines.find(({ text }) => text.trim() !== '' && !format.isDirective(text));
  if (first === undefined) return '';
  const end = first.offset + first.length;
  // What has no line end yet may still change.
  return lineEndsOf(encodingOf(head)).last(head.subarray(0, end)) === end
    ? sha256(head.subarray(0, end))
    : '';
}

async function openOther(file: string): Promise<FileHandle | null> {
  try {
    return file === STDIN ? null : await open(file, 'r');
  } catch {
    return null;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function readLines(
  opened: LogFile,
  format: LogFormat,
  identity: Exclude<Identity, { kind: 'known' }>,
  context: FileContext,
): Promise<{ report: FileReport; bytes: number }> {
  const { sink, options } = context;
  const server = options.server ?? serverOfFolder(opened.file);
  const start = startOf(identity, format);
  const { encoding } = opened;
  const sourceId =
    identity.kind === 'grown' ? identity.source.id : addSource(opened, format, server, sink);
  if (identity.kind === 'grown') sink.resumeSource(sourceId, markOf(opened));
  const pump = createPump(start, {
    format,
    server,
    encoding,
    keepSubject: options.keepSubject,
    archiver: options.archive ? createArchiver(start.offset) : NO_ARCHIVE,
  });
  const run = { batch: null as Batch | null, server: null as string | null };
  await pumpFile(opened.handle, pump, start.offset, (batch) => {
    sink.write(sourceId, batch);
    run.batch = batch;
    run.server ??= batch.events[0]?.event.server ?? null;
    context.onRejects(rejectReports(opened.file, batch.rejects));
    context.onBytes(batch.checkpoint.offset, batch.checkpoint.counts.events - start.counts.events);
    return !options.signal.aborted;
  });
  const end = options.signal.aborted ? null : pump.end();
  if (end !== null) sink.endSource(sourceId, end);
  return {
    report: fileReport(opened.file, format, start, run.batch, end, {
      server: run.server ?? end?.lastLine?.event.server ?? server,
      continued: identity.kind === 'grown',
      replaces: identity.kind === 'new' && identity.replaces,
    }),
    bytes: opened.size,
  };
}

function startOf(identity: Exclude<Identity, { kind: 'known' }>, format: LogFormat): PumpStart {
  const begun = identity.kind === 'grown' && identity.source.checkpoint.offset > 0;
  if (begun) return { ...identity.source.checkpoint, hash: identity.hash };
  return {
    offset: 0,
    line: 1,
    layout: format.initialLayout,
    counts: NO_LINES,
    hash: createHash('sha256'),
  };
}

function markOf({ file, headSha256, size }: LogFile): FileMark {
  return { file, headSha256, sizeBytes: size };
}

function addSource(
  opened: LogFile,
  format: LogFormat,
  server: string | null,
  sink: IngestSink,
): number {
  const slot = slotName(opened.file);
  return sink.addSource({
    file: opened.file,
    slot,
    slotDay: slotDay(slot),
    format: format.name,
    encoding: opened.encoding,
    server,
    headSha256: opened.headSha256,
  });
}

/** `onBatch` gives false to stop. */
async function pumpFile(
  handle: FileHandle,
  pump: Pump,
  offset: number,
  onBatch: (batch: Batch) => boolean,
): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let position = offset; ;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const batch = pump.push(buffer.subarray(0, bytesRead));
    if (batch !== null && !onBatch(batch)) return;
  }
}

function fileReport(
  file: string,
  format: LogFormat,
  start: PumpStart,
  last: Batch | null,
  end: SourceEnd | null,
  more: { server: string | null; continued: boolean; replaces: boolean },
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
