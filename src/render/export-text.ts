import { shellQuote } from '../model/shell-quote.ts';
import type { ExportReport } from '../model/export-report.ts';
import { counted, formatCount } from './numbers.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';

/** What `export` made, and what to do next. */
export function exportText(report: ExportReport, { style }: Pick<View, 'style'>): string {
  const { linesFrom, signedBy, redactionOf, timestampQuery, unresolved } = report;
  const lines = [
    style.bold(
      `Case ${visible(report.case)}: ${visible(report.bag)}${report.redacted ? ' (redacted)' : ''}`,
    ),
    `  ${counted(report.messages, 'message')}, ${counted(report.recipients, 'recipient')}, ${counted(report.lines, 'log line')} of ${counted(report.sources, 'log file')}`,
    `  ${report.redacted ? 'lines, redacted here' : 'exact bytes'}: ${formatCount(linesFrom.original)} from the logs, ${formatCount(linesFrom.archive)} from the archive${linesFrom.none === 0 ? '' : `, ${style.red(`${formatCount(linesFrom.none)} cannot be had any more`)}`}`,
    `  payload: ${counted(report.files, 'file')}, ${formatCount(report.bytes)} bytes`,
    `  SHA-256 of manifest-sha256.txt: ${report.manifestSha256}`,
    ...(redactionOf === null ? [] : [`  of the same export unredacted: ${redactionOf}`]),
    ...(signedBy === null ? [] : [`  signed by ${signedBy}`]),
    ...unresolved.map(({ query }) =>
      style.yellow(`  not in the logs: ${visible(JSON.stringify(query))}`),
    ),
    '',
    'Keep that SHA-256 where nobody can change it: it tells this bag from one made anew. Next:',
    `  mailtrail verify ${shellQuote(report.bag)}${signedBy === null ? '' : ' --key PUBLIC-KEY'}`,
    ...(timestampQuery === null
      ? []
      : [
          `Send ${timestampQuery} of the bag to a time stamp authority and put its answer beside it as manifest-sha256.txt.tsr.`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}
