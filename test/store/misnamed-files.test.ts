import { expect, test } from 'vitest';
import { coverageLines } from '../../src/render/coverage-text.ts';
import { createStyle } from '../../src/render/style.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { tracedIn } from '../support/trace-msgtrk.ts';

const folder = useTempFolder();

/** What `trace` says that was read, of files by their names with one line each, an hour apart. */
async function readOf(...names: string[]) {
  const paths = names.map((name, index) => {
    const line = lineMsgtrk({
      'date-time': `2024-02-19T0${index}:00:00.000Z`,
      'message-id': `<mail-${index}@contoso.example>`,
    });
    return folder.write(name, [...headerMsgtrk(), line, ''].join('\r\n'));
  });
  const db = await fileDb(folder.at('test.db'), paths);
  const { coverage } = tracedIn(db, 'mail-0@contoso.example');
  const view = { width: 200, style: createStyle(false), zone: 'UTC', command: 'mailtrail' };
  return { servers: coverage.servers, text: coverageLines(coverage, view).join('\n') };
}

test('a name of the far future makes no gap, and is told', async () => {
  const { servers, text } = await readOf('MSGTRK2024021900-1.LOG', 'MSGTRK9999123123-5.LOG');
  expect(servers[0]).toMatchObject({ gaps: [], misnamedFiles: ['MSGTRK9999123123-5.LOG'] });
  expect(text).toContain('MSGTRK9999123123-5.LOG is named for another time than its lines are of');
});

test('a name of the next day is believed', async () => {
  const { servers, text } = await readOf('MSGTRK2024021900-1.LOG', 'MSGTRK2024022000-1.LOG');
  expect(servers[0]?.misnamedFiles).toBeUndefined();
  expect(text).not.toContain('named for');
});
