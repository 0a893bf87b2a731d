import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stallsOf } from '../../src/lifecycle/stalls.ts';
import type { Span } from '../../src/lifecycle/stalls.ts';
import { queryContext } from '../../src/queries/context.ts';
import { dailyReport } from '../../src/queries/daily.ts';
import { judgedMessages } from '../../src/queries/judged-messages.ts';
import { stuckReport } from '../../src/queries/stuck.ts';
import { openForWriting } from '../../src/store/open.ts';
import { createLineReader } from '../../src/store/read-lines.ts';
import { readKnownQueue } from '../../src/store/read-queue.ts';
import { openStore } from '../../src/store/reader.ts';
import type { Store } from '../../src/store/reader.ts';
import { fileDb, ingestInto } from '../support/ingest.ts';
import { DAY, MINUTE, moment } from '../support/life.ts';
import type { Line } from '../support/life.ts';
import { lives } from '../support/lives.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/**
 * Queue reports judge a few messages only, found by index. These tests judge all of them, and nothing may be missing.
 */
const folder = useTempFolder('file');
let number = 0;

function fieldsOf({ server, recipient, event }: Line, id: string): Partial<Fields2003> {
  const { mark, partner, clientHost } = event;
  const [date = '', time = ''] = new Date(mark.at).toISOString().split('T');
  return {
    date,
    time: `${time.slice(0, 8)} GMT`,
    server,
    id,
    event: mark.code,
    recipient: recipient ?? '-',
    partner: partner ?? '-',
    clientHost: clientHost ?? '-',
    sender: 'ben@corp.example',
  };
}

/** Loads each life as a message of its own. */
async function load(all: readonly (readonly Line[])[]): Promise<string> {
  const logs = logsOf(all);
  return fileDb(`${logs}.db`, [logs]);
}

/** A folder with a log for each server and day. */
function logsOf(all: readonly (readonly Line[])[]): string {
  number += 1;
  const logs = new Map<string, { at: number; fields: Partial<Fields2003> }[]>();
  for (const [index, lines] of all.entries())
    for (const line of lines) {
      const { at } = line.event.mark;
      const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
      const name = `${number}/${line.server}.log/${day}.log`;
      const log = logs.get(name) ?? [];
      log.push({ at, fields: fieldsOf(line, `life-${index}@corp.example`) });
      logs.set(name, log);
    }
  for (const [name, log] of logs) {
    const sorted = log.toSorted((a, b) => a.at - b.at).map(({ fields }) => fields);
    folder.write(name, log2003(sorted));
  }
  return folder.at(`${number}`);
}

const QUEUE_TABLES = [
  'queue_message',
  'queue_person',
  'queue_stall',
  'queue_touched',
  'traffic',
  'traffic_touched',
];

/** Loads more, and leaves the database as if its last run went on still: batches are in it, what its end makes is not. */
async function loadWithoutEnd(file: string, logs: string): Promise<void> {
  const db = openForWriting(file);
  for (const table of QUEUE_TABLES)
    db.exec(`create temp table kept_${table} as select * from ${table}`);
  const state = db.prepare("select value from meta where key = 'queue'").pluck().get();
  await ingestInto(db, [logs]);
  for (const table of QUEUE_TABLES)
    db.exec(`delete from ${table}; insert into ${table} select * from kept_${table}`);
  db.prepare("update meta set value = ? where key = 'queue'").run(state);
  db.close();
}

function allIds({ db }: Store): number[] {
  return db.prepare<[], number>('select id from message').pluck().all();
}

interface Open {
  readonly count: number;
  readonly stalled: number;
  readonly lost: number;
  readonly unlogged: number;
}

function openOfAll(store: Store, asOf: number | null, thresholdMs: number): Open {
  const context = queryContext(store, { asOf, thresholdMs });
  const verdicts = [...judgedMessages(store, allIds(store), asOf, context)].flatMap(({ persons }) =>
    persons.map(({ verdict }) => verdict),
  );
  const open = verdicts.filter(({ state }) => state === 'waiting' || state === 'retrying');
  return {
    count: open.length,
    stalled: open.filter(({ stall }) => stall !== null).length,
    lost: verdicts.filter(({ state }) => state === 'lost').length,
    unlogged: verdicts.filter(({ state }) => state === 'unlogged').length,
  };
}

