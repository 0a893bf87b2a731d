import { readFileSync, writeFileSync } from 'node:fs';
import type { Timing } from './measure.ts';

const DOCUMENT = new URL('../../docs/performance.md', import.meta.url);

/** A part of docs/performance.md that one kind of run replaces. */
export type Part = 'peers' | 'peers-unique' | 'msgtrk' | 'growth';

export function writePart(part: Part, lines: readonly string[]): void {
  const begin = `<!-- bench:${part}:begin -->`;
  const end = `<!-- bench:${part}:end -->`;
  const text = readFileSync(DOCUMENT, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${part}`);
  writeFileSync(
    DOCUMENT,
    `${text.slice(0, from)}${begin}\n\n${lines.join('\n')}\n\n${text.slice(to)}`,
  );
}

/** Markdown that a terminal shows as well; all but the first `words` columns are numbers. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  words = 1,
): string[] {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i < words ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i < words ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)];
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const integer = (value: number): string => whole.format(value);
export const megabytes = (bytes: number | null): string =>
  bytes === null ? 'n/a' : whole.format(bytes / 1e6);
export const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

/** `11.5 (11.3-11.8)`; a single run has no spread to tell. */
export function spread({ min, median, max }: Timing, runs: number): string {
  const digits = (value: number): string => value.toFixed(median < 10 ? 2 : 1);
  return runs === 1 ? digits(median) : `${digits(median)} (${digits(min)}-${digits(max)})`;
}
