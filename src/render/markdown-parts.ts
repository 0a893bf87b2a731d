import type { FindRecord } from '../model/report.ts';
import type { QueueTable, StuckRow } from '../model/stuck-report.ts';
import { formatDuration } from '../model/time.ts';
import { bucketHead } from './age-table.ts';
import { mdBlock, mdCode, mdTable } from './markdown.ts';
import { formatCount } from './numbers.ts';
import { trendSentence } from './trend-text.ts';

/** Rows of a table that people will read in a mail. */
const ROWS = 20;

/** Open mail by age and key. */
export function mdAgeTable(table: QueueTable, asOf: string | null, zone: string): string[] {
  const shown = table.rows.slice(0, ROWS);
  const head = [table.by, ...bucketHead(table.bucketMinutes), 'reads'];
  const cellsOf = (row: StuckRow, key: string): string[] => [
    key,
    formatCount(row.count),
    ...row.buckets.map((count) => (count === 0 ? '·' : formatCount(count))),
    trendSentence(row, asOf, zone),
  ];
  const rows = [
    cellsOf({ ...table.total, key: 'TOTAL' }, '**TOTAL**'),
    ...shown.map((row) => cellsOf(row, mdCode(row.key))),
  ];
  const right = new Set(head.map((_, column) => column).slice(1, -1));
  const more = table.rows.length - shown.length;
  return [
    ...mdTable(head, rows, right),
    ...(more > 0 ? ['', `… ${formatCount(more)} more: \`--json\` has all.`] : []),
  ];
}

/** The oldest without their subjects, and the command to run next. */
export function mdOldest(records: readonly FindRecord[], limit: number): string[] {
  const shown = records.slice(0, limit);
  if (shown.length === 0) return [];
  const rows = shown.map((record) => [
    record.ageSeconds === null ? '' : formatDuration(record.ageSeconds),
    record.stage ?? '?',
    mdCode(record.server),
    mdCode(record.sender ?? '-'),
    mdCode(record.recipient ?? '-'),
    mdCode(fragmentOf(record.messageId) ?? record.messageId),
  ]);
  const fragment = shown.map(({ messageId }) => fragmentOf(messageId)).find((id) => id !== null);
  return [
    ...mdTable(['age', 'stage', 'server', 'from', 'to', 'id'], rows, new Set([0])),
    ...(fragment === undefined ? [] : ['', ...mdBlock([`mailtrail trace ${fragment}`])]),
  ];
}

/**
 * A piece of the id that `trace` finds the message by, that no shell changes and no mail client links: with the host at
 * its end an id looks like an address.
 */
function fragmentOf(messageId: string): string | null {
  const pieces = messageId.replace(/@[^@]*$/, '').match(/[A-Za-z0-9][A-Za-z0-9_+=-]{7,99}/g) ?? [];
  return pieces.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