function openByReport(store: Store, asOf: number | null, thresholdMs: number): Open {
  const context = queryContext(store, { asOf, thresholdMs });
  const options = { by: 'stage', unit: 'recipients', withSystem: true, limit: 0 } as const;
  const { total, atLogEnd, stalled, inTransit } = stuckReport(store, options, context);
  return { count: total.count + atLogEnd, stalled, ...inTransit };
}

function dayOfAll(store: Store, day: Span, thresholdMs: number): unknown {
  const context = queryContext(store, { asOf: day.to, thresholdMs });
  const counts = { carried: 0, new: 0, cleared: 0, now: 0 };
  const upTo = day.to - 1;
  const linesOf = createLineReader(store);
  for (const { id, persons } of judgedMessages(store, allIds(store), upTo, context))
    for (const judged of persons) {
      const events = (server: string) => linesOf([[id, server]], upTo)(id, server);
      for (const { from, to } of stallsOf(judged, day, context, events)) {
        counts[from < day.from ? 'carried' : 'new'] += 1;
        counts[to === null ? 'now' : 'cleared'] += 1;
      }
    }
  return counts;
}

/** Which of two addresses came first in one second is for verdicts alone to tell: an index knows no lines. */
const messages = fc.array(
  lives.map((lines) =>
    lines.map((line, index) => {
      const { mark } = line.event;
      const at = mark.at + index * 1000;
      return { ...line, event: { ...line.event, mark: { ...mark, at } } };
    }),
  ),
  { minLength: 1, maxLength: 12 },
);
const thresholds = fc.constantFrom(0, MINUTE, 15 * MINUTE, 2 * 60 * MINUTE);
const moments = fc.option(
  fc.integer({ min: 0, max: 190 }).map((step) => moment('9:30') + step * 5 * MINUTE),
  { freq: 3, nil: null },
);
const RUNS = { numRuns: 40 };

function lineAt(
  server: string,
  at: string,
  code: number,
  recipient = 'bob@corp.example',
  partner: string | null = null,
): Line {
  const mark = { at: moment(at), slot: 1, line: 1, code };
  return { server, recipient, event: { mark, partner, clientHost: null } };
}

