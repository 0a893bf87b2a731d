import { readFileSync, renameSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import { mailtrail } from '../cli/run.ts';
import { contentsBelow, jsonLines } from '../support/bag-files.ts';
import { COLUMNS_2016 } from '../support/log-msgtrk.ts';
import { MESSAGE, NAMES, STORY_MSGTRK } from '../support/story-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { failuresOf, verified } from '../support/verify.ts';

/* A bag of modern logs, whose lines tell of several recipients and rows of a life have no message id. */

const folder = useTempFolder('file');
let db = '';

function run(...args: readonly string[]): string {
  const { code, err, out } = mailtrail(args, { db, cwd: folder.path });
  expect({ args, code, err }).toMatchObject({ code: 0 });
  return out;
}

beforeAll(() => {
  db = folder.at('story.db');
  for (const [path, text] of Object.entries(STORY_MSGTRK)) folder.write(path, text);
  run('ingest', 'logs');
  run('export', MESSAGE, '--case', 'INC-17', '--out', 'plain');
  run('export', MESSAGE, '--case', 'INC-17', '--out', 'redacted', '--redact', '--key', 'key');
});

const LINES = Object.values(STORY_MSGTRK)
  .flatMap((text) => text.split('\r\n'))
  .filter((line) => /^\d{4}-/.test(line));

function rawOf(bag: string): string[] {
  return [...contentsBelow(folder.at(`${bag}/data/raw`)).values()].flatMap((text) =>
    text.split('\r\n').filter((line) => /^\d{4}-/.test(line)),
  );
}

describe('the bag', () => {
  it('holds each line of the life once, also the one that has no message id', () => {
    expect(rawOf('plain').toSorted()).toEqual(LINES.toSorted());
    const rows = jsonLines(folder.at('plain/data/provenance.jsonl'));
    expect(rows.filter(({ kind }) => kind === 'event').map(({ event }) => event)).toHaveLength(
      LINES.length,
    );
    expect(rows.map(({ event }) => event)).toContain('NOTIFYMAPI/STOREDRIVER');
  });

  it('has a row for each recipient of a line, with the address of the line', () => {
    const rows = jsonLines(folder.at('plain/data/events.jsonl'));
    const told = (event: string): unknown[] =>
      rows.filter((row) => row['event_id'] === event).map(({ recipient }) => recipient);
    expect(told('RECEIVE/SMTP')).toEqual([
      'ben.oak@contoso.example',
      'sales-list@contoso.example',
      'eve.fir@fabrikam.example',
    ]);
    expect(told('DELIVER/STOREDRIVER')).toEqual([
      'ben.oak@contoso.example',
      'cy.elm@contoso.example',
    ]);
    expect(told('INITMESSAGECREATED/APPROVAL')).toEqual(['sales-list@contoso.example']);
    const hashes = new Set(rows.map((row) => row['line_sha256']));
    expect(hashes.size).toBe(LINES.length);
    for (const row of rows)
      expect(row['timestamp']).toBe(Date.parse(String(row['datetime'])) * 1000);
    const csv = readFileSync(folder.at('plain/data/events.csv'), 'utf8').trimEnd().split('\n');
    expect(csv.length).toBe(rows.length + 1);
  });

  it.each(['plain', 'redacted'])('%s has nothing wrong', async (bag) => {
    const report = await verified(folder.at(bag), { logs: folder.at('logs') });
    expect(failuresOf(report)).toEqual([]);
    expect(report.logs?.found).toBe(3);
  });

  it('comes from the archive as well', () => {
    renameSync(folder.at('logs'), folder.at('away'));
    try {
      run('export', MESSAGE, '--case', 'INC-17', '--out', 'archived');
    } finally {
      renameSync(folder.at('away'), folder.at('logs'));
    }
    expect(rawOf('archived').toSorted()).toEqual(LINES.toSorted());
  });
});

describe('the redacted bag', () => {
  it('holds none of the names, ids, hosts and words of the logs', () => {
    const plain = [...contentsBelow(folder.at('plain')).values()].join('\n').toLowerCase();
    for (const name of NAMES)
      expect({ name, seen: plain.includes(name) }).toMatchObject({ seen: true });
    for (const [path, content] of contentsBelow(folder.at('redacted')))
      for (const name of NAMES)
        expect({ path, name, found: content.toLowerCase().includes(name) }).toMatchObject({
          found: false,
        });
  });

  it('tells the same story', () => {
    expect(storyOf('redacted')).toEqual(storyOf('plain'));
    expect(rawOf('redacted').length).toBe(LINES.length);
  });

  it('has lines that decode to the events that it shows', () => {
    const decode = msgtrk.decoder({ columns: COLUMNS_2016, writerVersion: null });
    const told = rawOf('redacted').flatMap((line) => {
      const decoded = decode(line);
      return decoded.kind === 'event' ? decoded.events : [];
    });
    const rows = jsonLines(folder.at('redacted/data/events.jsonl'));
    const keys = new Set(
      told.map((one) =>
        JSON.stringify([one.at, one.recipient, one.server?.toLowerCase(), one.partner]),
      ),
    );
    for (const row of rows)
      expect(keys).toContain(
        JSON.stringify([
          Date.parse(String(row['datetime'])),
          row['recipient'],
          String(row['server']).toLowerCase(),
          row['partner'],
        ]),
      );
    const ids = new Set(told.map(({ messageId }) => messageId));
    const named = rows.filter((row) => row['event_id'] !== 'NOTIFYMAPI/STOREDRIVER');
    for (const row of named) expect(ids).toContain(row['message_id']);
  });

  it('gives each name back to who has the key', () => {
    const { tokens }: { tokens: { original: string }[] } = JSON.parse(
      run('reveal', 'redacted', '--key', 'key', '--json'),
    );
    const originals = tokens.map(({ original }) => original.toLowerCase());
    for (const name of [
      MESSAGE,
      'ben.oak@contoso.example',
      'fe80::1:2',
      '5450313518',
      'far connector',
    ])
      expect(originals).toContain(name);
  });
});

/** Times, stages and event ids of its rows; of an event id that nobody knows nothing is told. */
function storyOf(bag: string): string[] {
  return jsonLines(folder.at(`${bag}/data/events.jsonl`))
    .map(({ datetime, stage, event_id: event }) =>
      JSON.stringify([datetime, stage, event === 'SECRETWORD/NOBODY.S' ? 'redacted' : event]),
    )
    .toSorted();
}
