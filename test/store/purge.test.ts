import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/store/open.ts';
import { readPurgedBefore } from '../../src/store/purged-before.ts';
import { readActivity } from '../../src/store/read-activity.ts';
import { createArchiveReader } from '../../src/store/read-archive.ts';
import { forgetFile } from '../support/forget.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { HEADER_2003, line2003, log2003 } from '../support/log-2003.ts';
import { log55 } from '../support/log-55.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { purgeBefore } from '../support/purge.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const NOON = Date.parse('2004-02-18T12:00:00Z');
const NEXT_YEAR = Date.parse('2005-01-01T00:00:00Z');

/** A line of the message `id` at this hour of the 18th. */
function at(hour: number, id = `m${hour}`, more: Partial<Fields2003> = {}): string {
  return line2003({ time: `${hour}:0:0 GMT`, id: `${id}@corp.example`, ...more });
}

function log(...lines: readonly string[]): string {
  return log2003(lines);
}

function idsOf(db: Connection): unknown[] {
  return db.prepare('select message_id from events order by at, line').pluck().all();
}

async function read(db: Connection, file: string, archive = true) {
  const { files } = await ingestInto(db, [file], { archive });
  return files[0];
}

describe('what was purged does not come back', () => {
  describe.each([true, false])('archive: %s', (archive) => {
    test.each([NOON, NEXT_YEAR])('with a file that grew, of which %s', async (before) => {
      const file = temp.write('A.log/20040218.log', log(at(9), at(10), at(15)));
      const db = await memoryDb();
      await read(db, file, archive);
      purgeBefore(db, before);
      appendFileSync(file, `${at(11)}\r\n${at(16)}\r\n`);
      expect(await read(db, file, archive)).toMatchObject({ continued: true, events: 2 });
      // The line of 11 o'clock was never read before.
      const kept = before === NOON ? ['m15@corp.example'] : [];
      expect(idsOf(db)).toEqual(['m11@corp.example', ...kept, 'm16@corp.example']);
      expect(purgeBefore(db, NOON).lines).toBe(1);
      expect(idsOf(db)).toEqual([...kept, 'm16@corp.example']);
    });

    test.each<[string, string, string]>([
      ['under its name', 'A.log/20040218.log', log(at(9), at(10))],
      ['under another', 'copies/noon.log', log(at(9), at(10))],
      ['that ends in a line', 'copies/noon.log', log(at(9), at(10)).slice(0, -20)],
      ['that ends in its first line', 'A.log/20040218.log', log(at(9)).slice(0, -20)],
      ['of header lines', 'A.log/20040218.log', log()],
    ])('with a shorter copy %s', async (_name, name, text) => {
      const file = temp.write('A.log/20040218.log', log(at(9), at(10), at(15)));
      const db = await memoryDb();
      await read(db, file, archive);
      purgeBefore(db, NOON);
      renameSync(file, temp.at('moved.log'));
      expect((await read(db, temp.write(name, text), archive))?.skipped).not.toBeNull();
      expect(idsOf(db)).toEqual(['m15@corp.example']);
    });

    test('with a last line that had no end, which is added to', async () => {
      const begun = log(at(9)) + at(10, 'cut');
      const file = temp.write('A.log/20040218.log', begun);
      const db = await memoryDb();
      await read(db, file, archive);
      expect(idsOf(db)).toHaveLength(2);
      expect(purgeBefore(db, NOON)).toMatchObject({ lines: 2 });
      expect(await read(db, file, archive)).toMatchObject({ skipped: 'already-ingested' });
      appendFileSync(file, `@more\t-\r\n${at(11)}\r\n`);
      expect(await read(db, file, archive)).toMatchObject({ lines: 2, events: 1 });
      expect(idsOf(db)).toEqual(['m11@corp.example']);
      expect(db.prepare('select line from events').pluck().all()).toEqual([6]);
    });

    test('with a renamed copy of a file whose only line has no end', async () => {
      const file = temp.write('A.log/20040218.log', log() + at(10));
      const db = await memoryDb();
      await read(db, file, archive);
      purgeBefore(db, NOON);
      const copy = temp.write('B.log/copy.log', log() + at(10));
      expect(await read(db, copy, archive)).toMatchObject({ skipped: `copy-of ${file}` });
      expect(idsOf(db)).toEqual([]);
    });
  });

  test('other content under its name does', async () => {
    const file = temp.write('A.log/20040218.log', log(at(9), at(10)));
    const db = await memoryDb(file);
    purgeBefore(db, NOON);
    writeFileSync(file, log(at(8)));
    expect(await read(db, file)).toMatchObject({ replaces: true, events: 1 });
  });
});

