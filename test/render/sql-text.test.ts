import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlRow } from '../../src/model/sql-value.ts';
import { createSqlTable, fitted } from '../../src/render/sql-text.ts';
import { createStyle } from '../../src/render/style.ts';
import { hasActing } from '../support/acting.ts';

function text(columns: readonly string[], rows: readonly SqlRow[], width = 80): string {
  const table = createSqlTable(columns, {
    width,
    style: createStyle(false),
    zone: 'UTC',
    command: 'mailtrail',
  });
  return [table.head, ...rows.map((row) => table.row(row)), table.end(rows.length)].join('');
}

describe('rows for people', () => {
  it('stand under their names, numbers on the right', () => {
    expect(
      text(
        ['name', 'lines'],
        [
          ['a', 5],
          ['bcdef', 1234n],
          [null, null],
        ],
      ),
    ).toBe('name   lines\na          5\nbcdef   1234\nNULL    NULL\n3 rows\n');
  });

  it('are cut where the widest does not fit', () => {
    expect(text(['a', 'b'], [['x'.repeat(100), 'y']], 60)).toBe(
      `a${' '.repeat(58)}b\n${'x'.repeat(56)}…  y\n1 row\n`,
    );
  });

  it('are blocks of lines where columns do not fit beside each other', () => {
    const long = 'x'.repeat(30);
    expect(
      text(
        ['a', 'bc', 'd'],
        [
          [long, long, long],
          [1, 2, 'y'.repeat(90)],
        ],
        60,
      ),
    ).toBe(
      [
        'row 1',
        ...['a ', 'bc', 'd '].map((name) => `  ${name}  ${long}`),
        'row 2',
        '  a   1',
        '  bc  2',
        `  d   ${'y'.repeat(53)}…`,
        '2 rows\n',
      ].join('\n'),
    );
  });

  it('go on in the same widths after the first page', () => {
    const rows = Array.from({ length: 450 }, (_, index): SqlRow => [index]);
    const lines = text(['number'], rows).trimEnd().split('\n');
    expect(lines).toHaveLength(452);
    expect(lines[0]).toBe('number');
    expect(lines[450]).toBe('   449');
  });

  it('show bytes as digits and what acts on a terminal as text', () => {
    expect(text(['e\u001b[31m'], [[new Uint8Array([0, 255])], ['\u202e\n']])).toBe(
      'e\\u{1b}[31m\n00ff\n\\u{202e}\\u{a}\n2 rows\n',
    );
  });

  it('never act on the terminal, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 60, max: 200 }),
        (columns, cells, width) => {
          expect(hasActing(text(columns, [cells.slice(0, columns.length)], width))).toBe(false);
        },
      ),
    );
  });
});

describe('widths', () => {
  it('fit, and only the widest give way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 60, max: 300 }),
        (natural, width) => {
          const widths = fitted(natural, width);
          if (widths === null) return;
          const total = widths.reduce((sum, one) => sum + one + 2, -2);
          expect(total).toBeLessThanOrEqual(width);
          const cut = widths.filter((one, column) => one < (natural[column] ?? 0));
          expect(Math.min(...cut, Infinity)).toBeGreaterThanOrEqual(
            cut.length === 0 ? 0 : Math.max(...widths),
          );
        },
      ),
    );
  });
});
