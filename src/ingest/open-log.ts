import { formatNamed, otherLog, recogniseFormat } from '../formats/index.ts';
import type { LogFormat } from '../formats/format.ts';
import { errorCode, errorMessage } from '../model/errors.ts';
import type { FileReport, LineCounts } from '../model/ingest-report.ts';
import { containerBegunBy } from './containers.ts';
import { encodingOf, lineEndsOf } from './encoding.ts';
import type { LogEncoding } from './encoding.ts';
import { skippedFile } from './file-report.ts';
import { framesOf } from './frames.ts';
import { identify, sha256 } from './identity.ts';
import type { Identity, OpenedFile } from './identity.ts';
import type { IngestOptions } from './ingest.ts';
import type { LineStart } from './line-reader.ts';
import { createOpener, openLogHandle } from './log-handle.ts';
import type { Beginning, LogHandle } from './log-handle.ts';
import { isBlank, linesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { STDIN } from './paths.ts';
import { serverOfFile } from './server-of-file.ts';
import type { IngestSink } from './sink.ts';

/** Enough for the format to show, after lines that cannot be read. */
const SNIFF_BYTES = 64 * 1024;
/** Enough of most logs, which begin with header lines. */
const HEADER_BYTES = 4 * 1024;
const LF = 0x0a;

const NO_LINES: LineCounts = {
  lines: 0,
  events: 0,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
};

/** `file` is the name it was given by, `path` where its bytes lie. */
export interface LogInput {
  readonly file: string;
  readonly path: string;
}

export type LogFile = OpenedFile & { readonly encoding: LogEncoding };

/** A log with something in it that is not stored yet. Whoever has it closes its handle. */
export interface NewLog {
  readonly kind: 'new';
  readonly opened: LogFile;
  readonly format: LogFormat;
  readonly identity: Exclude<Identity, { kind: 'known' }>;
  readonly start: LineStart;
  /** The server of lines that name none, by the file itself, its name and folder. */
  readonly server: string | null;
}

/** A file that there is nothing to read of, and why; `bytes` is what it holds. */
export interface SkippedLog {
  readonly kind: 'skipped';
  readonly report: FileReport;
  readonly bytes: number;
}

/** A file that logs are packed in. */
export interface Container {
  readonly kind: 'container';
}

/** A log that is being read before this one: what is stored of it is not known yet. */
export interface BusyLog {
  readonly opened: Pick<LogFile, 'file' | 'headSha256'>;
  readonly done: Promise<unknown>;
}

interface OpenContext {
  readonly sink: IngestSink;
  readonly options: Pick<IngestOptions, 'format' | 'prefixes'>;
}

const openBeginning = createOpener();

/** Opens a file, which is no container, and tells what it is; what cannot be read is told, not thrown. */
export function openLog(
  { file, path }: LogInput,
  context: OpenContext,
): Promise<NewLog | SkippedLog> {
  return withBeginning(file, path, (beginning) => recognise(file, beginning, context, []));
}

/** Opens a file that may be a container; that is not kept open. */
export function openInput(
  file: string,
  context: OpenContext,
  busy: readonly BusyLog[],
): Promise<NewLog | SkippedLog | Container> {
  return withBeginning<Container>(file, file, async (beginning) =>
    containerBegunBy(beginning.head) === null
      ? recognise(file, beginning, context, busy)
      : { kind: 'container' },
  );
}

/** Leaves a file open only where it is a log that is new. */
async function withBeginning<Other extends { readonly kind: string } = SkippedLog>(
  file: string,
  path: string,
  look: (beginning: Beginning) => Promise<NewLog | SkippedLog | Other>,
): Promise<NewLog | SkippedLog | Other> {
  let beginning: Beginning;
  try {
    beginning = await openBeginning(path, SNIFF_BYTES);
  } catch (error) {
    return unreadable(file, error);
  }
  const { handle } = beginning;
  try {
    const found = await look(beginning);
    if (found.kind !== 'new') handle.close();
    return found;
  } catch (error) {
    handle.close();
    if (!isReadError(error)) throw error;
    return unreadable(file, error);
  }
}

/** A file that must not be read, one that another program holds, a disk that is broken, a share that went away. */
const READ_ERRORS = new Set(
  (
    'EISDIR EIO EACCES EPERM EBUSY ENXIO ENODEV UNKNOWN ESTALE EREMOTEIO ENOTCONN ECONNRESET ' +
    'ECONNABORTED ETIMEDOUT EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH'
  ).split(' '),
);

export function isReadError(error: unknown): boolean {
  return READ_ERRORS.has(errorCode(error) ?? '');
}

export function unreadable(file: string, error: unknown): SkippedLog {
  return skip(skippedFile(file, 'unreadable', { error: errorMessage(error) }), 0);
}

function skip(report: FileReport, bytes: number): SkippedLog {
  return { kind: 'skipped', report, bytes };
}

async function recognise(
  file: string,
  { handle, size, head }: Beginning,
  { sink, options }: OpenContext,
  busy: readonly BusyLog[],
): Promise<NewLog | SkippedLog> {
  if (size === 0) return skip(skippedFile(file, 'empty'), 0);
  const encoding = encodingOf(head);
  if (endsLinesWithCr(head, encoding)) return skip(skippedFile(file, CR_ALONE), size);
  const look = (bytes: Buffer): Looked =>
    lookAt(file, bytes, encoding, bytes.length === size, options.format);
  const short = look(head.subarray(0, HEADER_BYTES));
  const { lines, format, headSha256, server } = tellsAll(short) ? short : look(head);
  if (format === undefined) {
    const other = otherLog(lines.map(({ text }) => text));
    return skip(skippedFile(file, other === null ? 'not-a-log' : `unsupported: ${other}`), size);
  }
  const opened: LogFile = { file, handle, size, encoding, headSha256 };
  for (const other of busy) if (mayBeSame(opened, other.opened)) await other.done;
  const identity = await identify(opened, sink, openOther, options.prefixes);
  if (identity.kind === 'known') {
    const { source } = identity;
    const skipped = source.file === file ? 'already-ingested' : `copy-of ${source.file}`;
    return skip(skippedFile(file, skipped, { format: format.name }), size);
  }
  return { kind: 'new', opened, format, identity, start: startOf(identity, format), server };
}

/** What the first lines of a file tell. */
interface Looked {
  readonly lines: readonly Line[];
  readonly format: LogFormat | undefined;
  /** Empty while there is no whole record. */
  readonly headSha256: string;
  readonly server: string | null;
}

function lookAt(
  file: string,
  head: Buffer,
  encoding: LogEncoding,
  isWhole: boolean,
  wanted: string,
): Looked {
  const lines = linesOf(head, encoding, isWhole);
  const format = chooseFormat(lines, wanted);
  if (format === undefined) return { lines, format, headSha256: '', server: null };
  const headSha256 = headOf(head, lines, format, encoding);
  return { lines, format, headSha256, server: serverOfFile(file, format, lines) };
}

/** Whether more lines of a file would tell the same: its first ones say what it is, and what is asked of it is found. */
function tellsAll({ lines, format, headSha256, server }: Looked): boolean {
  return (
    format !== undefined &&
    format.beginsRecord === undefined &&
    lines[0]?.text.startsWith('#') === true &&
    headSha256 !== '' &&
    server !== null
  );
}

const CR_ALONE =
  'unsupported: its lines end with bare CR. Rewrite it with CRLF, or copy it from the server again';

/** Whether it would be a log with other line ends. Nothing of it may be stored: places of its lines would be those of no line. */
function endsLinesWithCr(head: Buffer, encoding: LogEncoding): boolean {
  // Most logs need not be decoded to tell.
  if (encoding === 'utf-8' && head.includes(LF)) return false;
  const text = lineEndsOf(encoding).decode(head);
  const lines = text.split('\r');
  return lines.length > 1 && !text.includes('\n') && recogniseFormat(lines) !== undefined;
}

/** Whether one may be, continue or replace the other: surely not where both begin with records that differ. */
function mayBeSame(a: BusyLog['opened'], b: BusyLog['opened']): boolean {
  if (a.file === b.file || a.headSha256 === '' || b.headSha256 === '') return true;
  return a.headSha256 === b.headSha256;
}

function chooseFormat(lines: readonly Line[], wanted: string): LogFormat | undefined {
  return wanted === 'auto' ? recogniseFormat(lines.map(({ text }) => text)) : formatNamed(wanted);
}

/** The hash of all up to the end of the first record: two files are alike only if they share it. */
function headOf(
  head: Buffer,
  lines: readonly Line[],
  format: LogFormat,
  encoding: LogEncoding,
): string {
  const first = lines.find(({ text }) => text.trim() !== '' && !format.isDirective(text));
  if (first === undefined) return '';
  const ends = lineEndsOf(encoding);
  const frames = framesOf(format, ends, head.length);
  const end = frames.next(head, first.offset);
  const last = lines.findLast(({ offset }) => offset < end);
  // What has no end yet may still change.
  const isWhole =
    ends.last(head.subarray(0, end)) === end &&
    (format.joinsLines === undefined || frames.last(head.subarray(first.offset), 'record') > 0) &&
    (format.beginsRecord === undefined || end < head.length || isBlank(last?.text ?? ''));
  return isWhole ? sha256(head.subarray(0, end)) : '';
}

function openOther(file: string): LogHandle | null {
  try {
    return file === STDIN ? null : openLogHandle(file);
  } catch {
    return null;
  }
}

function startOf(identity: Exclude<Identity, { kind: 'known' }>, format: LogFormat): LineStart {
  const begun = identity.kind === 'grown' && identity.source.checkpoint.offset > 0;
  if (!begun) return { offset: 0, line: 1, layout: format.initialLayout, counts: NO_LINES };
  const { offset, line, layout, counts } = identity.source.checkpoint;
  return { offset, line, layout, counts };
}
