import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dumpContent, dumpTables } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { log55 } from '../support/log-55.ts';
import { COLUMN_LINE, line2003, log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** As short as a line can be: each byte of it is a run of the test. */
const short = (changes: Partial<Fields2003>): string =>
  line2003({
    clientIp: '-',
    clientHost: 'c',
    server: 'S',
    serverIp: '-',
    recipient: 'r@b',
    id: 'i@b',
    originated: '-',
    version: '-',
    sender: 's@b',
    ...changes,
  });

/** Lines whose beginnings mislead: a tab in the subject, no sender, letters of several bytes, a broken one. */
const LINES = [
  short({ event: 1027, subject: ' \u00fc\u20ac' }),
  short({ event: 1019, subject: ' a\tb', sender: '-' }),
  'broken',
  short({ event: 1031, id: 'j@b', partner: 'mx.b.example', linked: 'c=us;l=X' }),
];

async function expectSameAtEachCut(whole: Buffer, from = 0): Promise<void> {
  const path = temp.write('S.log/20040218.log', whole);
  const undisturbed = dumpContent(await memoryDb(path));
  for (let cut = from; cut < whole.length; cut++) {
    const db = await memoryDb();
    writeFileSync(path, whole.subarray(0, cut));
    await ingestInto(db, [path]);
    writeFileSync(path, whole);
    await ingestInto(db, [path]);
    const content = dumpContent(db);
    db.close();
    if (JSON.stringify(content) !== JSON.stringify(undisturbed))
      expect(content, `cut at byte ${cut} of ${whole.length}`).toEqual(undisturbed);
  }
}

describe('a file that is cut at any byte, read, and read again when it is whole', () => {
  test('holds the same as one that was read whole', async () => {
    const header = ['# Exchange System Attendant Version 6.5.6944.0'];
    await expectSameAtEachCut(Buffer.from(log2003(LINES, { header })));
  });

  test('also without header and with bare line ends', async () => {
    await expectSameAtEachCut(Buffer.from(log2003(LINES.slice(2), { header: [], lineEnd: '\n' })));
  });

  test.each([
    ['the message id', [0, 5, 7, 8, 18, 19, 14, 1, 9]],
    ['the date', [5, 7, 8, 18, 19, 14, 1, 9, 0]],
  ])('also where the last column is %s', async (_name, order) => {
    const names = COLUMN_LINE.slice(2).split('\t');
    const header = [`# ${order.map((i) => names[i]).join('\t')}`];
    const lines = [short({}), short({ event: 1024, id: 'two@b' })].map((line) => {
      const fields = line.split('\t');
      return order.map((i) => fields[i]).join('\t');
    });
    await expectSameAtEachCut(Buffer.from(log2003(lines, { header })), header[0]?.length);
  });
});

test('also where records are several lines', async () => {
  const recipients = ['/o=A/cn=r', 'r@b\t1'];
  const short55 = { partner: '', originator: '/o=A/cn=s', time: '2004.2.18 9:0:1' };
  const log = log55(
    [
      { ...short55, id: 'i', recipients },
      { ...short55, id: 'j', event: 9 },
      ['broken'],
      { ...short55, id: 'i', event: 9, remoteId: '<i@b>', recipients },
    ],
    { lineEnd: '\r\n' },
  );
  await expectSameAtEachCut(Buffer.from(log));
});

describe('what a last line may have cut off is taken back with it', () => {
  const names = COLUMN_LINE.slice(2).split('\t');

  test.each([
    ['Linked-MSGID', short({ event: 1024, linked: 'linked@b' })],
    ['MSGID', short({ event: 1024, id: 'other@b', linked: 'i@b' })],
    ['Origination-Time', short({ event: 1024, originated: '2004-2-18 8:0:59 GMT' })],
    ['total-bytes', short({ event: 1024, bytes: 1234 })],
    ['Recipient-Address', short({ event: 1024, recipient: 'other@b' })],
    ['Sender-Address', short({ event: 1024, sender: 'other@b' })],
    ['Message-Subject', short({ event: 1024, subject: ' Status' })],
  ])('where the last column is %s', async (column, line) => {
    const last = names.indexOf(column);
    const order = [...names.keys()].filter((i) => i !== last).concat(last);
    const inOrder = (text: string): string => {
      const fields = text.split('\t');
      return order.map((i) => fields[i]).join('\t');
    };
    const header = [`# ${order.map((i) => names[i]).join('\t')}`];
    const lines = [short({ originated: '2004-2-18 9:0:0 GMT' }), line].map(inOrder);
    const whole = Buffer.from(log2003(lines, { header }));
    await expectSameAtEachCut(whole, whole.length - 12);
  });
});

test('a file that grows line by line holds the same as one that was read whole', async () => {
  const path = temp.at('20040218.log');
  const db = await memoryDb();
  for (let count = 0; count <= LINES.length; count++) {
    writeFileSync(path, log2003(LINES.slice(0, count)));
    await ingestInto(db, [path]);
  }
  expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
});

describe('a last line without its end', () => {
  const begun = log2003([{ event: 1019 }]);
  const last = line2003({ event: 1024, time: '9:0:2 GMT' });

  test('is shown, and read anew when the file goes on', async () => {
    const path = temp.write('20040218.log', begun + last);
    const db = await memoryDb();
    const first = await ingestInto(db, [path]);
    expect(first.files).toMatchObject([
      { lines: 5, events: 2, lastLine: 'read', continued: false },
    ]);
    expect(dumpContent(db).event).toHaveLength(2);

    temp.write(
      '20040218.log',
      `${begun}${last}\r\n${line2003({ event: 1033, time: '9:0:3 GMT' })}\r\n`,
    );
    const second = await ingestInto(db, [path]);
    expect(second.files).toMatchObject([{ lines: 2, events: 2, lastLine: null, continued: true }]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  });

  test('does not change when the same file comes again', async () => {
    const path = temp.write('20040218.log', begun + last);
    const db = await memoryDb(path);
    const before = dumpTables(db);
    const { files } = await ingestInto(db, [path]);
    expect(files).toMatchObject([{ skipped: 'already-ingested' }]);
    expect(dumpTables(db)).toEqual(before);
  });

  test('is replaced when it turns out to be another line', async () => {
    const path = temp.write(
      '20040218.log',
      begun + line2003({ id: 'gone@b', sender: 'x@corp.example' }),
    );
    const db = await memoryDb(path);
    temp.write('20040218.log', `${begun + last}\r\n`);
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(path)));
  });

  test('that cannot be read yet is told of, not set aside', async () => {
    const path = temp.write('20040218.log', begun + last.slice(0, 40));
    const db = await memoryDb();
    const { files, totals } = await ingestInto(db, [path]);
    expect(files).toMatchObject([{ lines: 4, events: 1, rejected: 0, lastLine: 'cut' }]);
    expect(totals).toMatchObject({ lines: 4, rejects: 0 });
  });

  test('brings the version of the header with it, though it is the only line', async () => {
    const path = temp.write('20040218.log', log2003([]) + last);
    const whole = temp.write('whole/20040218.log', `${log2003([]) + last}\r\n`);
    expect(dumpContent(await memoryDb(path)).server).toEqual(
      dumpContent(await memoryDb(whole)).server,
    );
  });

  test('takes nothing from the hours of another file where its day is far from that of its own', async () => {
    const other = temp.write(
      'A.log/20040210.log',
      log2003([{ date: '2004-2-10' }, { id: 'two@b' }]),
    );
    const odd = line2003({ date: '2004-2-10', event: 1024 });
    const path = temp.write('A.log/20040218.log', begun + odd);
    const db = await memoryDb(other, path);
    temp.write('A.log/20040218.log', `${begun + odd}\r\n`);
    await ingestInto(db, [path]);
    expect(dumpContent(db)).toEqual(dumpContent(await memoryDb(other, path)));
  });

  test('is gone again when it was cut off the file', async () => {
    const path = temp.write('20040218.log', begun + last);
    const db = await memoryDb(path);
    temp.write('20040218.log', begun);
    await ingestInto(db, [path]);
    const { event, hop, message, source } = dumpContent(await memoryDb(path));
    expect(dumpContent(db)).toMatchObject({ event, hop, message, source });
  });
});
