import { describe, expect, it } from 'vitest';
import { jsonLines, LOGS, logBytes, sampleBag, sealAll, writeBag } from '../../support/bag.ts';
import type { BagFiles, Row } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';

const folder = useTempFolder();
const ROWS = 'data/provenance.jsonl';
const EVENTS = 'data/events.jsonl';
const PART = 'data/raw/EXCH01/20040218.log.part';
const OTHER_PART = 'data/raw/EXCH02/20040218.log.part';

function rowsOf(files: BagFiles, path: string): Row[] {
  const text = files.get(path)?.toString('utf8') ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row: Row = JSON.parse(line);
      return row;
    });
}

/** Failures of a bag whose payload was changed, and all manifests and the chain written for it. */
async function forged(change: (files: BagFiles) => void): Promise<string[]> {
  const files = sampleBag();
  change(files);
  sealAll(files);
  return failuresOf(await verified(writeBag(folder.at('bag'), files)));
}

function withRows(path: string, change: (rows: Row[]) => Row[]) {
  return (files: BagFiles): void => {
    files.set(path, jsonLines(change(rowsOf(files, path))));
  };
}

/** Row `at`, from 1, with other values. */
const changed =
  (at: number, values: Row) =>
  (rows: Row[]): Row[] =>
    rows.map((row, index) => (index === at - 1 ? { ...row, ...values } : row));

const bytesChanged = (files: BagFiles): void => {
  const part = Buffer.from(files.get(PART) ?? '');
  part.write('X', part.length - 3);
  files.set(PART, part);
};

