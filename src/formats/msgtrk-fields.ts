import { CsvError, parse } from 'csv-parse/sync';
import type { Options } from 'csv-parse/sync';

/** One line is one record, whatever is in it. Its fields are counted by who knows the columns. */
const ONE_LINE: Options = {
  record_delimiter: '\n',
  relax_column_count: true,
  skip_empty_lines: false,
};

/**
 * The fields of a line; null where a quote stands in a wrong place. The writer quotes a field only if it holds a comma or a quote, and never
 * writes a line end into one: most lines need no parser, and a bad quote cannot reach the next line.
 */
export function fieldsOf(line: string): readonly string[] | null {
  if (!line.includes('"')) return line.split(',');
  try {
    const records: readonly (readonly string[])[] = parse(line, ONE_LINE);
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