/** The archive of the only source. */
function archiveOf(db: Connection, length: number): string | undefined {
  return createArchiveReader({ db })(1, 0, length)?.toString('latin1');
}

describe('what is kept of the bytes', () => {
  test('has spaces for lines that went, in every block, and stays as long as it was', async () => {
    const old = Array.from({ length: 9000 }, (_, index) => at(9, `old${index}`));
    const long = 'x'.repeat(1_500_000);
    const lines = [...old, long, at(13, 'kept'), at(10, 'late'), at(14)];
    const text = log(...lines);
    const db = await memoryDb(temp.write('A.log/20040218.log', text));
    expect(db.prepare('select count(*) from archive_block').pluck().get()).toBeGreaterThan(3);
    expect(purgeBefore(db, NOON)).toMatchObject({ lines: 9001, rejects: 1 });
    const gone = new Set([...old, long, at(10, 'late')]);
    const expected = log(...lines.map((line) => (gone.has(line) ? ' '.repeat(line.length) : line)));
    expect(archiveOf(db, text.length) === expected).toBe(true);
  });

  test('stays for all lines of a record that stays', async () => {
    const recipients = ['/o=A/cn=ann', '/o=A/cn=carl\t1'];
    const old = log55([{ time: '2004.2.18 9:0:0', recipients }]);
    const kept = log55([{ time: '2004.2.18 13:0:0', recipients }, ['broken', 'too', '']]);
    const text = old + kept + old;
    const db = await memoryDb(temp.write('MAIL55/tracking.log/20040218.log', text));
    purgeBefore(db, NOON);
    const gone = old.replace(/[^\n]/g, ' ');
    expect(archiveOf(db, text.length)).toBe(gone + kept + gone);
    expect(db.prepare('select recipient from events order by recipient').pluck().all()).toEqual([
      'EX:/o=A/cn=ann',
      'EX:/o=A/cn=carl',
    ]);
  });

  test('goes with all lines of a file', async () => {
    const text = log(at(9), 'broken');
    const db = await memoryDb(temp.write('A.log/20040218.log', text));
    expect(purgeBefore(db, NOON)).toMatchObject({ lines: 1, rejects: 1 });
    expect(archiveOf(db, text.length)).toBeUndefined();
    expect(db.prepare('select count(*) from reject').pluck().get()).toBe(0);
  });

  test('of lines that could not be read stays from the first line on that does', async () => {
    const db = await memoryDb(temp.write('20040218.log', log('a', at(9), 'b', at(13), 'c')));
    expect(purgeBefore(db, NOON)).toMatchObject({ lines: 1, rejects: 2 });
    expect(db.prepare('select line from rejects').pluck().all()).toEqual([8]);
    expect(db.prepare('select rejects from sources').pluck().get()).toBe(3);
  });

  test('of a file without a line of any time goes two days after its own', async () => {
    const text = [...HEADER_2003, 'broken', ''].join('\r\n');
    const db = await memoryDb(temp.write('A.log/20040218.log', text));
    expect(purgeBefore(db, NOON).rejects).toBe(0);
    expect(purgeBefore(db, Date.parse('2004-02-20T00:00:00Z')).rejects).toBe(1);
  });
});