const CASES: Readonly<Record<string, readonly [(files: BagFiles) => void, readonly string[]]>> = {
  'another byte in a part': [bytesChanged, [`provenance-bytes-differ ${ROWS}:4`]],
  'a byte more in a part': [
    (files) =>
      files.set(PART, Buffer.concat([files.get(PART) ?? Buffer.alloc(0), Buffer.from('x')])),
    [`provenance-not-covered ${PART}`],
  ],
  'a byte less in a part': [
    (files) => files.set(PART, (files.get(PART) ?? Buffer.alloc(0)).subarray(0, -1)),
    [`provenance-out-of-range ${ROWS}:4`, `provenance-not-covered ${PART}`],
  ],
  'a part gone': [(files) => files.delete(PART), [`provenance-no-part ${ROWS}:1`]],
  'a part that no row names': [
    (files) => files.set('data/raw/EXCH09/x.part', Buffer.from('x\n')),
    ['provenance-not-covered data/raw/EXCH09/x.part'],
  ],
  'another hash of a line': [
    withRows(ROWS, changed(1, { lineSha256: 'a'.repeat(64) })),
    [`provenance-bytes-differ ${ROWS}:1`],
  ],
  'a row of a header line dropped': [
    withRows(ROWS, (rows) => rows.slice(1)),
    [`provenance-not-covered ${PART}`],
  ],
  'a row of an event dropped': [
    withRows(ROWS, (rows) => rows.filter((_, index) => index !== 3)),
    [
      `provenance-not-covered ${PART}`,
      `event-without-line ${EVENTS}:2`,
      'trace-without-line data/trace.json',
    ],
  ],
  'two rows in the other order': [
    withRows(ROWS, ([a = {}, b = {}, ...rest]) => [b, a, ...rest]),
    [`provenance-not-covered ${PART}`, `provenance-order ${ROWS}:2`, `provenance-order ${ROWS}:2`],
  ],
  'parts in the other order': [
    withRows(ROWS, (rows) => [...rows.slice(4), ...rows.slice(0, 4)]),
    [`provenance-order ${ROWS}:4`],
  ],
  'a row beyond the end of its log': [
    withRows(ROWS, changed(4, { offset: 10_000 })),
    [
      `provenance-out-of-range ${ROWS}:4`,
      `event-without-line ${EVENTS}:2`,
      `event-missing ${EVENTS}`,
      'trace-without-line data/trace.json',
    ],
  ],
  'a row beyond the end of its part': [
    withRows(ROWS, changed(4, { rawOffset: 10_000 })),
    [`provenance-out-of-range ${ROWS}:4`, `provenance-not-covered ${PART}`],
  ],
  'another number of a line': [
    withRows(ROWS, changed(4, { line: 7 })),
    [
      `event-without-line ${EVENTS}:2`,
      `event-missing ${EVENTS}`,
      'trace-without-line data/trace.json',
    ],
  ],
  'rows of one part that are of two logs': [
    withRows(ROWS, changed(2, { sourceSha256: 'b'.repeat(64) })),
    [`provenance-mixed-sources ${ROWS}:2`, `provenance-mixed-sources ${ROWS}:3`],
  ],
  'another length': [withRows(ROWS, changed(1, { length: 5 })), [`provenance-bad-row ${ROWS}:1`]],
  'a path that leads out of the bag': [
    withRows(ROWS, changed(1, { raw: 'data/raw/../../../etc/passwd' })),
    [`provenance-bad-row ${ROWS}:1`, `provenance-not-covered ${PART}`],
  ],
  'a kind that is none': [
    withRows(ROWS, changed(1, { kind: 'line' })),
    [`provenance-bad-row ${ROWS}:1`, `provenance-not-covered ${PART}`],
  ],
  'a row that is no JSON': [
    (files) =>
      files.set(ROWS, Buffer.concat([Buffer.from('{\n'), files.get(ROWS) ?? Buffer.alloc(0)])),
    [`provenance-bad-row ${ROWS}:1`],
  ],
  'no last line end': [
    (files) => files.set(ROWS, (files.get(ROWS) ?? Buffer.alloc(0)).subarray(0, -1)),
    [`provenance-bad-row ${ROWS}:7`],
  ],
  'an event of a line that is not in the bag': [
    withRows(EVENTS, changed(1, { source_offset: 1 })),
    [`event-without-line ${EVENTS}:1`, `event-missing ${EVENTS}`],
  ],
  'an event of another hash': [
    withRows(EVENTS, changed(1, { line_sha256: 'c'.repeat(64) })),
    [`event-without-line ${EVENTS}:1`],
  ],
  'an event of a header line': [
    withRows(EVENTS, changed(1, { source_line: 1, source_offset: 0, source_length: 28 })),
    [`event-without-line ${EVENTS}:1`, `event-missing ${EVENTS}`],
  ],
  'an event without its place': [
    withRows(EVENTS, changed(1, { source_line: '1' })),
    [`event-bad-row ${EVENTS}:1`, `event-missing ${EVENTS}`],
  ],
  'an event dropped': [withRows(EVENTS, (rows) => rows.slice(0, -1)), [`event-missing ${EVENTS}`]],
  'events that are no JSON': [
    (files) =>
      files.set(EVENTS, Buffer.concat([files.get(EVENTS) ?? Buffer.alloc(0), Buffer.from('[]\n')])),
    [`event-bad-row ${EVENTS}:5`],
  ],
  'a trace that is none': [
    (files) => files.set('data/trace.json', Buffer.from('{}')),
    ['trace-bad data/trace.json'],
  ],
  'a trace that is no JSON': [
    (files) => files.set('data/trace.json', Buffer.from([0xff, 0x00])),
    ['trace-bad data/trace.json'],
  ],
};

describe('a payload with', () => {
  it.each(Object.entries(CASES))(
    '%s is told, though all manifests fit it',
    async (_, [change, failures]) => {
      expect(await forged(change)).toEqual(failures);
    },
  );
});

it('lines whose bytes nobody has any more are noted', async () => {
  const files = sampleBag();
  const gone = { from: null, raw: null, rawOffset: null, rawLength: null, lineSha256: null };
  files.set(
    ROWS,
    jsonLines(
      rowsOf(files, ROWS).map((row) => (row['server'] === 'EXCH02' ? { ...row, ...gone } : row)),
    ),
  );
  files.set(
    EVENTS,
    jsonLines(
      rowsOf(files, EVENTS).map((row) =>
        String(row['source_file']).includes('EXCH02') ? { ...row, line_sha256: null } : row,
      ),
    ),
  );
  files.delete(OTHER_PART);
  sealAll(files);
  const report = await verified(writeBag(folder.at('bag'), files));
  expect(failuresOf(report)).toEqual([]);
  expect(report.checked).toMatchObject({ lines: 7, linesInRaw: 4 });
  expect(notesOf(report)).toContain('lines-without-bytes');
});

