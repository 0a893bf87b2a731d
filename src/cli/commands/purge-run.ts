import { statSync } from 'node:fs';
import type { PurgedReport, PurgeReport } from '../../model/purge-report.ts';
import { isoTime } from '../../model/time.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { parseMoment } from '../../queries/parse-moment.ts';
import { purgeProgress, purgeText } from '../../render/purge-text.ts';
import { safeJson } from '../../render/visible.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { WaitForReaders } from '../../store/begin-wal.ts';
import { closeWritten, lockForWriting, openForWriting } from '../../store/open.ts';
import { compact, isCompact, previewPurge, purgeLines } from '../../store/purge.ts';
import type { OnPurging } from '../../store/purge.ts';
import { endOfLogs, openStore } from '../../store/reader.ts';
import { actorName } from '../actor.ts';
import { now } from '../clock.ts';
import { createView, tell, tellReaders } from '../io.ts';
import type { Io } from '../io.ts';
import { TOOL } from '../note-case.ts';
import { dbFile } from '../options.ts';
import { createProgress } from '../progress.ts';
import type { PurgeOptions } from './purge.ts';

export function runPurge(options: PurgeOptions, io: Io): ExitCode {
  const file = dbFile(options, io.env);
  const before = momentOf(file, options, io);
  const dryRun = options.dryRun ?? false;
  const progress = createProgress(io, purgeProgress);
  const note = (purged: PurgedReport): AuditEntry => noteOf(purged, before, options, io);
  let report: PurgeReport;
  try {
    const found = dryRun
      ? preview(file, before, progress.show)
      : purgeIn(file, before, { note, ...tellReaders(io) }, progress.show);
    report = { schema: 'mailtrail/purge/1', before: isoTime(before), dryRun, ...found };
  } finally {
    progress.clear();
  }
  io.out(options.json ? `${safeJson(report, 2)}\n` : purgeText(report, createView(io, options)));
  if (report.unfinished)
    tell(
      io,
      'not finished: another program reads the database, whose files may still hold what was removed',
      '  run the same command again when that program has ended',
    );
  return EXIT.done;
}

/** The moment, milliseconds UTC: whatever is older goes. */
function momentOf(file: string, { olderThan, before, tz }: PurgeOptions, io: Io): number {
  const at = now(io.env).getTime();
  if (olderThan !== undefined) return at - olderThan;
  if (before === undefined)
    throw new UserError('no-moment', 'purge needs an age or a moment', {
      hint: 'mailtrail purge --older-than 21d, or --before 2004-02-01; --dry-run shows what would go',
      exitCode: EXIT.usage,
    });
  using store = openStore(file);
  return parseMoment(before, '--before', {
    logEnd: endOfLogs(store) ?? at,
    zone: tz,
    edge: 'start',
  });
}

type Found = Omit<PurgeReport, 'schema' | 'before' | 'dryRun'>;

function preview(file: string, before: number, onProgress: OnPurging): Found {
  using store = openStore(file);
  const bytesBefore = statSync(file).size;
  const purged = previewPurge(store.db, before, onProgress);
  return { ...purged, bytesBefore, bytesAfter: null, unfinished: false };
}

interface Writing extends WaitForReaders {
  readonly note: (purged: PurgedReport) => AuditEntry;
}

function purgeIn(
  file: string,
  before: number,
  { note, ...waiting }: Writing,
  onProgress: OnPurging,
): Found {
  // What is no database must not become one, nor leave a lock behind.
  openStore(file).close();
  const unlock = lockForWriting(file);
  try {
    const bytesBefore = statSync(file).size;
    const db = openForWriting(file, waiting);
    let purged: PurgedReport;
    let isDone = false;
    try {
      purged = purgeLines(db, file, before, note, onProgress);
      onProgress({ step: 'written anew', done: 0, total: 0 });
      compact(db, file);
      isDone = isCompact(db);
    } finally {
      closeWritten(db);
    }
    return { ...purged, bytesBefore, bytesAfter: statSync(file).size, unfinished: !isDone };
  } finally {
    unlock();
  }
}

function noteOf(
  purged: PurgedReport,
  before: number,
  { olderThan, by, reason }: PurgeOptions,
  io: Io,
): AuditEntry {
  return {
    at: now(io.env).getTime(),
    action: 'purge',
    caseName: null,
    actor: actorName(by),
    reason: reason ?? null,
    query: {
      before: isoTime(before),
      olderThanSeconds: olderThan === undefined ? undefined : olderThan / 1000,
    },
    outcome: { ...purged },
    tool: TOOL,
  };
}
