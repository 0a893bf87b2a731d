import { REJECT_TABLE } from '../catalogue/index.ts';
import type { FileReport, IngestReport } from '../model/ingest-report.ts';
import { counted, formatBytes, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** Files and rejects that are named; all are in `--json`. */
const NAMED = 10;

/** Characters of a column's name that are shown. */
const LONGEST_COLUMN = 60;

/** The summary of a run: it adds up to every line that was read. `stored` is false after a dry run. */
export function ingestText(report: IngestReport, view: View, stored: boolean): string {
  const { totals } = report;
  const lines = [headline(report), ...sumLine(report, view)];
  lines.push(...unknownColumns(report.files, view));
  lines.push(...skippedLines(report.files, view));
  lines.push(...errorLines(report.files, view));
  lines.push(...rejectLines(report, view));
  if (totals.events > 0 && stored)
    lines.push(
      `Next: ${visible(view.command)} find --state waiting, or ${visible(view.command)} trace ID`,
    );
  return `${lines.join('\n')}\n`;
}

function headline({ files, totals, seconds, eventsPerSecond }: IngestReport): string {
  const read = `Read ${counted(totals.filesRead, 'file')} of ${formatCount(totals.files)}${formatsOf(files)}`;
  return `${read}, ${formatBytes(totals.bytes)} in ${seconds.toFixed(1)} s (${formatCount(eventsPerSecond)} events/s).`;
}

/** ` (2 exchange2003, 1 msgtrk)`: by how many of each there are, then by name. */
function formatsOf(files: readonly FileReport[]): string {
  const counts = new Map<string, number>();
  for (const { format, skipped, error } of files)
    if (format !== null && skipped === null && error === null)
      counts.set(format, (counts.get(format) ?? 0) + 1);
  if (counts.size === 0) return '';
  const [[only] = ['']] = counts;
  if (counts.size === 1) return ` (${only})`;
  const parts = [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([format, count]) => `${formatCount(count)} ${format}`);
  return ` (${parts.join(', ')})`;
}

function unknownColumns(files: readonly FileReport[], { width }: View): string[] {
  const names = [...new Set(files.flatMap((file) => file.unknownColumns))];
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED).map((name) => clip(visible(name), LONGEST_COLUMN));
  const more = names.length > NAMED ? ` and ${formatCount(names.length - NAMED)} more` : '';
  return wrap(
    `Left unread, as no version of Exchange is known to write ${names.length === 1 ? 'it' : 'them'}: ${counted(names.length, 'column')} (${shown.join(', ')}${more}). The exact lines hold ${names.length === 1 ? 'it' : 'them'}.`,
    width,
  );
}

export function sumLine({ totals }: IngestReport, { width }: View): string[] {
  const parts = [
    counted(totals.events, 'event'),
    counted(totals.directives, 'header line'),
    `${formatCount(totals.blank)} blank`,
    ...(totals.continuations > 0 ? [`${formatCount(totals.continuations)} continuations`] : []),
    `${formatCount(totals.rejects)} rejected`,
  ];
  return wrap(`${counted(totals.lines, 'line')} = ${parts.join(' + ')}`, width);
}

function skippedLines(files: readonly FileReport[], view: View): string[] {
  const groups = new Map<string, FileReport[]>();
  for (const file of files) {
    if (file.skipped === null || file.error !== null) continue;
    const reason = file.skipped.startsWith('copy-of ')
      ? 'copy of a file that is loaded'
      : file.skipped;
    groups.set(reason, [...(groups.get(reason) ?? []), file]);
  }
  const lines: string[] = [];
  for (const [reason, group] of groups) {
    const names = group.slice(0, 3).map(({ file }) => visible(file));
    const more = group.length > 3 ? ', ...' : '';
    const told = `Skipped ${counted(group.length, 'file')} (${reason}): ${names.join(', ')}${more}`;
    const width = Math.max(view.width, 100);
    // A reason that says what to do is told whole.
    lines.push(
      ...(reason.startsWith('unsupported') ? wrap(told, width, '', '  ') : [clip(told, width)]),
    );
  }
  const continued = files.filter((file) => file.continued).length;
  if (continued > 0)
    lines.push(`${counted(continued, 'file')} had grown and went on at the first new byte.`);
  const replaced = files.filter((file) => file.replaces);
  for (const { file } of replaced.slice(0, 3))
    lines.push(
      `${visible(file)} has other content than what was loaded under its name; both are kept.`,
    );
  const cut = files.filter(({ lastLine }) => lastLine === 'cut').length;
  if (cut > 0)
    lines.push(
      `${counted(cut, 'file')} ended in the middle of a line, which is read when it is complete.`,
    );
  return lines;
}

function errorLines(files: readonly FileReport[], { style }: View): string[] {
  return files
    .filter(({ error }) => error !== null)
    .map(({ file, error }) =>
      style.red(`Could not read ${visible(file)}: ${visible(error ?? '')}`),
    );
}

function rejectLines(report: IngestReport, { style }: View): string[] {
  if (report.totals.rejects === 0) return [];
  const shown = report.rejects.slice(0, NAMED);
  const lines = [
    style.yellow(
      `${counted(report.totals.rejects, 'line')} could not be read; each cost itself alone:`,
    ),
  ];
  for (const { file, line, code, detail } of shown)
    lines.push(`  ${visible(file)}:${line}  ${code}  ${visible(detail)}`);
  const more = report.totals.rejects - shown.length;
  if (more > 0)
    lines.push(`  and ${formatCount(more)} more (--json lists up to 1,000; all are stored)`);
  for (const code of new Set(shown.map((reject) => reject.code))) {
    const entry = Object.entries(REJECT_TABLE).find(([name]) => name === code)?.[1];
    if (entry !== undefined) lines.push(`  ${code}: ${entry.meaning}`);
  }
  return lines;
}