test('what only lines tell that are gone goes with them, what others tell is told anew', async () => {
  const first = at(9, 'both', { subject: ' Early', bytes: 9000, linked: 'linked@corp.example' });
  const db = await memoryDb(
    temp.write(
      'A.log/20040218.log',
      log(first, at(10, 'gone'), at(13, 'both', { event: 1034, subject: ' Late', bytes: 800 })),
    ),
  );
  expect(purgeBefore(db, NOON)).toMatchObject({ lines: 2, messages: 2, messagesGone: 1 });
  expect(db.prepare('select message_id, subject, size_bytes from messages').all()).toEqual([
    { message_id: 'both@corp.example', subject: 'Late', size_bytes: 800 },
  ]);
  expect(db.prepare('select first_seen_at, events from hops').all()).toEqual([
    { first_seen_at: '2004-02-18T13:00:00.000Z', events: 1 },
  ]);
});

test('what cannot be read again stays as it is, and is counted', async () => {
  const file = temp.write('A.log/20040218.log', log(at(9, 'both'), at(13, 'both')));
  const db = await memoryDb();
  await read(db, file, false);
  rmSync(file);
  expect(purgeBefore(db, NOON)).toMatchObject({ messages: 1, messagesNotRetold: 1 });
  const { subject, first_at: first } = db
    .prepare<[], { subject: string; first_at: number }>('select subject, first_at from message')
    .get() ?? { subject: '', first_at: 0 };
  expect([subject, first]).toEqual(['Status', Date.parse('2004-02-18T13:00:00Z')]);
});

test('a purged file can be forgotten', async () => {
  const file = temp.write('A.log/20040218.log', log(at(9), at(13)));
  const other = temp.write('B.log/20040218.log', log(at(14)));
  const db = await memoryDb(file, other);
  purgeBefore(db, NOON);
  expect(forgetFile(db, file)).toMatchObject({ messages: 1, messagesGone: 1 });
  expect(idsOf(db)).toEqual(['m14@corp.example']);
});

test('the latest moment is remembered, and each purge is noted', async () => {
  const db = await memoryDb(temp.write('A.log/20040218.log', log(at(9), at(13), at(14))));
  const moments = ['09', '13', '10', '14'].map((hour) => Date.parse(`2004-02-18T${hour}:30:00Z`));
  const told = moments.map((moment) => {
    const { lines } = purgeBefore(db, moment);
    return [lines, readPurgedBefore(db)];
  });
  const [first = 0, second = 0, , last = 0] = moments;
  expect(told).toEqual([
    [1, first],
    [1, second],
    [0, second],
    [1, last],
  ]);
  expect(db.prepare('select count(*) from audit').pluck().get()).toBe(4);
  expect(db.prepare('select purged_before from sources').pluck().all()).toEqual([
    new Date(last).toISOString(),
  ]);
});

test('a moment before all lines changes nothing', async () => {
  const db = await memoryDb(temp.write('A.log/20040218.log', log(at(9))));
  expect(purgeBefore(db, 0)).toMatchObject({ lines: 0, rejects: 0, serversGone: [] });
  expect(readPurgedBefore(db)).toBeNull();
  expect(db.prepare('select purged_before from sources').pluck().all()).toEqual([null]);
});

test('lines that could not be read and were purged count no more for a server, nor its days', async () => {
  const db = await memoryDb(
    temp.write('A.log/20040217.log', log('a', line2003({ date: '2004-2-17' }), 'b')),
    temp.write('A.log/20040218.log', log('c', at(9), at(13), 'd')),
    temp.write('B.log/20040218.log', log(at(9, 'x', { server: 'EXCH09' }), 'e')),
  );
  const day = Math.floor(NOON / 86_400_000);
  const told = () =>
    [...readActivity({ db })].map(([server, { rejectedLines, rejectsByDay }]) => [
      server,
      rejectedLines,
      [...rejectsByDay],
    ]);
  expect(told()).toEqual([
    [
      'EXCH01',
      4,
      [
        [day - 1, 2],
        [day, 2],
      ],
    ],
    ['EXCH09', 1, [[day, 1]]],
  ]);
  purgeBefore(db, NOON);
  expect(told()).toEqual([['EXCH01', 1, [[day, 1]]]]);
});
