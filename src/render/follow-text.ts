import type { FileReport, IngestReport } from '../model/ingest-report.ts';
import { formatDuration } from '../model/time.ts';
import { counted } from './numbers.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';
import { sumLine } from './ingest-text.ts';

/** Files that are named in the line of a round. */
const NAMED = 3;

/** What one round read: `12 new lines in EXCH01.log/20040218.log`. */
export function roundText({ files, totals }: IngestReport): string {
  const read = files.filter(({ skipped, lines }) => skipped === null && lines > 0);
  const parts = [`${counted(totals.lines, 'new line')} in ${fileNames(read)}`];
  if (totals.rejects > 0) parts.push(`${counted(totals.rejects, 'line')} could not be read`);
  for (const { file } of files.filter(({ replaces }) => replaces))
    parts.push(`${visible(file)} has other content than before, both are kept`);
  return `${parts.join('; ')}\n`;
}

function fileNames(files: readonly FileReport[]): string {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return visible(first.file);
  const named = files
    .slice(0, NAMED)
    .map(({ file, lines }) => `${visible(file)} (${counted(lines, 'line')})`);
  const more = files.length > NAMED ? ', ...' : '';
  return `${counted(files.length, 'file')}: ${named.join(', ')}${more}`;
}

/** What all rounds read together. */
export function followedText(report: IngestReport, view: View): string {
  const time = formatDuration(report.seconds);
  const lines = [
    `Followed ${counted(report.totals.files, 'file')} for ${time}.`,
    ...sumLine(report, view),
  ];
  return `${lines.join('\n')}\n`;
}

/** Why a file or path is not read, as long as it stays so. */
export function troubleText({ file, skipped, error }: FileReport): string {
  if (skipped === 'gone') return `${file} is gone; what was read of it stays`;
  if (error === null) return `${file} is not read: ${skipped ?? ''}`;
  return `cannot read ${file}, trying again: ${error}`;
}