describe('nothing is passed over', () => {
  it.each([
    [
      'that was handed to a server where an earlier life had ended',
      [
        [
          lineAt('EXCH02', '9:50', 1031),
          lineAt('EXCH01', '10:00', 1031, 'bob@corp.example', 'EXCH02.corp.example'),
        ],
        // The log of the first server goes on.
        [lineAt('EXCH01', '23:55', 1020)],
      ],
      0,
      { count: 1, unlogged: 1 },
    ],
    [
      'that arrived again under its directory address after the other one had gone on',
      [
        [
          lineAt('EXCH02', '9:55', 1019, 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB'),
          lineAt('EXCH02', '9:56', 1031, 'amy@corp.example'),
          lineAt('EXCH02', '10:00', 1019, 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB'),
        ],
      ],
      15 * MINUTE,
      { count: 1, unlogged: 0 },
    ],
    [
      'of whom there are only notes, though another one was delivered there after them',
      [
        [
          lineAt('EXCH03', '9:59:30', 1077, 'amy@corp.example'),
          lineAt('EXCH03', '10:00', 1023, 'carol@corp.example'),
        ],
      ],
      15 * MINUTE,
      { count: 1, unlogged: 0 },
    ],
    [
      'that the categorizer passed under a directory address, though another one went on after it',
      [
        [
          lineAt('EXCH02', '9:59:30', 1033, 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=XKCD'),
          lineAt('EXCH02', '10:00', 1031, 'amy@corp.example'),
        ],
      ],
      2 * 60 * MINUTE,
      { count: 1, unlogged: 0 },
    ],
    [
      'of whom there are only notes beside an address that another one took the place of',
      [
        [
          lineAt('EXCH02', '9:50', 1025, 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB'),
          lineAt('EXCH02', '9:50:10', 1077, 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=CAROL'),
          lineAt('EXCH02', '9:50:20', 1031, 'bob@corp.example'),
          lineAt('EXCH02', '9:50:30', 1031, 'amy@corp.example'),
        ],
      ],
      15 * MINUTE,
      { count: 1, unlogged: 0 },
    ],
    [
      'of whom there are only notes beside a list',
      [
        [
          lineAt('EXCH02', '9:50', 1025, 'staff@corp.example'),
          lineAt('EXCH02', '9:50:10', 1077, 'carol@corp.example'),
          lineAt('EXCH02', '9:50:20', 1033, 'amy@corp.example'),
          lineAt('EXCH02', '9:50:30', 1031, 'amy@corp.example'),
        ],
      ],
      15 * MINUTE,
      { count: 1, unlogged: 0 },
    ],
  ])('%s', async (_name, all, threshold, expected) => {
    using store = openStore(await load(all));
    const open = openOfAll(store, null, threshold);
    expect(open).toMatchObject(expected);
    expect(openByReport(store, null, threshold)).toEqual(open);
  });

  it('by stuck, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.array(moments, { minLength: 4, maxLength: 8 }),
        thresholds,
        async (all, times, threshold) => {
          using store = openStore(await load(all));
          for (const asOf of times)
            expect(openByReport(store, asOf, threshold)).toEqual(openOfAll(store, asOf, threshold));
        },
      ),
      RUNS,
    );
  }, 60_000);

  it('by stuck, while a run goes on', async () => {
    let known = 0;
    await fc.assert(
      fc.asyncProperty(messages, messages, thresholds, async (all, more, threshold) => {
        const file = await load(all);
        await loadWithoutEnd(file, logsOf(more));
        using store = openStore(file);
        const { resolve } = queryContext(store, { asOf: null, thresholdMs: threshold });
        if (readKnownQueue(store, null, threshold, resolve) !== null) known += 1;
        expect(openByReport(store, null, threshold)).toEqual(openOfAll(store, null, threshold));
      }),
      RUNS,
    );
    expect(known).toBeGreaterThan(0);
  }, 60_000);

  it('by daily, whenever the day begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.array(fc.integer({ min: -20, max: 28 }), { minLength: 2, maxLength: 4 }),
        thresholds,
        async (all, hours, threshold) => {
          using store = openStore(await load(all));
          for (const hour of hours) {
            const from = moment('0:00') + hour * 60 * MINUTE;
            const day = { from, to: from + DAY };
            const context = queryContext(store, { asOf: day.to, thresholdMs: threshold });
            const asked = { ...day, zone: 'UTC', withSystem: true };
            const { carried, new: begun, cleared, now } = dailyReport(store, asked, context).total;
            expect({ carried, new: begun, cleared, now }).toEqual(dayOfAll(store, day, threshold));
          }
        },
      ),
      RUNS,
    );
  }, 60_000);

  it('by either from what the last run left, and all is as without it', async () => {
    let known = 0;
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.array(fc.integer({ min: -20, max: 28 }), { minLength: 3, maxLength: 5 }),
        fc.constantFrom(MINUTE, 5 * MINUTE, 15 * MINUTE, 2 * 60 * MINUTE),
        async (all, hours, threshold) => {
          const file = await load(all);
          const reports = (): unknown[] => {
            using store = openStore(file);
            return hours.flatMap((hour) => reportsAt(store, hour, threshold));
          };
          const kept = reports();
          const db = openForWriting(file);
          known += db.prepare('delete from meta where key = ?').run('queue').changes;
          db.close();
          expect(kept).toEqual(reports());
        },
      ),
      RUNS,
    );
    expect(known).toBe(RUNS.numRuns);
  }, 60_000);
});

/** That of a day which begins so many hours after the lives, and that of its end. */
function reportsAt(store: Store, hour: number, thresholdMs: number): unknown[] {
  const from = moment('0:00') + hour * 60 * MINUTE;
  const day = { from, to: from + DAY, zone: 'UTC', withSystem: true };
  const context = queryContext(store, { asOf: day.to, thresholdMs });
  const options = { by: 'stage', unit: 'messages', withSystem: true, limit: 0 } as const;
  return [dailyReport(store, day, context), stuckReport(store, options, context)];
}
