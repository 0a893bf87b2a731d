import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadsheet } from '../../src/render/spreadsheet.ts';

/** Cells as a program sees them that parts them at something else, whatever it makes of quotes. */
function piecesOf(csv: string, separator: string): string[] {
  return csv
    .split(/\n/)
    .flatMap((line) => line.split(separator).map((piece) => piece.replace(/^[\s"]+/, '')));
}

function tableText(...table: Parameters<typeof spreadsheet>): string {
  return [...spreadsheet(...table)].join('');
}

describe('a table for spreadsheets', () => {
  it.each([
    ['plain', 'plain', '0'],
    ['=1+1', "'=1+1", '1'],
    ['+49 1', "'+49 1", '1'],
    ['-2+3', "'-2+3", '1'],
    ['@SUM(A1)', "'@SUM(A1)", '1'],
    ['\t=1', String.raw`\u{9}=1`, '1'],
    ['\r=1', String.raw`\u{d}=1`, '1'],
    ['\n=1', String.raw`\u{a}=1`, '1'],
    ['\0=1', String.raw`\u{0}=1`, '1'],
    ['＝1', "'＝1", '1'],
    ['＋1', "'＋1", '1'],
    ['－1', "'－1", '1'],
    ['＠x', "'＠x", '1'],
    ['a;=1', "a;'=1", '1'],
    ['a| @x', "a|' @x", '1'],
    ['=?iso-8859-1?Q?hello?=', "'=?iso-8859-1?Q?hello?=", '1'],
    ['/o=Corp/ou=Main', '/o=Corp/ou=Main', '0'],
    ['say "hi", twice', 'say "hi", twice', '0'],
  ])('%j', (given, shown, escaped) => {
    const rows: string[][] = parse(tableText(['subject'], [[given]]));
    expect(rows).toEqual([
      ['_escaped', 'subject'],
      [escaped, shown],
    ]);
  });

  it('leaves numbers and nothing as they are', () => {
    expect(tableText(['a', 'b'], [[-5, null]])).toBe('_escaped,a,b\n0,-5,\n');
  });

  it('begins no cell with a formula, whatever parts cells there', () => {
    const piece = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '\0',
      '＝',
      '"',
      "'",
      ';',
      '|',
      ',',
      ' ',
      'x',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (rows) => {
          const csv = tableText(['a', 'b'], rows);
          const cells: string[][] = parse(csv);
          for (const cell of [...cells.flat(), ...piecesOf(csv, ';'), ...piecesOf(csv, '|')])
            expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r\n\0]/);
          expect(csv.trimEnd().split('\n').length).toBe(rows.length + 1);
        },
      ),
    );
  });
});
