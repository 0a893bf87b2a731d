import { plainValue } from '../model/sql-value.ts';
import type { SqlRow, SqlValue } from '../model/sql-value.ts';
import { counted } from './numbers.ts';
import { COLUMN_GAP, plainLines } from './plain-table.ts';
import type { View } from './style.ts';
import { clip, visible } from './visible.ts';

/** Rows that widths are taken from; they are printed together. */
const PAGE = 200;
/** Columns that hold more are cut to no less than this; where that is too wide, a row is a block of lines. */
const LEAST_WIDTH = 24;
/** No cell shows more. */
const MOST = 2000;

/** A row as text that is safe to print. */
interface TextRow {
  readonly cells: readonly string[];
  readonly isNumber: readonly boolean[];
}

/** Rows for people, as they come: a table, or where the columns do not fit beside each other, a block for each row. */
export function createSqlTable(columns: readonly string[], view: View) {
  const heads = columns.map((name) => clip(name, MOST));
  let page: TextRow[] = [];
  let before = 0;
  let layout: ((rows: readonly TextRow[], first: number) => string[]) | null = null;
  const flush = (): string => {
    layout ??= layoutOf(heads, page, view);
    const lines = layout(page, before);
    before += page.length;
    page = [];
    return lines.map((line) => `${line}\n`).join('');
  };
  return {
    head: '',
    row(row: SqlRow): string {
      page.push(textRow(row));
      return page.length < PAGE ? '' : flush();
    },
    end(count: number): string {
      if (count === 0) return '';
      return `${page.length === 0 ? '' : flush()}${view.style.dim(counted(count, 'row'))}\n`;
    },
  };
}

function textRow(row: SqlRow): TextRow {
  return { cells: row.map(cellText), isNumber: row.map(isNumber) };
}

function cellText(value: SqlValue): string {
  const plain = plainValue(value);
  return plain === null ? 'NULL' : clip(String(plain), MOST);
}

function isNumber(value: SqlValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function layoutOf(heads: readonly string[], sample: readonly TextRow[], view: View) {
  const natural = heads.map((head, column) =>
    Math.max(1, head.length, ...sample.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const widths = fitted(natural, view.width);
  return widths === null ? blocks(heads, view) : table(heads, widths, sample, view);
}

/** Widths that fit beside each other: only the widest give way. Null where they would hold too little. */
export function fitted(natural: readonly number[], width: number): number[] | null {
  const room = width - COLUMN_GAP * (natural.length - 1);
  const total = natural.reduce((sum, one) => sum + one, 0);
  if (total <= room) return [...natural];
  let left = room;
  let cap = 0;
  for (const [index, one] of natural.toSorted((a, b) => a - b).entries()) {
    cap = Math.floor(left / (natural.length - index));
    if (one > cap) break;
    left -= one;
  }
  return cap < LEAST_WIDTH ? null : natural.map((one) => Math.min(one, cap));
}

function table(
  heads: readonly string[],
  widths: readonly number[],
  sample: readonly TextRow[],
  { style }: View,
) {
  const numbers = heads.flatMap((_, column) =>
    sample.some((row) => row.isNumber[column] === true) ? [column] : [],
  );
  const columns = { widths, right: new Set(numbers), gap: COLUMN_GAP };
  const cut = (cells: readonly string[]): string[] =>
    cells.map((cell, column) => clipSafe(cell, widths[column] ?? 1));
  return (rows: readonly TextRow[], first: number): string[] => {
    const lines = plainLines({ rows: rows.map(({ cells }) => cut(cells)), ...columns });
    const head = first === 0 ? plainLines({ rows: [cut(heads)], ...columns }).map(style.dim) : [];
    return [...head, ...lines];
  };
}

function blocks(heads: readonly string[], { width, style }: View) {
  const nameWidth = Math.min(Math.max(...heads.map(({ length }) => length)), Math.floor(width / 3));
  const names = heads.map((head) => clipSafe(head, nameWidth).padEnd(nameWidth));
  return (rows: readonly TextRow[], first: number): string[] =>
    rows.flatMap(({ cells }, index) => [
      style.dim(`row ${first + index + 1}`),
      ...names.map(
        (name, column) =>
          `  ${style.dim(name)}  ${clipSafe(cells[column] ?? '', width - nameWidth - 4)}`,
      ),
    ]);
}

/** Cuts what `visible` has been through already; it changes nothing a second time. */
function clipSafe(text: string, width: number): string {
  return clip(visible(text), width);
}
