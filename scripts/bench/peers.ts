import Database from 'better-sqlite3';
import {
  duckdb,
  duckdbVersion,
  mailtrail,
  plain,
  sqlite,
  sqliteVersion,
  type Loader,
} from './loaders.ts';
import type { Log } from './logs.ts';
import { measureInTurn, type Result } from './rounds.ts';
import { integer, megabytes, percent, spread, table, times } from './text.ts';

const OURS = mailtrail(true);
const WITHOUT_ARCHIVE = mailtrail(false);

/** Mailtrail and other ways to get the same files into a database. */
export function comparePeers(log: Log, runs: number): string[] {
  let archiveBytes = 0;
  const { present, absent } = available();
  const results = measureInTurn([OURS, WITHOUT_ARCHIVE, ...present], log, runs, (loader, db) => {
    if (loader === OURS) archiveBytes = archiveIn(db);
  });
  const ours = resultOf(results, OURS);
  return [
    `${integer(log.lines)} lines, ${megabytes(log.bytes)} MB in ${log.files.length} files` +
      `${log.unique ? '; all ids and addresses differ' : ''}. Seconds of whole processes: ` +
      (runs === 1 ? 'one round.' : `median (least-most) of ${runs} rounds.`),
    '',
    ...table(
      [
        'loader',
        'seconds',
        'lines/s',
        'its time : mailtrail’s',
        'peak MB',
        'database MB',
        'of the log',
      ],
      results.map((result) => rowOf(result, ours, log, runs)),
    ),
    '',
    ...archiveLines(ours, resultOf(results, WITHOUT_ARCHIVE), archiveBytes, log),
    ...absent.map((name) => `\n${name}: not installed here, not measured.`),
    '',
    '```sh',
    ...results.map(({ loader }) => loader.shown(log.headers)),
    '```',
  ];
}

function available(): { present: Loader[]; absent: string[] } {
  const peers = [
    { loader: sqlite, version: sqliteVersion() },
    { loader: duckdb, version: duckdbVersion() },
    { loader: plain, version: '' },
  ];
  return {
    present: peers.filter(({ version }) => version !== null).map(({ loader }) => loader),
    absent: peers.filter(({ version }) => version === null).map(({ loader }) => loader.name),
  };
}

function resultOf(results: readonly Result[], loader: Loader): Result {
  const result = results.find((each) => each.loader === loader);
  if (result === undefined) throw new Error(`${loader.name} was not measured`);
  return result;
}

function rowOf(result: Result, ours: Result, log: Log, runs: number): string[] {
  const { loader, seconds, peakBytes, dbBytes } = result;
  return [
    loader.name,
    spread(seconds, runs),
    integer(log.lines / seconds.median),
    times(seconds.median / ours.seconds.median),
    megabytes(peakBytes),
    megabytes(dbBytes),
    percent(dbBytes, log.bytes),
  ];
}

function archiveIn(db: string): number {
  const store = new Database(db, { readonly: true });
  const bytes = store.prepare('select total(length(data)) from archive_block').pluck().get();
  store.close();
  return Number(bytes);
}

function archiveLines(ours: Result, without: Result, bytes: number, log: Log): string[] {
  const took = ours.seconds.median - without.seconds.median;
  return [
    `The archive of exact lines takes ${percent(took, ours.seconds.median)} of mailtrail’s time and ` +
      `${megabytes(bytes)} MB, ${percent(bytes, log.bytes)} of the log.`,
  ];
}
