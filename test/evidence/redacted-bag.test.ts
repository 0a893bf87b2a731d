import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { mailtrail, ROOT } from '../cli/run.ts';
import type { Run } from '../cli/run.ts';
import { contentsBelow, jsonLines } from '../support/bag-files.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');
let db = '';

function run(args: readonly string[]): Run {
  return mailtrail(args, { db, cwd: folder.path });
}

/** Everything, so that every story of the fixtures is in it. */
const ALL = ['export', '--since', '2000-01-01', '--case', 'INC-17'];

beforeAll(() => {
  db = folder.at('stories.db');
  const logs =
    'logs hostile days every-event exchange55 online-extended online-summary exported-tracking'
      .split(' ')
      .map((name) => join(ROOT, 'fixtures', name));
  expect(run(['ingest', ...logs, '--server', 'HOSTILE1']).code).toBe(0);
  expect(run([...ALL, '--out', 'plain']).code).toBe(0);
  expect(run([...ALL, '--out', 'redacted', '--redact', '--key', 'key']).code).toBe(0);
});

/** Texts of one column, as the database has them. */
function texts(sql: string): string[] {
  const { out } = run(['sql', sql, '--jsonl', '--limit', '0']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row: { text: string } = JSON.parse(line);
      return row.text;
    });
}

/** One word of ours too (an event is called "MTA X400 ...", a column "Status"): that it stands there tells nothing. */
function isOurWord(text: string): boolean {
  return text === 'X400' || /^[A-Z]?[a-z]+$/.test(text);
}

const ORIGINALS = {
  ids: 'select distinct message_id as text from messages',
  addresses:
    'select recipient as text from events where recipient is not null union select sender from messages where sender is not null',
  hosts:
    'select server as text from events union select partner from events where partner is not null union select client_host from events where client_host is not null',
  subjects: 'select distinct subject as text from messages where subject is not null',
};

it.each(Object.entries(ORIGINALS))('holds none of the %s of the logs anywhere', (name, sql) => {
  // Of one or two characters nobody could say where a text is one of them.
  const originals = texts(sql).filter((text) => text.trim().length > 2 && !isOurWord(text));
  expect(originals.length).toBeGreaterThan(name === 'hosts' ? 9 : 25);
  const files = [...contentsBelow(folder.at('redacted'))].map(
    ([path, content]) => [path, content.toLowerCase()] as const,
  );
  const plain = [...contentsBelow(folder.at('plain')).values()].join('\n').toLowerCase();
  let seen = 0;
  for (const original of originals) {
    const wanted = Buffer.from(original, 'utf8').toString('latin1').toLowerCase();
    seen += Number(plain.includes(wanted));
    for (const [path, content] of files)
      expect({ original, path, found: content.includes(wanted) }).toEqual({
        original,
        path,
        found: false,
      });
  }
  // The search finds what is there.
  expect(seen).toBeGreaterThan(originals.length * 0.8);
});

it('names the export that it was made from', () => {
  const plain = run([
    'export',
    '--since',
    '2000-01-01',
    '--case',
    'INC-17',
    '--out',
    'p',
    '--json',
  ]);
  const report: { manifestSha256: string } = JSON.parse(plain.out);
  const redaction: unknown = JSON.parse(
    readFileSync(folder.at('redacted/data/redaction.json'), 'utf8'),
  );
  expect(redaction).toMatchObject({ parentManifestSha256: report.manifestSha256 });
  expect(readFileSync(folder.at('redacted/bag-info.txt'), 'utf8')).toContain(
    `Mailtrail-Redaction-Of: ${report.manifestSha256}\n`,
  );
});

it('keeps the key to its owner, and not in the bag', () => {
  expect(statSync(folder.at('key')).mode & 0o77).toBe(0);
  const [, secret = ''] = readFileSync(folder.at('key'), 'utf8').split('\n');
  expect(secret.length).toBeGreaterThan(40);
  for (const content of contentsBelow(folder.at('redacted')).values())
    expect(content.includes(secret)).toBe(false);
});

it('has the same tokens and bytes each time, and other ones with another key or case', () => {
  expect(run([...ALL, '--out', 'again', '--redact', '--key', 'key']).code).toBe(0);
  const first = contentsBelow(folder.at('redacted/data'));
  expect(contentsBelow(folder.at('again/data'))).toEqual(first);
  expect(run([...ALL, '--out', 'other', '--redact', '--key', 'other-key']).code).toBe(0);
  const tokens = (bag: string): Set<unknown> =>
    new Set(jsonLines(folder.at(`${bag}/data/events.jsonl`)).map((row) => row['message_id']));
  const both = new Set([...tokens('redacted')].filter((token) => tokens('other').has(token)));
  expect(both.size).toBe(0);
  expect(tokens('redacted').size).toBe(tokens('plain').size);
});

it('tells the same story: events, stages and times are those of the export unredacted', () => {
  expect(storyOf('redacted')).toEqual(storyOf('plain'));
});

it('is not made where its names would tell what it hides', () => {
  const named = ['export', '--state', 'ndr', '--redact', '--key', 'key', '--out', 'x'];
  const made = run([...named, '--case', 'alice@corp.example']);
  expect([made.code, existsSync(folder.at('x'))]).toEqual([2, false]);
  const noted = run([...named, '--case', 'c', '--reason', 'asked by alice@corp.example']);
  expect([noted.code, existsSync(folder.at('x'))]).toEqual([2, false]);
  expect(noted.err).toContain('--by and --reason are kept as you write them');
  expect(noted.err).not.toContain('alice');
});

it('goes with a key alone', () => {
  const without = run([...ALL, '--out', 'y', '--redact']);
  expect([without.code, without.err]).toEqual([2, expect.stringContaining('--key FILE')]);
  expect(run([...ALL, '--out', 'y', '--key', 'key']).code).toBe(2);
  expect(run([...ALL, '--out', 'y', '--redact', '--key', 'key', '--include-sources']).code).toBe(2);
});

function storyOf(bag: string): string[] {
  return jsonLines(folder.at(`${bag}/data/events.jsonl`))
    .map((row) => `${String(row['datetime'])} ${String(row['event_id'])} ${String(row['stage'])}`)
    .toSorted();
}
