import { expect, test } from 'vitest';
import { memoryDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();
const COUNT = 2000;

const text = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

/** Small inputs are read without a thread, through windows of 64 KiB. */
test.each([
  [
    'modern',
    'EX01/MSGTRK2024021909-1.LOG',
    text([
      ...headerMsgtrk(),
      ...Array.from({ length: COUNT }, (_, i) =>
        lineMsgtrk({
          'message-id': `<${i}@corp.example>`,
          'recipient-address': `one${i}@corp.example;two@corp.example;'three@corp.example'`,
        }),
      ),
    ]),
    3,
  ],
  [
    '2003',
    'EXCH01.log/20040217.log',
    log2003(Array.from({ length: COUNT }, (_, i) => ({ id: `${i}@corp.example` }))),
    1,
  ],
])('a %s log of many windows is read whole', async (_name, path, content, each) => {
  expect(content.length).toBeGreaterThan(5 * 64 * 1024);
  const db = await memoryDb(temp.write(path, content));
  const count = (sql: string): unknown => db.prepare(sql).pluck().get();
  expect(count('select sum(events) from source')).toBe(COUNT);
  expect(count('select count(*) from events')).toBe(COUNT * each);
  expect(count('select count(*) from reject')).toBe(0);
});
