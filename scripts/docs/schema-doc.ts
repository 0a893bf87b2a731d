import Database from 'better-sqlite3';
import { SQL_EXAMPLES, VIEWS } from '../../src/catalogue/views.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/store/schema.ts';

/** What sets a view apart from those that any SQLite program sees. */
const ONLY_HERE: Readonly<Record<string, readonly string[]>> = {
  recipients: [
    '',
    'It exists only inside `mailtrail sql`: states come from the verdict (ARCHITECTURE.md), which is no SQL. `--as-of` and `--older-than` say what',
    'it is judged at. Conditions on `message_id`, `sender`, `subject` and `first_seen_at` are looked at first, and only messages that fit are judged; any',
    'other condition has all messages judged, as `find --limit 0` does.',
  ],
};

export function schemaDoc(): string {
  const db = new Database(':memory:');
  for (const statements of MIGRATIONS) db.exec(statements);
  const stored = db
    .prepare<[], string>(`select name from sqlite_schema where type = 'view'`)
    .pluck()
    .all();
  for (const view of stored)
    if (VIEWS[view] === undefined) throw new Error(`the view ${view} is not documented`);
  const parts = [
    '# Database',
    '',
    '<!-- Made by `npm run docs` from the schema. -->',
    '',
    `A SQLite file (schema ${SCHEMA_VERSION}). These views are for people who write SQL; they only grow. Tables beside them are the`,
    'program’s own and may change. Ask with [`mailtrail sql`](cli.md#mailtrail-sql), which only reads, or open the file read-only with another program:',
    '`sqlite3 "file:mailtrail.db?mode=ro"`. Any column may be null where the log tells nothing.',
  ];
  for (const [view, { about, columns }] of Object.entries(VIEWS)) {
    const names = db.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
    const isStored = stored.includes(view);
    if (isStored && names.all(view).join() !== Object.keys(columns).join())
      throw new Error(`the columns of ${view} are documented otherwise`);
    parts.push('', `## ${view}`, '', about, ...(ONLY_HERE[view] ?? []));
    parts.push('', '| column | type | holds |', '| --- | --- | --- |');
    for (const [name, [type, holds]] of Object.entries(columns))
      parts.push(`| \`${name}\` | ${type} | ${holds} |`);
  }
  parts.push(
    '',
    '## Examples',
    '',
    'Join views by `message_id`. Where a join by more takes long, name both views first, with `as materialized`: SQLite then makes an index for it. Otherwise it',
    'may look through all of one for each row of the other, as it cannot know how many rows views have.',
  );
  for (const { about, sql } of SQL_EXAMPLES) parts.push('', `${about}:`, '', '```sql', sql, '```');
  db.close();
  return `${parts.join('\n')}\n`;
}
