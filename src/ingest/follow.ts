import { ingestFiles, ingestReport } from './ingest.ts';
import type { IngestedFiles, IngestOptions } from './ingest.ts';
import { createPrefixes } from './prefixes.ts';
import type { IngestSink } from './sink.ts';
import { createWatchList } from './watch-list.ts';
import { MAX_LISTED_REJECTS } from '../model/ingest-report.ts';
import type { FileReport, IngestReport, RejectReport } from '../model/ingest-report.ts';

export interface FollowOptions extends IngestOptions {
  /** From the end of one round to the beginning of the next. */
  readonly intervalMs: number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The first pass, then each round that read something. */
  readonly onRound: (report: IngestReport) => void;
  /** Files and paths that cannot be read, each once for each reason. */
  readonly onTrouble: (troubles: readonly FileReport[]) => void;
}

/**
 * Reads paths, and what is added to them, until the signal is aborted. Between rounds no file is open. Gives what all rounds
 * read together. What is unreadable is told and tried again; what the sink throws ends it.
 */
export async function follow(
  paths: readonly string[],
  sink: IngestSink,
  options: FollowOptions,
): Promise<IngestReport> {
  const { signal, now } = options;
  const startedAt = now();
  const watch = createWatchList(paths);
  const learning = createLearning(sink, now);
  const troubles = createTroubles();
  const total = createTotal();
  const reading = { ...options, prefixes: createPrefixes() };

  let problems: readonly FileReport[] = [];

  async function round(isFirst: boolean): Promise<void> {
    const roundAt = now();
    const look = await watch.look();
    const read =
      look.files.length === 0 ? NOTHING : await ingestFiles(look.files, look.bytes, sink, reading);
    watch.note(read.files);
    total.add(read, look.bytes);
    problems = look.problems;
    const hasRead = read.files.some(isRead);
    learning.learn({ isDue: isFirst, hasRead });
    const told = troubles.news(problems, read.files);
    if (isFirst) {
      options.onRound(ingestReport(joined(problems, read), roundAt, options));
      return;
    }
    if (told.length > 0) options.onTrouble(told);
    const files = read.files.filter((file) => file.error === null || told.includes(file));
    if (hasRead) options.onRound(ingestReport({ ...read, files }, roundAt, options));
  }

  sink.addOurs(options.ours);
  await round(true);
  while (!signal.aborted) {
    await options.sleep(options.intervalMs, signal);
    if (!signal.aborted) await round(false);
  }
  learning.end();
  const unread = problems.filter(({ error }) => error !== null);
  return ingestReport(joined(unread, total.sum()), startedAt, options);
}

const NOTHING: IngestedFiles = { files: [], rejects: [], bytes: 0 };

function joined(problems: readonly FileReport[], read: IngestedFiles): IngestedFiles {
  return { ...read, files: [...problems, ...read.files] };
}

function isRead({ skipped, error, lines }: FileReport): boolean {
  return skipped === null && error === null && lines > 0;
}

/** What all logs together tell is learned at most this often. */
const LEARN_EVERY_SECONDS = 60;
/** And it takes at most one in so many seconds. */
const LEARN_SHARE = 10;

interface Learning {
  /** `isDue`: now, whatever the time. */
  learn(round: { readonly isDue: boolean; readonly hasRead: boolean }): void;
  /** What was left to learn. */
  end(): void;
}

function createLearning(sink: IngestSink, now: () => number): Learning {
  let dueAt = 0;
  let isLeft = false;

  function finish(): void {
    const startedAt = now();
    sink.finish();
    const endedAt = now();
    dueAt = endedAt + Math.max(LEARN_EVERY_SECONDS, (endedAt - startedAt) * LEARN_SHARE);
    isLeft = false;
  }

  return {
    learn({ isDue, hasRead }) {
      isLeft ||= hasRead;
      if (isDue || (isLeft && now() >= dueAt)) finish();
    },
    end() {
      if (isLeft) finish();
    },
  };
}

interface Troubles {
  /** Those that were not told yet. What is wrong with a path is told again after it was well for a while, with a file after it was read. */
  news(paths: readonly FileReport[], files: readonly FileReport[]): readonly FileReport[];
}

function createTroubles(): Troubles {
  let ofPaths = new Set<string>();
  const ofFiles = new Map<string, string>();

  function isNews(file: string, trouble: string | null): boolean {
    const isTold = ofFiles.get(file) === trouble;
    if (trouble === null) ofFiles.delete(file);
    else ofFiles.set(file, trouble);
    return trouble !== null && !isTold;
  }

  return {
    news(paths, files) {
      const before = ofPaths;
      ofPaths = new Set(paths.map(keyOf));
      return [
        ...paths.filter((path) => !before.has(keyOf(path))),
        ...files.filter(({ file, skipped, error }) =>
          isNews(file, error ?? (skipped?.startsWith('unsupported') === true ? skipped : null)),
        ),
      ];
    },
  };
}

function keyOf({ file, error }: FileReport): string {
  return JSON.stringify([file, error]);
}

interface Total {
  add(read: IngestedFiles, bytes: number): void;
  sum(): IngestedFiles;
}

/** Sums up rounds: a report for each file, however often it was read. */
function createTotal(): Total {
  const files = new Map<string, FileReport>();
  const rejects: RejectReport[] = [];
  let bytes = 0;
  return {
    add(read, more) {
      for (const file of read.files) {
        const before = files.get(file.file);
        files.set(file.file, before === undefined ? file : sumOf(before, file));
      }
      rejects.push(...read.rejects.slice(0, MAX_LISTED_REJECTS - rejects.length));
      bytes += more;
    },
    sum: () => ({ files: [...files.values()], rejects, bytes }),
  };
}

function sumOf(before: FileReport, more: FileReport): FileReport {
  // A last line without its end is read again when the file goes on.
  const again = before.lastLine === 'read' && more.continued ? 1 : 0;
  return {
    // That there was nothing new the last time does not tell what became of a file.
    ...(before.skipped === null && more.skipped !== null ? before : more),
    lines: before.lines + more.lines - again,
    events: before.events + more.events - again,
    directives: before.directives + more.directives,
    blank: before.blank + more.blank,
    continuations: before.continuations + more.continuations,
    rejected: before.rejected + more.rejected,
    error: more.error,
  };
}
