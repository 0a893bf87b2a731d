import { mailtrail, sqlite, sqliteVersion } from './loaders.ts';
import type { Log } from './logs.ts';
import { QUERIES, timeQueries, type QueryTimes } from './queries.ts';
import { measureInTurn, type Result } from './rounds.ts';
import { integer, megabytes, percent, spread, table, times } from './text.ts';

export interface Runs {
  readonly loads: number;
  readonly queries: number;
}

export interface Growth {
  readonly log: Log;
  readonly ours: Result;
  readonly peer: Result | null;
  readonly queries: QueryTimes;
}

/** One log: how long mailtrail takes to load it and to answer from it, and how long sqlite3 takes to load it. */
export function measureGrowth(log: Log, runs: Runs): Growth {
  const loader = mailtrail(true);
  let queries: QueryTimes = new Map();
  const loaders = sqliteVersion() === null ? [loader] : [loader, sqlite];
  const [ours, peer] = measureInTurn(loaders, log, runs.loads, (each, db) => {
    if (each === loader) queries = timeQueries(db, runs.queries);
  });
  if (ours === undefined) throw new Error('nothing was measured');
  return { log, ours, peer: peer ?? null, queries };
}

export function growthLines(all: readonly Growth[], runs: Runs): string[] {
  return [
    `Loading, in seconds of whole processes: ${
      runs.loads === 1 ? 'one round' : `median (least-most) of ${runs.loads} rounds`
    }. \`unique\`: all ids and addresses differ.`,
    '',
    ...table(
      [
        'log',
        'lines',
        'MB',
        'mailtrail',
        'lines/s',
        'peak MB',
        'database MB',
        'of the log',
        'sqlite3 .import + index',
        'its time : mailtrail’s',
      ],
      all.map((each) => loadRow(each, runs.loads)),
    ),
    '',
    `Asking, in milliseconds of whole processes from a cold start: median of ${runs.queries}, after one that is not counted.`,
    '',
    ...table(
      ['log', 'lines', ...QUERIES],
      all.map(({ log, queries }) => [
        kindOf(log),
        integer(log.lines),
        ...QUERIES.map((query) => {
          const time = queries.get(query);
          return time === undefined ? 'n/a' : integer(time);
        }),
      ]),
    ),
    ...(all.every(({ peer }) => peer === null)
      ? ['', `${sqlite.name}: not installed here, not measured.`]
      : []),
  ];
}

function loadRow({ log, ours, peer }: Growth, runs: number): string[] {
  return [
    kindOf(log),
    integer(log.lines),
    megabytes(log.bytes),
    spread(ours.seconds, runs),
    integer(log.lines / ours.seconds.median),
    megabytes(ours.peakBytes),
    megabytes(ours.dbBytes),
    percent(ours.dbBytes, log.bytes),
    peer === null ? 'n/a' : spread(peer.seconds, runs),
    peer === null ? 'n/a' : times(peer.seconds.median / ours.seconds.median),
  ];
}

const kindOf = (log: Log): string => (log.unique ? 'unique' : 'usual');
