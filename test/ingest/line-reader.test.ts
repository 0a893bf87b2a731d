import { describe, expect, test } from 'vitest';
import { COLUMN_LINE, fields2003, line2003, log2003 } from '../support/log-2003.ts';
import { readLog } from '../support/read-log.ts';
import type { ReadChanges, ReadLog } from '../support/read-log.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder('file');
const read = (text: string | Buffer, changes: ReadChanges = {}): Promise<ReadLog> =>
  readLog(temp.at('one.log'), Buffer.from(text), changes);

test('a line keeps its address in bytes', async () => {
  const bytes = Buffer.from(log2003([{ subject: ' Gr\u00fc\u00dfe' }, 'garbage', {}]));
  const { events, rejects } = await read(bytes);
  const cut = ({ offset, length }: { offset: number; length: number }): string =>
    bytes.subarray(offset, offset + length).toString();
  expect(events.map((event) => [event.line, cut(event)])).toEqual([
    [4, `${line2003({ subject: ' Gr\u00fc\u00dfe' })}\r\n`],
    [6, `${line2003()}\r\n`],
  ]);
  expect(rejects.map((reject) => [reject.line, cut(reject)])).toEqual([[5, 'garbage\r\n']]);
});

test('a byte-order mark costs no line', async () => {
  const { events, rejects } = await read(`\uFEFF${line2003()}\n\uFEFF${line2003()}\n`);
  expect(events).toMatchObject([{ line: 1, offset: 0 }]);
  expect(rejects).toMatchObject([{ line: 2, code: 'bad-date' }]);
});

test('a header in the middle counts from there on, however lines were read before', async () => {
  const names = COLUMN_LINE.slice(2).split('\t').toReversed();
  const backwards = fields2003({ subject: ' a\tb', event: 1024 }).slice(0, 20).toReversed();
  const { events, facts } = await read(
    log2003([{}, `# ${names.join('\t')}`, backwards.join('\t'), COLUMN_LINE, { event: 1028 }]),
  );
  expect(events.map(({ line, code, message }) => [line, code, message])).toEqual([
    [4, 1019, 'one@corp.example'],
    [6, 1024, 'one@corp.example'],
    [8, 1028, 'one@corp.example'],
  ]);
  expect(facts).toMatchObject([{ line: 8, subject: 'Status' }]);
});

describe('the server', () => {
  const nameless = log2003([{ server: '-' }, { server: 'EXCH02' }, { server: ' - ' }]);

  test('of a line that names none is the one that is given', async () => {
    const { events } = await read(nameless, { server: 'GIVEN' });
    expect(events.map(({ server }) => server)).toEqual(['GIVEN', 'EXCH02', 'GIVEN']);
  });

  test('cannot be guessed: such a line is set aside', async () => {
    const { events, rejects } = await read(nameless);
    expect(events.map(({ line }) => line)).toEqual([5]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [4, 'no-server'],
      [6, 'no-server'],
    ]);
  });

  test('is not that of lines before, also not under another header', async () => {
    const nobody = [1024, 1025].map((event) => ({ server: '-', event }));
    const { events, rejects } = await read(
      log2003([`${COLUMN_LINE}\tMore`, {}, COLUMN_LINE, ...nobody]),
    );
    expect(events.map(({ line }) => line)).toEqual([5]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [7, 'no-server'],
      [8, 'no-server'],
    ]);
  });

  test('of a last line too', async () => {
    const { lastLine } = await read(line2003({ server: '' }), { server: 'GIVEN' });
    expect(lastLine).toMatchObject({ serverName: 'GIVEN', events: [{ server: 'GIVEN' }] });
  });
});

test('subjects are left out where none are wanted, whichever way a line is read', async () => {
  const byText = { recipient: 'z\u00f6e@corp.example', id: 'two@corp.example' };
  const text = log2003([{}, byText]) + line2003();
  const left = await read(text, { keepSubject: false });
  for (const { subject, rank } of [...left.facts, ...(left.lastLine?.facts ?? [])])
    expect([subject, rank]).toEqual([null, 1]);
  const kept = await read(text);
  for (const { subject, rank } of [...kept.facts, ...(kept.lastLine?.facts ?? [])])
    expect([subject, rank]).toEqual(['Status', 2]);
});
