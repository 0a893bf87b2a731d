import { expect, test } from 'vitest';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { log2003 } from '../support/log-2003.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

const MODERN = [...headerMsgtrk(), lineMsgtrk(), lineMsgtrk({ 'event-id': 'DELIVER' })];
const CR_ALONE = /^unsupported: its lines end with bare CR\. Rewrite it with CRLF/;

test.each<[string, string | Buffer, string, RegExp | null]>([
  ['a modern log', `${MODERN.join('\r')}\r`, 'auto', CR_ALONE],
  ['one without an end', MODERN.join('\r'), 'auto', CR_ALONE],
  ['one of a named format', `${MODERN.join('\r')}\r`, 'msgtrk', CR_ALONE],
  ['one in UTF-16', Buffer.from(`\uFEFF${MODERN.join('\r')}\r`, 'utf16le'), 'auto', CR_ALONE],
  ['a long one', `${MODERN.join('\r')}\r${`${lineMsgtrk()}\r`.repeat(1000)}`, 'auto', CR_ALONE],
  ['one with LF', `${MODERN.join('\n')}\n`, 'auto', null],
  ['no log', 'a\rb\r', 'auto', /^not-a-log$/],
])('%s with CR as line end', async (_, content, format, skipped) => {
  const path = folder.write('EX01/MSGTRK2024021909-1.LOG', content);
  const db = await memoryDb();
  const { files } = await ingestInto(db, [path], { format });
  if (skipped === null) expect(files[0]?.skipped).toBeNull();
  else expect(files[0]?.skipped).toMatch(skipped);
});

test('a log of 2003 with CR as line end', async () => {
  const content = log2003([{}, {}], { lineEnd: '\r' });
  const path = folder.write('EXCH01.log/20040218.log', content);
  const { files } = await ingestInto(await memoryDb(), [path]);
  expect(files[0]?.skipped).toMatch(CR_ALONE);
});
