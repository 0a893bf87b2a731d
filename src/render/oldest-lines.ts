import type { FindRecord } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { plainLines, widestCells } from './plain-table.ts';
import type { View } from './style.ts';
import { clip, clipAddress, visible } from './visible.ts';

/** From this width on a line has room for the server. */
const SERVER_WIDTH = 100;
const SERVER_ROOM = 20;
/** Of an id, enough to find the message by. */
const ID_ROOM = 16;
const PEOPLE_ROOM = 72;

/** One line for each: age, stage, server, from → to, id. What does not fit is cut; a cut id is still good for `trace`. */
export function oldestLines(records: readonly FindRecord[], view: View): string[] {
  const withServer = view.width >= SERVER_WIDTH;
  const heads = records.map((record) => [
    ageOf(record),
    record.stage ?? '?',
    ...(withServer ? [clip(record.server, SERVER_ROOM)] : []),
  ]);
  const widths = widestCells(heads);
  const rest = view.width - widths.reduce((sum, width) => sum + width + 2, 2);
  const people = Math.min(PEOPLE_ROOM, rest - ID_ROOM - 2);
  const pairs = records.map((record) => pairOf(record, people));
  const peopleWidth = Math.max(0, ...pairs.map((pair) => pair.length));
  const idRoom = Math.max(ID_ROOM, rest - peopleWidth - 2);
  const rows = records.map((record, index) => [
    view.style.red(heads[index]?.[0] ?? ''),
    ...(heads[index]?.slice(1) ?? []),
    pairs[index] ?? '',
    view.style.dim(clip(record.messageId, idRoom)),
  ]);
  return plainLines({
    rows,
    widths: [...widths, peopleWidth, idRoom],
    right: new Set([0]),
    gap: 2,
  }).map((line) => `  ${line}`);
}

/** One line for each, the id last and uncut, good for copying. Reads each record once: there may be many thousands. */
export function listLines(records: readonly FindRecord[], { style }: View): string[] {
  const heads = records.map((record) => [
    ageOf(record),
    record.stage ?? '?',
    clip(record.server, SERVER_ROOM),
    pairOf(record, 63),
  ]);
  const widths = widestCells(heads);
  return heads.map((cells, index) => {
    const [age = '', ...others] = cells;
    const line = [
      style.red(age.padStart(widths[0] ?? 0)),
      ...others.map((cell, column) => cell.padEnd(widths[column + 1] ?? 0)),
    ];
    return `  ${line.join('  ')}  ${visible(records[index]?.messageId ?? '')}`;
  });
}

function ageOf({ ageSeconds }: FindRecord): string {
  return ageSeconds === null ? '' : formatDuration(ageSeconds);
}

/** The recipient gets more of the room: its domain is what a queue is for. */
function pairOf({ sender, recipient }: FindRecord, room: number): string {
  const from = clipAddress(sender ?? '-', Math.floor((room - 3) * 0.4));
  return `${from} → ${clipAddress(recipient ?? '-', room - 3 - from.length)}`;
}
