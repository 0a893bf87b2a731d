import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

const CASES: Readonly<Record<string, readonly string[]>> = {
  // Put off six times; refused by a moderator; lost; forwarded by an inbox rule; renamed.
  retrying: ['trace', 'aab3238922bcc25a6f606eb525ffdc56@contoso.example'],
  moderated: ['trace', 'c6cfc71608aa82325c88db3df5678c89@contoso.example'],
  lost: ['trace', '8e296a067a37563370ded05f5a3bf3ec@contoso.example'],
  rule: ['trace', 'moved.22@mail.partner.example'],
  resolved: ['trace', 'faeac4e1eef307c2ab7b0a3821e6c667@contoso.example'],
  daily: ['daily', '2024-05-14'],
  coverage: ['coverage'],
};

describe('modern logs, as users see them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-modern-'));
  const db = join(folder, 'modern.db');

  beforeAll(() => {
    mailtrail(['ingest', 'fixtures/msgtrk/logs'], { db });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(
    Object.entries(CASES).flatMap(([name, args]) =>
      ['80', '200'].map((columns) => [name, columns, args] as const),
    ),
  )('%s at %s columns', async (name, columns, args) => {
    const text = transcript(args, db, { env: { COLUMNS: columns } });
    await expect(text).toMatchFileSnapshot(`../golden/modern-${name}-${columns}.txt`);
  });
});
