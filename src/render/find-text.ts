import type { FindRecord, FindReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { displaySubject } from '../model/subject.ts';
import { coverageLines } from './coverage-text.ts';
import { counted } from './numbers.ts';
import { COLUMN_GAP, plainLines } from './plain-table.ts';
import type { View } from './style.ts';
import { clip, clipAddress, visible } from './visible.ts';
import { isOpenState } from '../model/stage.ts';

/** From this width on a record is one row of a table; below, it takes three lines. */
const TABLE_WIDTH = 140;

/** Records for people; what does not fit is cut, `--json` has it whole. A cut id is still good for `trace`. */
export function findText(report: FindReport, view: View): string {
  if (report.total === 0)
    return `${['Nothing found.', ...coverageLines(report.coverage, view)].join('\n')}\n`;
  const more = report.shown < report.total ? ' (--limit 0 shows all)' : '';
  return `${[
    ...(view.width >= TABLE_WIDTH ? tableLines(report.items, view) : pairLines(report.items, view)),
    `${report.shown} of ${counted(report.total, 'recipient')}${more}. Next: ${visible(view.command)} trace ID`,
  ].join('\n')}\n`;
}

/** Columns before the people, as text without colours. */
const HEAD = ['first seen', 'state', 'where', 'age'];

function headCells(item: FindRecord, view: View): string[] {
  return [
    formatInZone(Date.parse(item.firstSeenAt), view.zone).slice(0, 19),
    item.state,
    clip(`${item.stage ?? '?'} ${item.server}`, 28),
    item.ageSeconds === null ? '' : formatDuration(item.ageSeconds),
  ];
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return HEAD.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
}

function pairLines(items: readonly FindRecord[], view: View): string[] {
  const rows = items.map((item) => headCells(item, view));
  const widths = widthsOf(rows);
  const lineOf = (cells: readonly string[]): string[] =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  const lines = [view.style.dim(lineOf(HEAD).join('  ').trimEnd())];
  for (const [index, item] of items.entries()) {
    const [time = '', state = '', where = '', age = ''] = lineOf(rows[index] ?? []);
    lines.push([time, colorState(item, state, view), where, age].join('  ').trimEnd());
    const to = clipAddress(item.recipient ?? '-', Math.max(20, Math.floor(view.width * 0.4)));
    lines.push(`    ${to}  ${view.style.dim(clip(item.messageId, view.width - to.length - 6))}`);
    const from = clipAddress(item.sender ?? '-', Math.floor(view.width * 0.4));
    const subject = clip(displaySubject(item.subject ?? ''), view.width - from.length - 11);
    lines.push(view.style.dim(`    from ${from}  ${subject}`.trimEnd()));
  }
  return lines;
}

function tableLines(items: readonly FindRecord[], view: View): string[] {
  const rows = items.map((item) => headCells(item, view));
  const widths = widthsOf(rows);
  const taken = widths.reduce((sum, width) => sum + width + COLUMN_GAP, 0);
  const room = Math.floor((view.width - taken) / 4) - 1;
  return plainLines({
    rows: [
      [...HEAD, 'to', 'from', 'subject', 'id'],
      ...items.map((item, index) => tableRow(item, rows[index] ?? [], room, view)),
    ],
    widths: [...widths.map((width) => width + 1), room, room, room, room],
    right: new Set(),
    gap: COLUMN_GAP,
  });
}

function tableRow(
  item: FindRecord,
  [time = '', state = '', where = '', age = '']: readonly string[],
  room: number,
  view: View,
): string[] {
  return [
    time,
    colorState(item, state, view),
    where,
    age,
    clipAddress(item.recipient ?? '-', room),
    clipAddress(item.sender ?? '-', room),
    clip(displaySubject(item.subject ?? '-'), room),
    clip(item.messageId, room),
  ];
}

function colorState(item: FindRecord, text: string, { style }: View): string {
  if (item.stall !== null) return style.red(text);
  return isOpenState(item.state) ? style.yellow(text) : style.green(text);
}
