import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import type { PurgeReport } from '../../src/model/purge-report.ts';
import { closeWritten, lockForWriting, openForWriting } from '../../src/store/open.ts';
import { dumpContent } from '../support/dump.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, PROGRAM } from './run.ts';

const temp = useTempFolder('file');

/** What its archive holds, unpacked. */
function archiveOf(db: string): Buffer {
  const file = new Database(db, { readonly: true });
  const blocks = file.prepare<[], Buffer>('select data from archive_block').pluck().all();
  file.close();
  return Buffer.concat(blocks.map((data) => brotliDecompressSync(data)));
}

/** Files of a database in which a text stands, in each way that it may be written; `archive` stands for what is packed. */
function holds(db: string, text: string): string[] {
  const archive = archiveOf(db).includes(text) ? ['archive'] : [];
  return [...filesThatHold(db, text), ...archive];
}

function filesThatHold(db: string, text: string): string[] {
  return readdirSync(dirname(db))
    .filter((name) => name.startsWith(basename(db)))
    .filter((name) => {
      const bytes = readFileSync(`${dirname(db)}/${name}`);
      return (['utf8', 'latin1', 'utf16le'] as const).some((encoding) =>
        bytes.includes(Buffer.from(text, encoding)),
      );
    });
}

/** Names of one day, that no other day's lines have. */
const NAMES = ['subject', 'sender', 'recipient', 'host', 'partner', 'id', 'linked', 'broken'];

function linesOf(day: number): string[] {
  return Array.from({ length: 600 }, (_, index) => [
    line2003({
      date: `2004-2-${day}`,
      id: `id${day}-${index}@corp.example`,
      linked: `linked${day}@corp.example`,
      subject: ` subject${day}-${index % 7}`,
      sender: `sender${day}@corp.example`,
      recipient: `recipient${day}-${index}@corp.example`,
      clientHost: `host${day}.corp.example`,
      partner: `partner${day}.corp.example`,
    }),
    ...(index % 100 === 1 ? [`broken${day}`] : []),
  ]).flat();
}

