import Table from 'cli-table3';
import type { FindRecord, FindReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { displaySubject } from '../model/subject.ts';
import { coverageLines } from './coverage-text.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';

/** Width that the fixed columns (time, state, where, age) take, and the gaps between all. */
const FIXED = 20 + 11 + 26 + 10 + 8;

/** Records as a table; what does not fit is cut, `--json` has it whole. */
export function findText(report: FindReport, view: View): string {
  if (report.total === 0)
    return `${['Nothing found.', ...coverageLines(report.coverage, view)].join('\n')}\n`;
  const lines = [recordTable(report.items, view)];
  const more = report.shown < report.total ? ' (--limit 0 shows all)' : '';
  lines.push(`${report.shown} of ${report.total} recipients${more}`);
  return `${lines.join('\n')}\n`;
}

function recordTable(items: readonly FindRecord[], view: View): string {
  const wide = view.width >= 140;
  const room = Math.max(30, view.width - FIXED);
  const address = wide ? Math.floor(room / 3) : room;
  const table = new Table({
    head: ['first seen', 'state', 'where', 'age', 'to', ...(wide ? ['from', 'subject'] : [])],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: BORDERLESS,
  });
  for (const item of items) {
    const where = `${item.stage ?? '?'} ${item.server}`;
    table.push([
      formatInZone(Date.parse(item.firstSeenAt), view.zone).slice(0, 19),
      colorState(item, view),
      clip(where, 26),
      item.ageSeconds === null ? '' : formatDuration(item.ageSeconds),
      clip(item.recipient ?? '-', address),
      ...(wide
        ? [clip(item.sender ?? '-', address), clip(displaySubject(item.subject ?? '-'), address)]
        : []),
    ]);
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function colorState(item: FindRecord, { style }: View): string {
  if (item.stall !== null) return style.red(item.state);
  return item.state === 'waiting' || item.state === 'retrying'
    ? style.yellow(item.state)
    : style.green(item.state);
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
