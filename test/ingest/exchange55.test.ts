import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/store/open.ts';
import { dumpContent } from '../support/dump.ts';
import { forgetFile } from '../support/forget.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log55, mta, mtsId, record55, store } from '../support/log-55.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const fixture = (server: string): string =>
  fileURLToPath(
    new URL(`../../fixtures/exchange55/${server}/tracking.log/19980302.log`, import.meta.url),
  );

/** What one server hands over, and another one takes in: neither record names its writer. */
const OUT = { event: 7, partner: mta('HUB55') };

describe('the server of a log whose lines name none', () => {
  test.each<[string, string, string | null, string, string]>([
    ['is the folder around tracking.log', 'A/Tracking.log/1.log', null, log55([OUT]), 'A'],
    ['is what --server says', 'A/Tracking.log/1.log', 'GIVEN', log55([OUT]), 'GIVEN'],
    ['is the one whose store it names', '1.log', null, log55([OUT, { event: 9 }]), 'MAIL55'],
  ])('%s', async (_name, file, server, text, expected) => {
    const db = await memoryDb();
    const { files } = await ingestInto(db, [temp.write(file, text)], { server });
    expect(files).toMatchObject([{ format: 'exchange55', server: expected, rejected: 0 }]);
    expect(db.prepare('select distinct server from events').pluck().all()).toEqual([expected]);
  });

  test.each([
    ['nothing tells', log55([OUT])],
    ['two stores are named', log55([{ event: 9 }, { event: 9, partner: store('HUB55') }])],
  ])('is not guessed where %s: each record is set aside', async (_name, text) => {
    const db = await memoryDb();
    const { files, rejects } = await ingestInto(db, [temp.write('1.log', text)]);
    expect(files).toMatchObject([{ events: 0, rejected: text.split('\n\n').length - 1 }]);
    expect(new Set(rejects.map(({ code }) => code))).toEqual(new Set(['no-server']));
  });
});

test.each(['utf16le', 'utf8'] as const)(
  'a log in %s with a byte-order mark is read',
  async (code) => {
    const text = `\uFEFF${log55([{}, OUT, ['broken', '']], { lineEnd: '\r\n' })}`;
    const db = await memoryDb();
    const path = temp.write('MAIL55/tracking.log/1.log', Buffer.from(text, code));
    const { totals } = await ingestInto(db, [path]);
    expect(totals).toMatchObject({ lines: 8, events: 2, continuations: 2, blank: 3, rejects: 1 });
  },
);

describe('two logs that begin with the same record', () => {
  const first = record55({ id: mtsId('MAIL55', 1) });

  test('are two', async () => {
    const a = temp.write('A/tracking.log/1.log', log55([first, { event: 9 }]));
    const b = temp.write('B/tracking.log/1.log', log55([first, { event: 7 }]));
    const db = await memoryDb(a, b);
    expect(db.prepare('select count(*) from source').pluck().get()).toBe(2);
  });

  test('are two also where one of them is not whole yet', async () => {
    const a = temp.write('A/tracking.log/1.log', log55([first.slice(0, 2)]));
    const b = temp.write('B/tracking.log/1.log', log55([first, { event: 7 }]));
    const db = await memoryDb(a, b);
    expect(db.prepare('select count(*) from source').pluck().get()).toBe(2);
  });
});

test('the order of reading does not show, and a log that is forgotten leaves nothing', async () => {
  const [mail, hub] = [fixture('MAIL55'), fixture('HUB55')];
  const both = dumpContent(await memoryDb(mail, hub));
  expect(dumpContent(await memoryDb(hub, mail))).toEqual(both);
  const db = await memoryDb(mail, hub);
  forgetFile(db, hub);
  expect(folded(db)).toEqual(folded(await memoryDb(mail)));
});

/** The MTA writes ids in capitals; the spelling that was stored stays. */
function folded(db: Connection): string[] {
  return Object.entries(dumpContent(db))
    .flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row).toLowerCase()}`))
    .toSorted();
}

const sample = new URL('../../../shared/samples/exchange55-20020429.log', import.meta.url);

test.skipIf(!existsSync(sample))('a real log is read up to where it was cut', async () => {
  const db = await memoryDb();
  const { files } = await ingestInto(db, [fileURLToPath(sample)], { server: 'TAZDC2' });
  expect(files).toMatchObject([
    { format: 'exchange55', events: 1, continuations: 1, blank: 1, rejected: 0, lastLine: 'cut' },
  ]);
});
