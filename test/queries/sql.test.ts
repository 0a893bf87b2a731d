import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { SQL_EXAMPLES, VIEWS } from '../../src/catalogue/views.ts';
import type { FindRecord } from '../../src/model/report.ts';
import type { SqlValue } from '../../src/model/sql-value.ts';
import { UserError } from '../../src/model/user-error.ts';
import { DEFAULT_THRESHOLD_MS } from '../../src/queries/context.ts';
import { runSql } from '../../src/queries/sql.ts';
import { noteAudit } from '../../src/store/audit.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const PATHS = ['logs', 'hostile'].map((name) =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)),
);

const temp = useTempFolder('file');
let file = '';

beforeAll(async () => {
  file = await fileDb(temp.at('full.db'), PATHS);
  noteAudit(file, {
    at: 0,
    action: 'trace',
    caseName: 'K1',
    actor: 'alice',
    reason: 'why',
    query: {},
    outcome: {},
    tool: 'mailtrail',
  });
});

function ask(sql: string, asOf: number | null = null): Record<string, SqlValue>[] {
  using store = openStore(file);
  return runSql(store, sql, { asOf, thresholdMs: DEFAULT_THRESHOLD_MS }, ({ columns, rows }) =>
    [...rows].map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))),
  );
}

function failure(sql: string): UserError {
  try {
    ask(sql);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error');
}

function asRow(record: FindRecord): Record<string, SqlValue> {
  const { stall } = record;
  return {
    message_id: record.messageId,
    recipient: record.recipient,
    sender: record.sender,
    subject: record.subject,
    state: record.state,
    stage: record.stage,
    server: record.server,
    since: record.since,
    age_seconds: record.ageSeconds,
    stall_place: stall?.place ?? null,
    stall_since: stall?.since ?? null,
    next_hop: stall?.nextHop ?? null,
    confidence: record.confidence,
    first_seen_at: record.firstSeenAt,
    last_seen_at: record.lastSeenAt,
  };
}

function sorted(rows: readonly Record<string, SqlValue>[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted((a, b) => (a < b ? -1 : 1));
}

describe('recipients', () => {
  it.each([null, '2004-02-17T12:00:00Z', '2004-02-15T00:00:00Z'])(
    'are what find tells, as of %s',
    (text) => {
      const asOf = text === null ? null : Date.parse(text);
      const records = recordsOf(file, asOf).map(asRow);
      expect(sorted(ask('select * from recipients', asOf))).toEqual(sorted(records));
    },
  );

  it('can be joined, counted and narrowed', () => {
    const [counted] = ask('select count(*) as n from recipients');
    expect(counted).toEqual({ n: recordsOf(file).length });
    const joined = ask(
      `select distinct r.state, e.event from messages m
       join recipients r on r.message_id = m.message_id
       left join events e on e.message_id = r.message_id and e.event = 1034
       where m.message_id like 'F16E5DA7%'`,
    );
    expect(joined).toEqual([{ state: 'waiting', event: 1034 }]);
  });

  it('are judged only where the message fits', () => {
    const plan = ask(
      `explain query plan select * from recipients where message_id = 'a' and state = 'waiting'`,
    ).map(({ detail }) => String(detail));
    expect(plan[0]).toBe('SCAN message');
    expect(plan.at(-1)).toMatch(/^SCAN judged VIRTUAL TABLE INDEX 1/);
  });
});

describe('views that are joined by message', () => {
  it.each([
    'messages join events using (message_id)',
    'events join messages using (message_id)',
    'messages join hops using (message_id)',
    'recipients join events using (message_id)',
    'recipients join events using (message_id, recipient)',
    'recipients join hops using (message_id, recipient)',
    'recipients join messages using (message_id)',
  ])('%s: no table is looked through for each row of another', (joined) => {
    const plan = ask(`explain query plan select * from ${joined}`);
    const scans = plan.filter(({ detail }) =>
      /^SCAN (message|event_run|hop)\b/.test(String(detail)),
    );
    expect(scans).toHaveLength(1);
  });
});

describe('the documentation of the views', () => {
  it.each(Object.keys(VIEWS))('has the columns of %s, and their types', (view) => {
    const columns = VIEWS[view]?.columns ?? {};
    expect(Object.keys(ask(`select * from ${view} limit 1`)[0] ?? {})).toEqual(
      Object.keys(columns),
    );
    for (const [name, [type]] of Object.entries(columns)) {
      const types = ask(`select distinct typeof(${name}) as t from ${view}`).map(({ t }) => t);
      expect(
        types.filter((one) => one !== 'null' && one !== type),
        `${view}.${name}`,
      ).toEqual([]);
    }
  });

  it.each(SQL_EXAMPLES)('has an example that finds something: $about', ({ sql }) => {
    expect(ask(sql).length).toBeGreaterThan(0);
  });
});

describe('values', () => {
  it('are exact', () => {
    expect(
      ask(`select 9223372036854775807 as big, 9007199254740991 as safe, -1 as less, 1.5 as half,
             x'00ff' as bytes, null as none, 9e999 as endless, '' as empty`),
    ).toEqual([
      {
        big: 9223372036854775807n,
        safe: 9007199254740991,
        less: -1,
        half: 1.5,
        bytes: Buffer.from([0, 255]),
        none: null,
        endless: Number.POSITIVE_INFINITY,
        empty: '',
      },
    ]);
  });

  it('of columns of one name are all there', () => {
    expect(ask('select 1 as a, 2 as a, 3 as "a:1", 4 as a')).toEqual([
      { a: 1, 'a:1': 2, 'a:1:1': 3, 'a:2': 4 },
    ]);
  });
});

const REFUSED: readonly (readonly [sql: string, instead: RegExp])[] = [
  ['delete from message', /forget FILE/],
  ['/* select */ -- select\n ; DELETE from message', /forget FILE/],
  ['with a as (select 1) delete from message', /forget FILE/],
  ['with a as (select 1) insert into message (id) select 1', /forget FILE/],
  ['explain query plan delete from message', /forget FILE/],
  ['explain pragma journal_mode = wal', /pragma_table_info/],
  ['pragma journal_mode = wal', /pragma_table_info/],
  ['pragma table_info(events)', /pragma_table_info/],
  [`attach 'other.db' as other`, /--db FILE/],
  ['detach main', /--db FILE/],
  ['create temp table a (b)', /select/],
  [`vacuum into 'copy.db'`, /select/],
  ['begin', /select/],
  ['replace into meta values (1, 2)', /select/],
  [`select load_extension('x')`, /only reads/],
];

describe('what is no reading', () => {
  it.each(REFUSED)('%s is refused, with the next step', (sql, instead) => {
    const before = readFileSync(file);
    expect(failure(sql)).toMatchObject({
      code: 'query-refused',
      exitCode: 2,
      hint: expect.stringMatching(instead),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

const WRONG: readonly (readonly [sql: string, code: string, message: RegExp, hint: RegExp])[] = [
  ['', 'bad-query', /no query/, /begins with select/],
  [' -- nothing', 'bad-query', /no query/, /begins with select/],
  ['.tables', 'bad-query', /no query/, /lists what there is/],
  ['selec 1', 'bad-query', /no query/, /begins with select/],
  ['select', 'bad-query', /incomplete input/, /look at the SQL/],
  ['select 1 2', 'bad-query', /near "2": syntax error/, /look at the SQL/],
  ['select 1; select 2', 'bad-query', /more than one statement/, /one query at a time/],
  ['select ?', 'bad-query', /parameter/, /write the value itself/],
  ['select unknown(1)', 'bad-query', /no such function: unknown/, /built in/],
  [`select json('x')`, 'bad-query', /malformed JSON/, /change the query/],
  ['select zeroblob(2000000000)', 'bad-query', /too big/, /narrow/],
  ['select * from evnts', 'no-such-table', /evnts/, /did you mean events\? there are events, /],
  ['select * from temp.x', 'no-such-table', /temp\.x/, /there are events, messages, recipients/],
  ['select a', 'no-such-column', /a$/, /name one of the views in from: events, /],
  ['select recipent from hops', 'no-such-column', /recipent/, /did you mean recipient\? hops has /],
  ['select h.messageid from hops h', 'no-such-column', /h\.messageid/, /did you mean message_id\?/],
  [
    'select 1 from recipients where state = "waiting"',
    'no-such-column',
    /should this be a string/,
    /in single quotes: 'waiting'/,
  ],
];

describe('a query that cannot be run', () => {
  it.each(WRONG)('%j: %s', (sql, code, message, hint) => {
    const error = failure(sql);
    expect(error).toMatchObject({ code, exitCode: 2, hint: expect.stringMatching(hint) });
    expect(error.message).toMatch(message);
  });

  it('may be asked again: a failure in the middle ends nothing else', () => {
    expect(failure(`select json(subject) from messages`).code).toBe('bad-query');
    expect(ask('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
