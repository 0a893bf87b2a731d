import { judgeMessage } from '../lifecycle/verdict.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { isoTime } from '../model/time.ts';
import type { SqlRow, SqlValue } from '../model/sql-value.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { Store } from '../store/reader.ts';
import { openSqlSession } from '../store/sql-session.ts';
import type { Judge, SqlResult } from '../store/sql-session.ts';
import { queryContext } from './context.ts';
import type { Asked } from './context.ts';
import { lastSeen } from './find-record.ts';
import { asSqlError } from './sql-errors.ts';

/**
 * Runs one query that users write and hands its result to `take`. `recipients` is judged by `store`, a connection of its own: the one that
 * the query runs on is busy meanwhile. Throws UserError for what the query is the cause of.
 */
export function runSql<T>(
  store: Store,
  sql: string,
  asked: Asked,
  take: (result: SqlResult) => T,
): T {
  using session = openSqlSession(store.file, judgeOf(store, asked));
  try {
    const { columns, rows } = session.query(sql);
    return take({ columns: uniqueNames(columns), rows });
  } catch (error) {
    throw asSqlError(error, sql);
  }
}

/** What a verdict rests on is read when the first one is asked for: most queries need none. */
function judgeOf(store: Store, asked: Asked): Judge {
  let judge: Judge | null = null;
  return (messageNumber) => {
    judge ??= createJudge(store, asked);
    return judge(messageNumber);
  };
}

function createJudge(store: Store, asked: Asked): Judge {
  const context = queryContext(store, asked);
  const reader = createMessageReader(store);
  const judged = (messageNumber: number): SqlRow[] => {
    const rows = reader.hops(messageNumber, context.asOf);
    if (rows.length === 0) return [];
    const lastSeenAt = isoTime(lastSeen(rows));
    return judgeMessage(rows, context).map((verdict) => [...verdictCells(verdict), lastSeenAt]);
  };
  // A join may ask for one message as often as it has events, mostly one after the other.
  let last: { readonly messageNumber: number; readonly rows: SqlRow[] } | null = null;
  return (messageNumber) => {
    if (last?.messageNumber !== messageNumber)
      last = { messageNumber, rows: judged(messageNumber) };
    return last.rows;
  };
}

function verdictCells(verdict: Verdict): SqlValue[] {
  const { recipient, state, stage, server, since, ageSeconds, stall, confidence } = verdict;
  return [
    recipient,
    state,
    stage,
    server,
    isoTime(since),
    // SQLite takes other numbers for reals.
    ageSeconds === null ? null : BigInt(ageSeconds),
    stall?.place ?? null,
    stall === null ? null : isoTime(stall.since),
    stall?.nextHop ?? null,
    confidence,
  ];
}

/** Two columns of one name would be one key of a JSON object; SQLite itself tells them apart like this. */
function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 1; used.has(unique); number++) unique = `${name}:${number}`;
    used.add(unique);
    return unique;
  });
}
