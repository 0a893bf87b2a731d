import type { FileReport, IngestTotals, RejectReport } from '../model/ingest-report.ts';
import type { RejectedLine } from './sink.ts';

export function rejectReports(
  file: string,
  rejects: readonly RejectedLine[],
): readonly RejectReport[] {
  return rejects.map(({ line, code, detail }) => ({ file, line, code, detail }));
}

export function skippedFile(
  file: string,
  skipped: string,
  more: Partial<FileReport> = {},
): FileReport {
  return {
    file,
    format: null,
    server: null,
    lines: 0,
    events: 0,
    directives: 0,
    blank: 0,
    continuations: 0,
    rejected: 0,
    skipped,
    continued: false,
    replaces: false,
    unknownColumns: [],
    lastLine: null,
    error: null,
    ...more,
  };
}

export function totalsOf(files: readonly FileReport[], bytes: number): IngestTotals {
  const sum = (pick: (file: FileReport) => number): number =>
    files.reduce((total, file) => total + pick(file), 0);
  return {
    files: files.length,
    filesRead: files.filter((file) => file.skipped === null && file.error === null).length,
    bytes,
    lines: sum((file) => file.lines),
    events: sum((file) => file.events),
    directives: sum((file) => file.directives),
    blank: sum((file) => file.blank),
    continuations: sum((file) => file.continuations),
    rejects: sum((file) => file.rejected),
  };
}
