import type { SqlRow, SqlValue } from '../model/sql-value.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { openForReading } from './open.ts';
import type { Connection } from './open.ts';
import { MESSAGE_TABLES } from './read-messages.ts';

/** What judging tells of one recipient of a message, in the order of JUDGED. */
export type Judge = (messageNumber: number) => Iterable<SqlRow>;

const JUDGED = [
  'recipient',
  'state',
  'stage',
  'server',
  'since',
  'age_seconds',
  'stall_place',
  'stall_since',
  'next_hop',
  'confidence',
  'last_seen_at',
];

/**
 * States come from the verdict, not from SQL. What is stored of a message is joined outside of what judges it, so that a condition on its
 * id, sender, subject or first time leaves all other messages unjudged. What judges needs its message, so no cross join has to say so, which
 * would keep SQLite from beginning with what a query joins.
 */
const RECIPIENTS = `
  create temp view recipients as
    select message.text as message_id, judged.recipient, sender.text as sender, message.subject,
      judged.state, judged.stage, judged.server, judged.since, judged.age_seconds,
      judged.stall_place, judged.stall_since, judged.next_hop, judged.confidence,
      strftime('%Y-%m-%dT%H:%M:%fZ', message.first_at / 1000.0, 'unixepoch') as first_seen_at,
      judged.last_seen_at
    from ${MESSAGE_TABLES}
    join judged_recipients(message.id) as judged
    where message.id not in (select message_id from life)`;

export interface SqlResult {
  readonly columns: readonly string[];
  /** Read on as they are taken. */
  readonly rows: Iterable<SqlRow>;
}

export interface SqlSession {
  /** Prepares one statement that reads. Throws UserError `query-refused`, and what SQLite throws. */
  query(sql: string): SqlResult;
  [Symbol.dispose](): void;
}

/** A connection for SQL that users write: it cannot write, nor open another file. */
export function openSqlSession(file: string, judge: Judge): SqlSession {
  const db = openForReading(file);
  // A database that somebody else made must not do anything by its views.
  db.pragma('trusted_schema = off');
  db.table('judged_recipients', {
    columns: JUDGED,
    parameters: ['message_number'],
    *rows(messageNumber: unknown) {
      if (typeof messageNumber === 'number') for (const row of judge(messageNumber)) yield [...row];
    },
  });
  db.exec(RECIPIENTS);
  return {
    query: (sql) => prepare(db, sql),
    [Symbol.dispose]: () => db.close(),
  };
}

function prepare(db: Connection, sql: string): SqlResult {
  // Before SQLite sees it: some pragmas act while they are compiled.
  refuseOthers(firstWords(sql));
  const statement = db.prepare<[], SqlValue[]>(sql);
  if (!statement.reader || !statement.readonly) throw refusal('this statement', ONLY_READS);
  statement.raw(true).safeIntegers(true);
  return {
    columns: statement.columns().map(({ name }) => name),
    rows: readRows(statement.iterate()),
  };
}

function* readRows(rows: Iterable<SqlValue[]>): Generator<SqlRow> {
  for (const row of rows) yield row.map(smallInteger);
}

function smallInteger(value: SqlValue): SqlValue {
  return typeof value === 'bigint' && BigInt.asIntN(54, value) === value ? Number(value) : value;
}

const READING = new Set(['select', 'with', 'values', 'explain']);

const ONLY_READS =
  'write a query that begins with select; to take a file out of the database: mailtrail forget FILE';

/** What people may try, with what to do instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  pragma: `read settings as a table: select * from pragma_table_info('events')`,
  attach: 'name the one database to read with --db FILE',
  detach: 'name the one database to read with --db FILE',
};

const WRITING = new Set(
  'alter analyze begin commit create delete drop end insert reindex release replace rollback savepoint update vacuum'.split(
    ' ',
  ),
);

/** Blanks, comments and semicolons before a statement. */
const BEFORE = /^(?:\s+|;|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/;

/** The first word of the statement; where it explains another, the first of that one. */
function firstWords(sql: string): string {
  const word = nextWord(sql);
  if (word.text !== 'explain') return word.text;
  const after = nextWord(word.rest);
  return after.text === 'query' ? nextWord(nextWord(after.rest).rest).text : after.text;
}

function nextWord(sql: string): { text: string; rest: string } {
  const rest = sql.replace(BEFORE, '');
  const word = /^[a-z]+/i.exec(rest)?.[0] ?? '';
  return { text: word.toLowerCase(), rest: rest.slice(word.length) };
}

function refuseOthers(word: string): void {
  if (READING.has(word)) return;
  const instead = INSTEAD[word];
  if (instead !== undefined || WRITING.has(word))
    throw refusal(JSON.stringify(word), instead ?? ONLY_READS);
  throw new UserError('bad-query', 'this is no query', {
    hint: 'a query begins with select, with, values or explain; mailtrail sql without a query lists what there is',
    exitCode: EXIT.usage,
  });
}

function refusal(what: string, hint: string): UserError {
  return new UserError('query-refused', `${what} is not run: mailtrail sql only reads`, {
    hint,
    exitCode: EXIT.usage,
  });
}
