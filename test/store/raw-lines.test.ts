import { renameSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRawReader } from '../../src/store/raw-lines.ts';
import { createMessageReader } from '../../src/store/read-messages.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from '../support/ingest.ts';
import { HEADER_2003, line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** The raw lines of the message `one@corp.example`, read after `change` was done to the file. */
async function rawLines(
  content: string | Buffer,
  change: (file: string) => void = () => undefined,
  archive = true,
): Promise<(string | null)[]> {
  const file = temp.write('20040218.log', content);
  await fileDb(temp.at('a.db'), [file], { archive });
  change(file);
  using store = openStore(temp.at('a.db'));
  const id = store.db
    .prepare<[], number>("select id from message where text = 'one@corp.example'")
    .pluck()
    .get();
  return createMessageReader(store)
    .events(id ?? 0, null)
    .map(createRawReader(store));
}

const other = line2003({ id: 'two@corp.example' });

describe('the exact line comes from its file', () => {
  test.each([
    ['after others', log2003([other, {}, other])],
    ['as the first line', log2003([{}], { header: [] })],
    ['after a byte-order mark', `\uFEFF${log2003([{}], { header: [] })}`],
    ['with a bare line end', log2003([{}], { lineEnd: '\n' })],
    ['without a line end', log2003([]) + line2003()],
    ['with half of one', `${log2003([])}${line2003()}\r`],
  ])('%s', async (_name, content) => {
    expect(await rawLines(content)).toEqual([line2003()]);
  });

  test('in whatever encoding', async () => {
    const line = line2003({ subject: ' Gr\u00fc\u00dfe' });
    expect(await rawLines(Buffer.from(log2003([line]), 'latin1'))).toEqual([line]);
  });

  test('though the header changed between two lines', async () => {
    const header = '# Date\tTime\tEvent-ID\tMSGID\tServer-hostname\tMessage-Subject';
    const line = '2004-2-18\t9:0:2 GMT\t1024\tone@corp.example\tEXCH01\t Status';
    expect(await rawLines(log2003([{}, header, line]))).toEqual([line2003(), line]);
  });
});

const CHANGES: readonly [string, (file: string) => void][] = [
  ['gone', (file) => renameSync(file, `${file}.old`)],
  ['shorter', (file) => writeFileSync(file, HEADER_2003.join('\r\n'))],
  ['moved by a byte', (file) => writeFileSync(file, `x${log2003([{}])}`)],
  ['another event', (file) => writeFileSync(file, log2003([{ event: 1024 }]))],
  ['another time', (file) => writeFileSync(file, log2003([{ time: '9:0:2 GMT' }]))],
  ['another message', (file) => writeFileSync(file, log2003([{ id: 'two@corp.example' }]))],
  [
    'another recipient',
    (file) => writeFileSync(file, log2003([{ recipient: 'abc@corp.example' }])),
  ],
  ['zeros', (file) => writeFileSync(file, Buffer.alloc(2000))],
];

describe('where the file is not what it was', () => {
  test.each(CHANGES)('%s: the archive has the line', async (_name, change) => {
    expect(await rawLines(log2003([{}]), change)).toEqual([line2003()]);
  });

  test.each(CHANGES)('%s: there is none without an archive', async (_name, change) => {
    expect(await rawLines(log2003([{}]), change, false)).toEqual([null]);
  });

  test('but it may have grown', async () => {
    const lines = await rawLines(log2003([{}]), (file) =>
      writeFileSync(file, log2003([{}, other])),
    );
    expect(lines).toEqual([line2003()]);
  });
});
