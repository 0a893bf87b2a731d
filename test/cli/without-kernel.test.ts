import { expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { dumpContent } from '../support/dump.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';

const temp = useTempFolder();

function contentOf(name: string, env: Record<string, string>): unknown {
  const file = temp.at(name);
  const { code } = mailtrail(['ingest', 'fixtures/logs', 'fixtures/msgtrk'], { db: file, env });
  expect(code).toBe(0);
  const db = new Database(file, { readonly: true });
  try {
    return dumpContent(db);
  } finally {
    db.close();
  }
}

test('where the engine runs no WebAssembly, the same is read of all logs', () => {
  const usual = contentOf('usual.db', {});
  expect(contentOf('slow.db', { NODE_OPTIONS: '--jitless' })).toEqual(usual);
});