const PARENT = 'd'.repeat(64);
function redacted(label: string | null, parent: unknown): BagFiles {
  const files = sampleBag();
  if (parent !== undefined)
    files.set('data/redaction.json', Buffer.from(JSON.stringify({ parentManifestSha256: parent })));
  sealAll(files, label === null ? '' : `Mailtrail-Redaction-Of: ${label}\n`);
  return files;
}

async function withLogs(change: (files: BagFiles) => void): Promise<string[]> {
  return forged((files) => {
    for (const log of LOGS) files.set(`data/sources/${log.server}/20040218.log`, logBytes(log));
    change(files);
  });
}

describe('a bag with whole logs', () => {
  const FIRST = 'data/sources/EXCH01/20040218.log';

  it('compares each line with them', async () => {
    expect(await withLogs(() => undefined)).toEqual([]);
  });

  it('tells one that is missing, one too many, and one with other bytes', async () => {
    expect(await withLogs((files) => files.delete(FIRST))).toEqual([
      'source-missing data/sources/',
    ]);
    expect(await withLogs((files) => files.set('data/sources/x.log', Buffer.from('x')))).toEqual([
      'source-unknown data/sources/x.log',
    ]);
    expect(await withLogs((files) => files.set(FIRST, Buffer.from('x')))).toEqual([
      'source-missing data/sources/',
      `source-unknown ${FIRST}`,
    ]);
  });

  it('tells a row that is of another place there', async () => {
    const failures = await withLogs((files) => {
      const rows = rowsOf(files, ROWS);
      // The third row is an event; its place is changed in all files that tell it.
      const from = Number(rows[2]?.['offset']);
      for (const path of [ROWS, EVENTS, 'data/trace.json']) {
        const text = files.get(path)?.toString('utf8') ?? '';
        files.set(
          path,
          Buffer.from(text.replace(new RegExp(`(offset":)${from}\\b`), `$1${from + 1}`)),
        );
      }
    });
    expect(failures).toEqual([`source-line-differs ${ROWS}:3`]);
  });

  it('is no redacted one', async () => {
    const files = redacted('d'.repeat(64), 'd'.repeat(64));
    files.set(FIRST, Buffer.from('x'));
    sealAll(files, `Mailtrail-Redaction-Of: ${'d'.repeat(64)}\n`);
    expect(failuresOf(await verified(writeBag(folder.at('bag'), files)))).toEqual([
      'redaction-mismatch data/sources/',
    ]);
  });
});

describe('a redacted bag', () => {
  it('names its parent', async () => {
    const report = await verified(writeBag(folder.at('bag'), redacted(PARENT, PARENT)));
    expect(failuresOf(report)).toEqual([]);
    expect(report.redactionOf).toBe(PARENT);
  });

  it('may have lines of another length than the log', async () => {
    const files = redacted(PARENT, PARENT);
    files.set(
      ROWS,
      jsonLines(rowsOf(files, ROWS).map((row) => ({ ...row, length: Number(row['length']) - 1 }))),
    );
    files.set(
      EVENTS,
      jsonLines(
        rowsOf(files, EVENTS).map((row) => ({
          ...row,
          source_length: Number(row['source_length']) - 1,
        })),
      ),
    );
    const trace = files.get('data/trace.json')?.toString('utf8') ?? '';
    files.set(
      'data/trace.json',
      Buffer.from(
        trace.replace(/"length":(\d+)/g, (_, length: string) => `"length":${Number(length) - 1}`),
      ),
    );
    sealAll(files, `Mailtrail-Redaction-Of: ${PARENT}\n`);
    expect(failuresOf(await verified(writeBag(folder.at('bag'), files)))).toEqual([]);
  });

  it.each([
    [null, PARENT, 'data/redaction.json'],
    [PARENT, 'e'.repeat(64), 'data/redaction.json'],
    [PARENT, 17, 'data/redaction.json'],
    [PARENT, undefined, 'bag-info.txt'],
  ])(
    'that says so in one place only, or differently, is told: %s, %s',
    async (label, parent, path) => {
      const report = await verified(writeBag(folder.at('bag'), redacted(label, parent)));
      expect(failuresOf(report)).toEqual([`redaction-mismatch ${path}`]);
    },
  );
});
