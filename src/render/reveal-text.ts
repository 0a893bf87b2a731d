import type { RevealReport } from '../model/reveal-report.ts';
import { counted } from './numbers.ts';
import { COLUMN_GAP, plainLines, widestCells } from './plain-table.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';

/** A row for each token; an original is never cut, as somebody asked for just that. */
export function revealText({ tokens }: RevealReport, { style }: View): string {
  const rows = tokens.map(({ token, kind, original }) => [
    visible(token),
    visible(kind),
    visible(original),
  ]);
  const all = [['token', 'kind', 'original'], ...rows];
  const lines = plainLines({
    rows: all,
    widths: widestCells(all),
    right: new Set(),
    gap: COLUMN_GAP,
  });
  const [head = '', ...rest] = lines;
  return [style.dim(head), ...rest, style.dim(counted(rows.length, 'token')), ''].join('\n');
}
