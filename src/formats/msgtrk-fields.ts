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
 * writes a line end into one: most lines need no parser, the others only from their first quoted field to the last one, and a bad quote cannot
 * reach the next line.
 */
export function fieldsOf(line: string): readonly string[] | null {
  const quote = line.indexOf('"');
  if (quote < 0) return line.split(',');
  const from = line.lastIndexOf(',', quote) + 1;
  const comma = line.indexOf(',', line.lastIndexOf('"'));
  const to = comma < 0 ? line.length : comma;
  const quoted = quotedFields(line.slice(from, to));
  if (quoted === null) return null;
  const before = from === 0 ? [] : line.slice(0, from - 1).split(',');
  const after = comma < 0 ? [] : line.slice(to + 1).split(',');
  return [...before, ...quoted, ...after];
}

function quotedFields(text: string): readonly string[] | null {
  try {
    const records: readonly (readonly string[])[] = parse(text, ONE_LINE);
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