describe('the files of a database', () => {
  let db = '';

  beforeAll(() => {
    db = temp.at('bytes/a.db');
    const logs = temp.write(
      'logs/EXCH01.log/tracking.log',
      log2003([...linesOf(17), ...linesOf(18)]),
    );
    temp.write('logs/EXCH01.log/20040217.log', log2003(linesOf(16)));
    temp.write('bytes/keep', '');
    expect(mailtrail(['ingest', dirname(dirname(logs))], { db }).code).toBe(0);
  });

  it('are private to their user', () => {
    const file = temp.at('bytes/private.db');
    const unlock = lockForWriting(file);
    const open = openForWriting(file);
    open.exec("insert into meta values ('a', 'b')");
    const modes = ['', '-wal', '-shm', '-lock'].map((end) => statSync(file + end).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
    open.exec('pragma wal_checkpoint(truncate)');
    open.pragma('journal_mode = delete');
    open.exec("begin immediate; insert into meta values ('c', 'd'); pragma cache_spill = 1");
    open.exec('create table spill (text text); insert into spill values (hex(randomblob(9000)))');
    expect(statSync(`${file}-journal`).mode & 0o777).toBe(0o600);
    open.exec('rollback');
    open.close();
    unlock();
  });

  it('hold nothing any more of what was purged, and are smaller', () => {
    for (const name of NAMES.slice(0, -1))
      expect(holds(db, `${name}16`)).toEqual(['a.db', 'archive']);
    const before = statSync(db).size;
    const { out } = mailtrail(['purge', '--before', '2004-02-18', '--json'], { db });
    expect(JSON.parse(out)).toMatchObject({ lines: 1200, rejects: 12, unfinished: false });
    for (const day of [16, 17])
      for (const name of NAMES) expect(holds(db, name + day), name + day).toEqual([]);
    for (const name of NAMES.slice(0, -1))
      expect(holds(db, `${name}18`)).toEqual(['a.db', 'archive']);
    expect(statSync(db).size).toBeLessThan(before * 0.7);
    expect(readdirSync(dirname(db)).toSorted()).toEqual([
      'a.db',
      'a.db-lock',
      'keep',
      'private.db',
      'private.db-lock',
    ]);
  });

  it('hold no subject where it was to be left out', () => {
    const none = temp.at('bytes/none.db');
    const logs = temp.at('logs');
    mailtrail(['ingest', '--no-subject', logs], { db: none });
    for (const day of [16, 17, 18]) expect(holds(none, `subject${day}`)).toEqual([]);
    expect(holds(none, 'sender18')).toEqual(['none.db']);
    expect(archiveOf(none)).toHaveLength(0);
    for (const command of [
      ['find', '--limit', '0'],
      ['trace', 'id18-1@corp.example', '--json'],
    ])
      expect(mailtrail(command, { db: none }).out).not.toContain('subject18');
  });
});

function middle(db: string): string {
  const file = new Database(db, { readonly: true });
  const at = file
    .prepare<[], string>("select strftime('%Y-%m-%dT%H:%M:%SZ', avg(julianday(at))) from events")
    .pluck()
    .get();
  file.close();
  return at ?? '';
}

function contentOf(db: string): unknown {
  const file = openForWriting(db);
  const content = dumpContent(file);
  closeWritten(file);
  return content;
}

describe('purge', () => {
  let loaded = '';

  beforeAll(() => {
    const options = { seed: 5, days: 2, unique: false, withheld: true, skew: true };
    generate({ ...options, messages: 800, out: temp.at('out') });
    loaded = temp.at('loaded.db');
    expect(mailtrail(['ingest', temp.at('out/logs')], { db: loaded }).code).toBe(0);
  });

  function copy(name: string): string {
    copyFileSync(loaded, temp.at(name));
    return temp.at(name);
  }

  it('waits for nobody who writes', () => {
    const db = copy('locked.db');
    const unlock = lockForWriting(db);
    const { code, err } = mailtrail(['purge', '--older-than', '1d'], { db });
    unlock();
    expect(code).toBe(1);
    expect(err).toMatch(/^error: database is locked .*\n {2}another mailtrail is writing/);
  });

  it('is finished by another one where somebody was reading', () => {
    const db = copy('read.db');
    // As ingest leaves it where it was killed.
    const reader = new Database(db);
    reader.pragma('journal_mode = wal');
    reader.exec('begin; select count(*) from message');
    const before = middle(db);
    const first = mailtrail(['purge', '--before', before, '--json'], { db });
    expect(JSON.parse(first.out)).toMatchObject({ unfinished: true });
    expect(first.err).toMatch(/^not finished: another program reads/);
    reader.exec('rollback');
    reader.close();
    const second = mailtrail(['purge', '--before', before, '--json'], { db });
    expect(JSON.parse(second.out)).toMatchObject({ lines: 0, unfinished: false });
    expect(existsSync(`${db}-wal`)).toBe(false);
    expect(statSync(db).size).toBeLessThan(statSync(loaded).size);
  });

  it('that is killed at any moment is finished by the same command', async () => {
    const whole = copy('whole.db');
    const before = middle(whole);
    const begun = performance.now();
    mailtrail(['purge', '--before', before], { db: whole });
    const takes = performance.now() - begun;
    const expected = contentOf(whole);
    const size = statSync(whole).size;
    let killed = 0;
    for (let share = 0.15; share < 1; share += 0.1) {
      const db = copy('killed.db');
      // On a machine that has become less busy a run may end first: it has to be killed sooner then.
      for (let wait = share * takes; !(await killedAfter(db, before, wait)); wait *= 0.8)
        copy('killed.db');
      killed += 1;
      expect(mailtrail(['purge', '--before', before], { db })).toMatchObject({ code: 0, err: '' });
      expect(contentOf(db)).toEqual(expected);
      expect(Math.abs(statSync(db).size - size)).toBeLessThan(3 * 16_384);
      for (const end of ['-wal', '-journal']) expect(existsSync(db + end)).toBe(false);
      rmSync(db);
    }
    expect(killed).toBeGreaterThan(4);
  }, 120_000);

  it('is noted, with who and why', () => {
    const db = copy('noted.db');
    const env = { SOURCE_DATE_EPOCH: '1893456000' };
    const args = ['purge', '--older-than', '21d', '--by', 'Ann', '--reason', 'retention'];
    const { out } = mailtrail([...args, '--dry-run', '--json'], { db, env });
    mailtrail(args, { db, env });
    const told: PurgeReport = JSON.parse(out);
    expect(told).toMatchObject({ before: '2029-12-11T00:00:00.000Z', bytesAfter: null });
    const { lines, rejects, messages, messagesGone, messagesNotRetold, serversGone } = told;
    expect(lines).toBeGreaterThan(1000);
    const file = new Database(db, { readonly: true });
    expect(file.prepare('select * from audit').all()).toEqual([
      {
        id: 1,
        at: '2030-01-01T00:00:00.000Z',
        action: 'purge',
        case_name: null,
        actor: 'Ann',
        reason: 'retention',
        query: '{"before":"2029-12-11T00:00:00.000Z","olderThanSeconds":1814400}',
        outcome: JSON.stringify({
          lines,
          rejects,
          messages,
          messagesGone,
          messagesNotRetold,
          serversGone,
        }),
        tool: 'mailtrail 0.1.0',
      },
    ]);
    file.close();
  });

  it.each([
    [['purge']],
    [['purge', '--older-than', '21d', '--before', '2004-02-18']],
    [['purge', '--older-than', 'yesterday']],
    [['purge', '--before', 'soon']],
  ])('refuses %j', (args) => {
    expect(mailtrail(args, { db: loaded }).code).toBe(2);
  });

  it('makes no database', () => {
    expect(mailtrail(['purge', '--older-than', '1d'], { db: temp.at('no.db') }).code).toBe(1);
    expect(existsSync(temp.at('no.db'))).toBe(false);
    expect(existsSync(temp.at('no.db-lock'))).toBe(false);
  });
});

/** Begins a purge and kills it after so many milliseconds; false where it ended before. */
async function killedAfter(db: string, before: string, wait: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, '--db', db, 'purge', '--before', before], {
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), wait);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return code === null;
}
