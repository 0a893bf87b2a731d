import Database from 'better-sqlite3';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/store/schema.ts';

/** What each view holds, and each of its columns. A column without a sentence fails. */
const VIEWS: Readonly<Record<string, { about: string; columns: Readonly<Record<string, string>> }>> = {
  events: {
    about: 'One log line about one recipient.',
    columns: {
      id: 'number of the event: that of its source times 2³², and its line',
      at: 'when the server logged it: ISO 8601, UTC',
      event: 'event id, as logged',
      message_id: 'message id without `<>`; null where the line names none',
      recipient: 'address; null where the line names none',
      server: 'server that wrote the line',
      partner: 'Partner-Name: who the message is handed to',
      client_host: 'Client-hostname: who it came from',
      file: 'source file, as it was given',
      line: 'line number, from 1',
      offset: 'bytes before the line',
      length: 'bytes of the line, line end included',
    },
  },
  messages: {
    about: 'One message id.',
    columns: {
      message_id: 'message id without `<>`',
      sender: 'sender; `<>` is the null sender of reports',
      subject: 'as logged, encoded words undecoded',
      size_bytes: 'the largest size that a line gives',
      recipient_count: 'the largest number of recipients that a line gives',
      originated_at: 'the earliest origination time that a line gives',
      first_seen_at: 'first event on any server',
      last_seen_at: 'last event on any server',
    },
  },
  hops: {
    about: 'The life of one message for one recipient on one server, folded from its events.',
    columns: {
      message_id: 'message id',
      recipient: 'address, in the form that this server logged',
      server: 'server',
      first_seen_at: 'first event there',
      last_seen_at: 'last event there',
      last_event: 'id of the last event that moves the state',
      next_hop: 'host it was last queued for or handed to',
      client_host: 'host it last came from',
      attempts: 'transfers begun (1020)',
      retries: 'retries scheduled (1032, 1035, 1037)',
      events: 'number of events',
    },
  },
  sources: {
    about: 'One file that was read. `lines = events + directives + blank + continuations + rejects` always holds.',
    columns: {
      file: 'path as it was given',
      format: 'log format',
      size_bytes: 'bytes when it was read',
      sha256: 'SHA-256 of those bytes',
      lines: 'lines with a line end',
      events: 'lines that became events',
      directives: 'header lines',
      blank: 'empty lines',
      continuations: 'lines that belong to another line’s record (5.5)',
      rejects: 'lines that could not be read',
    },
  },
  rejects: {
    about: 'One line that could not be read.',
    columns: {
      file: 'source file',
      line: 'line number, from 1',
      offset: 'bytes before the line',
      length: 'bytes of the line, line end included',
      code: 'why: see the [catalogue](catalogue.md#reject-codes)',
      detail: 'what stood there',
    },
  },
  coverage: {
    about: 'One hour of one server in which it logged anything.',
    columns: {
      server: 'server',
      hour: 'beginning of the hour, UTC',
      events: 'events in it',
    },
  },
};

export function schemaDoc(): string {
  const db = new Database(':memory:');
  for (const statements of MIGRATIONS) db.exec(statements);
  const views = db
    .prepare<[], string>(`select name from sqlite_schema where type = 'view' order by rowid`)
    .pluck()
    .all();
  const parts = [
    '# Database',
    '',
    '<!-- Made by `npm run docs` from the schema. -->',
    '',
    `A SQLite file (schema ${SCHEMA_VERSION}). These views are for people who write SQL; they only grow. Tables beside them are the`,
    'program’s own and may change. Open it read-only: `sqlite3 "file:mailtrail.db?mode=ro"`.',
  ];
  for (const view of views) {
    const doc = VIEWS[view];
    if (doc === undefined) throw new Error(`the view ${view} is not documented`);
    parts.push('', `## ${view}`, '', doc.about, '', '| column | holds |', '| --- | --- |');
    const columns = db.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
    for (const name of columns.all(view)) {
      const about = doc.columns[name];
      if (about === undefined) throw new Error(`the column ${view}.${name} is not documented`);
      parts.push(`| \`${name}\` | ${about} |`);
    }
  }
  db.close();
  return `${parts.join('\n')}\n`;
}
