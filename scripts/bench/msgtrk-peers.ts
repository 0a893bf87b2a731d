import { fileURLToPath } from 'node:url';
import { mailtrail, sqliteVersion, type Loader } from './loaders.ts';
import type { Log } from './logs.ts';
import { COLUMNS } from './msgtrk-log.ts';
import { measureInTurn, type Result } from './rounds.ts';
import { integer, megabytes, spread, table, times } from './text.ts';

const PARSE_ONLY = fileURLToPath(new URL('./parse-only.mjs', import.meta.url));
const SHOWN_FILES = ['LOGS/SERVER/MSGTRK....LOG', '...'];

/** Nothing is stored: what reading the fields alone costs. */
const csvParse: Loader = {
  name: 'csv-parse alone',
  shown: (headers) => `node scripts/bench/parse-only.mjs ${headers} ${SHOWN_FILES.join(' ')}`,
  command: (log) => ({
    file: process.execPath,
    args: [PARSE_ONLY, String(log.headers), ...log.files],
  }),
  answer: (stdout) => JSON.parse(stdout),
};

/** `.import` as it is typed, in ascii mode as no line has quotes. */
const sqliteImport: Loader = {
  name: 'sqlite3 .import',
  shown: (headers) => `sqlite3 -bail -batch DB <<'SQL'\n${sqliteScript(SHOWN_FILES, headers)}SQL`,
  command: (log, db) => ({
    file: 'sqlite3',
    args: ['-bail', '-batch', db],
    input: sqliteScript(log.files, log.headers),
  }),
  answer: (stdout) => ({ rows: Number(stdout.trim().split('\n').at(-1)), peakBytes: null }),
};

function sqliteScript(files: readonly string[], headers: number): string {
  const columns = Array.from({ length: COLUMNS }, (_, index) => `c${index + 1} text`).join(', ');
  return [
    `create table log (${columns});`,
    '.mode ascii',
    String.raw`.separator "," "\n"`,
    ...files.map((file) => `.import --skip ${headers} ${JSON.stringify(file)} log`),
    'select max(rowid) from log;',
    '',
  ].join('\n');
}

/** Modern logs without quotes: mailtrail, beside what only splits the lines and what only stores them. */
export function compareMsgtrk(log: Log, runs: number): string[] {
  const ours = mailtrail(true);
  const loaders = [ours, mailtrail(false), csvParse];
  if (sqliteVersion() !== null) loaders.push(sqliteImport);
  const results = measureInTurn(loaders, log, runs, () => undefined);
  const own = results.find(({ loader }) => loader === ours)?.seconds.median ?? Number.NaN;
  return [
    `${integer(log.lines)} lines, ${megabytes(log.bytes)} MB in ${log.files.length} files of modern logs, with nothing in them ` +
      `that needs quotes. Seconds of whole processes: ${runs === 1 ? 'one round.' : `median (least-most) of ${runs} rounds.`}`,
    '',
    ...table(
      ['loader', 'seconds', 'MB/s', 'its time : mailtrail’s', 'peak MB', 'database MB'],
      results.map((result) => rowOf(result, own, log, runs)),
    ),
    '',
    '```sh',
    ...results.map(({ loader }) => loader.shown(log.headers)),
    '```',
  ];
}

function rowOf(result: Result, own: number, log: Log, runs: number): string[] {
  const { loader, seconds, peakBytes, dbBytes } = result;
  return [
    loader.name,
    spread(seconds, runs),
    megabytes(log.bytes / seconds.median),
    times(seconds.median / own),
    megabytes(peakBytes),
    loader === csvParse ? '' : megabytes(dbBytes),
  ];
}
