import { beforeAll, describe, expect, test } from 'vitest';
import { generate } from '../../scripts/simulate/run.ts';
import { closeWritten, openForWriting } from '../../src/store/open.ts';
import type { Connection } from '../../src/store/open.ts';
import { dumpContent } from '../support/dump.ts';
import { ingestInto } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');

/** Shares of the pages that a run fills. The last of them are filled by its end. */
const LIMITS = [0, 0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.9, 0.95, 0.98, 0.999];

const whole = { logs: '', content: {}, pagesBefore: 0, pages: 0 };

function pagesOf(db: Connection): number {
  return Number(db.pragma('page_count', { simple: true }));
}

beforeAll(async () => {
  generate({
    seed: 11,
    days: 2,
    messages: 700,
    unique: false,
    withheld: true,
    skew: true,
    out: folder.at('out'),
  });
  whole.logs = folder.at('out/logs');
  const db = openForWriting(folder.at('undisturbed.db'));
  whole.pagesBefore = pagesOf(db);
  await ingestInto(db, [whole.logs]);
  whole.pages = pagesOf(db);
  whole.content = dumpContent(db);
  db.close();
});

describe('a disk that is full', () => {
  test.each(LIMITS)('after %d of a run ends it; the next one ends with the same', async (share) => {
    const file = folder.at(`${share}.db`);
    const first = openForWriting(file);
    const most = Math.floor(whole.pagesBefore + (whole.pages - whole.pagesBefore) * share);
    // SQLite fails at this limit just as it does when the system has no more room.
    first.pragma(`max_page_count = ${most}`);
    await expect(ingestInto(first, [whole.logs])).rejects.toMatchObject({
      name: 'UserError',
      code: 'sqlite-full',
      exitCode: 1,
    });
    closeWritten(first);

    const next = openForWriting(file);
    await ingestInto(next, [whole.logs]);
    expect(dumpContent(next)).toEqual(whole.content);
    closeWritten(next);
  });
});
