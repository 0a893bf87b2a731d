import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { IngestReport } from '../../src/model/ingest-report.ts';
import type { Log } from './logs.ts';
import { PROGRAM, type Command } from './measure.ts';

export interface Loader {
  readonly name: string;
  /** how it is run on files with that many header lines, with LOGS and DB for the real paths */
  readonly shown: (headers: number) => string;
  readonly command: (log: Log, db: string) => Command;
  readonly answer: (stdout: string) => Answer;
}

interface Answer {
  readonly rows: number;
  readonly peakBytes: number | null;
}

/** 20 named columns, and an empty one at the end of each line. */
const WIDTH = 21;

const columns = (of: (name: string) => string): string =>
  Array.from({ length: WIDTH }, (_, index) => of(`c${index + 1}`)).join(', ');
const tableSql = (list: string): string => `create table log (${list})`;
const TABLE = tableSql(columns((name) => `${name} text`));
const TABLE_SHOWN = tableSql(`c1 text, ... c${WIDTH} text`);

const SHOWN_FILES = ['LOGS/SERVER.log/DATE.log', '...'];

const ingest = (log: string, db: string): string[] => ['--db', db, 'ingest', log, '--json'];

export function mailtrail(archive: boolean): Loader {
  const options = archive ? [] : ['--no-archive'];
  return {
    name: archive ? 'mailtrail ingest' : 'mailtrail ingest --no-archive',
    shown: () => ['mailtrail', ...ingest('LOGS', 'DB'), ...options].join(' '),
    command: (log, db) => ({
      file: process.execPath,
      args: [PROGRAM, ...ingest(log.folder, db), ...options],
    }),
    answer: (stdout) => {
      const { totals, peakRssBytes }: IngestReport = JSON.parse(stdout);
      return { rows: totals.lines - totals.directives, peakBytes: peakRssBytes };
    },
  };
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/**
 * As it comes: what a user types. In ascii mode `.import` knows
 * no quotes, as the logs have none; a row separator has one character there, so the last column keeps its carriage
 * return. Longer lines lose their end, shorter ones get nulls.
 */
function sqliteScript(table: string, files: readonly string[], headers: number): string {
  return [
    `${table};`,
    '.mode ascii',
    String.raw`.separator "\t" "\n"`,
    ...files.map((file) => `.import --skip ${headers} ${quoted(file)} log`),
    'create index log_by_message on log (c10);',
    'select max(rowid) from log;',
    '',
  ].join('\n');
}

export const sqlite: Loader = {
  name: 'sqlite3 .import + index',
  shown: (headers) =>
    `sqlite3 -bail -batch DB <<'SQL'\n${sqliteScript(TABLE_SHOWN, SHOWN_FILES, headers)}SQL`,
  command: (log, db) => ({
    file: 'sqlite3',
    args: ['-bail', '-batch', db],
    input: sqliteScript(TABLE, log.files, log.headers),
  }),
  answer: (stdout) => ({ rows: Number(stdout.trim().split('\n').at(-1)), peakBytes: null }),
};

const LIST_SHOWN = `'c1': 'varchar', ... 'c${WIDTH}': 'varchar'`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * The lines differ in length, which only `strict_mode = false` lets pass, and the sniffer takes the longest for the rule;
 * so it is told everything.
 */
function duckSql(list: string, files: readonly string[], headers: number): string {
  return (
    `create table log as select * from read_csv([${files.map(literal).join(', ')}], ` +
    `delim = '\\t', header = false, quote = '', escape = '', skip = ${headers}, auto_detect = false, ` +
    `null_padding = true, strict_mode = false, columns = {${list}});`
  );
}

const LOAD_DUCKDB = fileURLToPath(new URL('./load-duckdb.mjs', import.meta.url));
const LOAD_PLAIN = fileURLToPath(new URL('./load-plain.mjs', import.meta.url));

export const duckdb: Loader = {
  name: 'DuckDB read_csv',
  shown: (headers) =>
    `node scripts/bench/load-duckdb.mjs DB <<'SQL'\n${duckSql(LIST_SHOWN, SHOWN_FILES, headers)}\nSQL`,
  command: (log, db) => ({
    file: process.execPath,
    args: [LOAD_DUCKDB, db],
    input: duckSql(
      columns((name) => `'${name}': 'varchar'`),
      log.files,
      log.headers,
    ),
  }),
  answer: (stdout): Answer => JSON.parse(stdout),
};

export const plain: Loader = {
  name: 'csv-parse + better-sqlite3',
  shown: (headers) => `node scripts/bench/load-plain.mjs DB ${headers} ${SHOWN_FILES.join(' ')}`,
  command: (log, db) => ({
    file: process.execPath,
    args: [LOAD_PLAIN, db, String(log.headers), ...log.files],
  }),
  answer: (stdout): Answer => JSON.parse(stdout),
};

/** null where the program is not installed. */
export const sqliteVersion = (): string | null => firstWord('sqlite3', ['--version']);
export const duckdbVersion = (): string | null =>
  firstWord(process.execPath, [LOAD_DUCKDB, '--version']);

function firstWord(file: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? (stdout.trim().split(' ')[0] ?? null) : null;
}
