import { VIEWS } from '../catalogue/views.ts';
import { errorCode } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { closestWords } from './closest-words.ts';

/** Failures of SQLite that the query is the cause of. */
const OF_QUERY = new Set([
  'SQLITE_ERROR',
  'SQLITE_AUTH',
  'SQLITE_MISMATCH',
  'SQLITE_NOMEM',
  'SQLITE_RANGE',
  'SQLITE_READONLY',
  'SQLITE_TOOBIG',
]);

interface Rule {
  readonly pattern: RegExp;
  readonly code: string;
  readonly hint: (match: RegExpExecArray, sql: string) => string;
}

/** By what SQLite says; the first that fits. */
const RULES: readonly Rule[] = [
  {
    pattern: /^no such column: (".*") - should this be a string literal/s,
    code: 'no-such-column',
    hint: ([, name = '']) =>
      `text stands in single quotes: '${name.slice(1, -1)}'; without quotes it is a column`,
  },
  {
    pattern: /^no such column: (?:.*\.)?(.*)$/s,
    code: 'no-such-column',
    hint: ([, name = ''], sql) => columnHint(name, sql),
  },
  {
    pattern: /^no such table: (?:.*\.)?(.*)$/s,
    code: 'no-such-table',
    hint: ([, name = '']) => `${meant(name, Object.keys(VIEWS))}there are ${listOf(VIEWS)}`,
  },
  {
    pattern: /^no such function/,
    code: 'bad-query',
    hint: () => 'the functions are those that SQLite has built in',
  },
  {
    pattern: /^not authorized/,
    code: 'query-refused',
    hint: () => 'mailtrail sql only reads, and loads no extensions',
  },
  {
    pattern: /more than one statement/,
    code: 'bad-query',
    hint: () => 'give one query at a time; a query may end with a semicolon',
  },
  {
    pattern: /parameter values/,
    code: 'bad-query',
    hint: () => `there is nothing to fill in for ? or :name: write the value itself, 'like this'`,
  },
  {
    pattern: /syntax error|incomplete input|unrecognized token/,
    code: 'bad-query',
    hint: () => 'look at the SQL there; mailtrail sql without a query lists what can be asked',
  },
];

/** What SQLite says of a query, as an error that names what is there; all else is passed on as it is. */
export function asSqlError(error: unknown, sql: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  // better-sqlite3 reports several statements, or none, as a RangeError.
  const ofQuery = error instanceof RangeError || OF_QUERY.has(errorCode(error) ?? '');
  if (!ofQuery) return error;
  for (const { pattern, code, hint } of RULES) {
    const match = pattern.exec(error.message);
    if (match !== null) return queryError(code, error, hint(match, sql));
  }
  return queryError('bad-query', error, 'change the query, or narrow what it reads');
}

function queryError(code: string, cause: Error, hint: string): UserError {
  return new UserError(code, cause.message, { hint, exitCode: EXIT.usage, cause });
}

/** Columns of the views that the query names; where it names none, the views. */
function columnHint(name: string, sql: string): string {
  const named = Object.entries(VIEWS).filter(([view]) =>
    new RegExp(`\\b${view}\\b`, 'i').test(sql),
  );
  const columns = named.flatMap(([, { columns: some }]) => Object.keys(some));
  if (named.length === 0) return `name one of the views in from: ${listOf(VIEWS)}`;
  const has = named.map(([view, { columns: some }]) => `${view} has ${listOf(some)}`);
  return `${meant(name, columns)}${has.join('; ')}`;
}

function meant(name: string, words: readonly string[]): string {
  const [closest] = closestWords(name.toLowerCase(), words);
  return closest === undefined ? '' : `did you mean ${closest}? `;
}

function listOf(things: Readonly<Record<string, unknown>>): string {
  return Object.keys(things).join(', ');
}
