import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../src/formats/msgtrk-fields.ts';

/** What csv-parse makes of the whole line; null where it finds a quote in a wrong place. */
function parsed(line: string): string[] | null {
  try {
    const [fields = ['']]: string[][] = parse(line, { record_delimiter: '\n' });
    return fields;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

const text = fc
  .array(fc.constantFrom(',', ',', '"', '""', 'a', ' ', ';', "'", '\r', '\u00e9', '\u2028'), {
    maxLength: 14,
  })
  .map((signs) => signs.join(''));

/** As Exchange writes fields, or not. */
const field = fc.oneof(
  text,
  text.map((one) => `"${one.replaceAll('"', '""')}"`),
  fc.constant('plain'),
);

test('fields are those that csv-parse finds in the whole line, and so are bad quotes', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), (fields) => {
      const line = fields.join(',');
      expect(fieldsOf(line)).toEqual(parsed(line));
    }),
    { numRuns: 3000 },
  );
});
