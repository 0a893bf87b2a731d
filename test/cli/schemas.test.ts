import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSmallBag } from '../support/small-bag.ts';
import { mailtrail, ROOT } from './run.ts';

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';

/** Fields may be added, so schemas allow more; the test allows none, or the schemas would fall behind. */
function validator(name: string) {
  const text = readFileSync(join(ROOT, 'docs/schemas', `${name}.json`), 'utf8');
  const strict = text.replaceAll('"additionalProperties": true', '"additionalProperties": false');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  return ajv.compile(JSON.parse(strict));
}

function expectValid(name: string, value: unknown): void {
  const validate = validator(name);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

describe('JSON as docs/schemas say', () => {
  let folder = '';
  let db = '';
  let ingested = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailtrail-schemas-'));
    db = join(folder, 'stories.db');
    ingested = mailtrail(['ingest', 'fixtures/logs', 'fixtures/hostile', '--json'], { db }).out;
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('ingest', () => {
    expectValid('ingest', JSON.parse(ingested));
    expectValid('ingest', JSON.parse(mailtrail(['ingest', 'fixtures/logs', '--json'], { db }).out));
  });

  it('trace, of every message that is no background', () => {
    const stories = readFileSync(join(ROOT, 'fixtures/expected.jsonl'), 'utf8');
    const ids = [...stories.matchAll(/"messageId": ?"([^"]+)"/g)].map((match) => match[1] ?? '');
    const input = [...new Set([...ids, 'corp.example', 'nothing@nowhere.example'])].join('\n');
    const { out } = mailtrail(['trace', '-', '--json', '--raw'], { db, input });
    expectValid('trace', JSON.parse(out));
  });

  it('trace --headers and trace --jsonl', () => {
    const headers = ['trace', '--headers', 'fixtures/mail/undelivered.eml', '--json'];
    expectValid('trace', JSON.parse(mailtrail(headers, { db }).out));
    expectValid('trace-message', JSON.parse(mailtrail(['trace', STUCK, '--jsonl'], { db }).out));
  });

  it('find and find --jsonl', () => {
    expectValid('find', JSON.parse(mailtrail(['find', '--limit', '0', '--json'], { db }).out));
    const lines = mailtrail(['find', '--limit', '0', '--jsonl'], { db }).out.trimEnd().split('\n');
    const validate = validator('find-record');
    for (const line of lines) {
      validate(JSON.parse(line));
      expect(validate.errors ?? [], line).toEqual([]);
    }
  });

  it('coverage --rejects', () => {
    const { out } = mailtrail(['coverage', '--rejects', '--hours', '--json'], { db });
    const report: unknown = JSON.parse(out);
    expectValid('coverage', report);
    expect(report).toMatchObject({ rejects: { length: 7 } });
  });

  it.each([
    [['stuck']],
    [['stuck', '--growth']],
    [['stuck', '--by', 'next-hop', '--ids', '--with-system']],
    [['stuck', '--newest']],
    [['stuck', '--count', 'messages', '--as-of', '2004-02-17']],
    [['stuck', '--as-of', '2004-02-16T09:00:00Z']],
    [['daily']],
    [['daily', '2004-02-16']],
    [['daily', '2004-02-20', '--with-system']],
    [['--tz', 'America/St_Johns', 'daily', '2004-02-17']],
  ])('%j', (args) => {
    const name = args.includes('stuck') ? 'stuck' : 'daily';
    expectValid(name, JSON.parse(mailtrail([...args, '--json'], { db }).out));
  });

  it('sql', () => {
    for (const query of ['select * from recipients', 'select 1 where 0', `select x'00', 9e999`])
      expectValid('sql', JSON.parse(mailtrail(['sql', query, '--json'], { db }).out));
  });

  it('export', () => {
    const named = ['export', '--state', 'lost', '--case', 'c', '--out', join(folder, 'bag')];
    expectValid('export', JSON.parse(mailtrail([...named, '--json'], { db }).out));
    const other = ['export', STUCK, 'no@such.example', '--case', 'c', '--out', join(folder, 'two')];
    expectValid('export', JSON.parse(mailtrail([...other, '--json'], { db }).out));
  });

  it('custody', async () => {
    const bag = await writeSmallBag(join(folder, 'small-bag'));
    const custody = (...args: string[]): unknown =>
      JSON.parse(mailtrail(['custody', bag, '--json', ...args]).out);
    expectValid('custody', custody());
    expectValid('custody', custody('--add', 'handed over', '--timestamp-query'));
    rmSync(join(bag, 'method.md'));
    const spoiled = custody('--add', 'again');
    expectValid('custody', spoiled);
    expect(spoiled).toMatchObject({ added: null, problems: [{}, {}] });
  });

  it('forget', () => {
    const forget = (...args: string[]): unknown =>
      JSON.parse(mailtrail(['forget', ...args, '--json'], { db }).out);
    for (const report of [
      forget('20040218.log'),
      forget('no-such-file.log'),
      forget('EXCH2K.log/20040216.log', '--dry-run'),
      forget('EXCH2K.log/20040216.log'),
    ])
      expectValid('forget', report);
    mailtrail(['ingest', 'fixtures/logs'], { db });
  });

  it('purge, and what is told of it', () => {
    const purged = `${db}.purged`;
    copyFileSync(db, purged);
    const run = (...args: string[]): unknown =>
      JSON.parse(mailtrail([...args, '--json'], { db: purged }).out);
    expectValid('purge', run('purge', '--older-than', '21d', '--dry-run'));
    expectValid('purge', run('purge', '--before', '2004-02-17'));
    expectValid('purge', run('purge', '--before', '2004-02-17'));
    const told = { purgedBefore: '2004-02-17T00:00:00.000Z' };
    for (const name of ['trace', 'find', 'stuck', 'daily', 'coverage']) {
      const report = run(name, ...(name === 'trace' ? [STUCK] : []));
      expectValid(name, report);
      expect(report).toMatchObject(name === 'coverage' ? told : { coverage: told });
    }
  });

  it.each(['1034', 'remote-queue', 'delivered', '5.5.0', 'bad-date', 'link'])(
    'explain %s',
    (word) => {
      expectValid('explain', JSON.parse(mailtrail(['explain', word, '--json']).out));
    },
  );
});
