import { expect, test } from 'vitest';
import { dumpTables } from '../support/dump.ts';
import { ingestInto, memoryDb } from '../support/ingest.ts';
import { line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const temp = useTempFolder();

/** A line that begins like a record, with text where its date, time and event id are. */
function broken(at: 'date' | 'time' | 'event'): string {
  return line2003({ [at]: 'secret' });
}

test.each([
  ['in its field', ' secret'],
  ['with tabs in it', ' a\tsecret\tb'],
  // Exchange writes line ends of subjects as they are: what follows looks like a line of its own.
  ['that goes on in another line', ' a\r\nsecret b'],
  ['that goes on in what looks like a record', ` a\r\n${broken('date')}`],
  ['with another time in it', ` a\r\n${broken('time')}`],
  ['with another event id in it', ` a\r\n${broken('event')}`],
  ['in UTF-16', ' secret', 'utf16le'],
] as const)(
  'a subject %s is nowhere in a database without subjects',
  async (_name, subject, encoding: BufferEncoding = 'utf8') => {
    const text = log2003([{ subject }, { id: 'two@corp.example' }]);
    const log = temp.write('20040218.log', Buffer.from(text, encoding));
    const db = await memoryDb();
    const { files } = await ingestInto(db, [log], { keepSubject: false, archive: false });
    expect(files[0]?.events).toBe(2);
    expect(JSON.stringify(dumpTables(db))).not.toContain('secret');
  },
);
