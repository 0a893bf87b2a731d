import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import {
  compareTruth,
  isTruth,
  type FoundRow,
  type TruthLike,
} from '../../scripts/simulate/compare.ts';
import { COLUMNS, lineOf, listOf, type Column } from '../../scripts/simulate-msgtrk/rows.ts';
import { generate } from '../../scripts/simulate-msgtrk/run.ts';
import type { Options } from '../../scripts/simulate-msgtrk/simulation.ts';

const root = mkdtempSync(join(tmpdir(), 'mailtrail-msgtrk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const OPTIONS: Omit<Options, 'out' | 'seed'> = {
  messages: 600,
  days: 2,
  withheld: true,
  skew: true,
  servers: 2,
  edge: false,
  vary: false,
  layout: 30,
  fileSize: null,
};

function run(name: string, seed: number, change: Partial<Options> = {}) {
  const out = join(root, name);
  const outcome = generate({ ...OPTIONS, ...change, seed, out });
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' });
  const logs = new Map(
    names
      .filter((file) => file.endsWith('.LOG'))
      .map((file) => [file, readFileSync(join(out, file), 'utf8')] as const),
  );
  return { outcome, logs, truth: readFileSync(join(out, 'truth.jsonl'), 'utf8') };
}

type Row = ReadonlyMap<Column, string>;

/** Header lines and rows without their ends; what was being written when the file was copied. */
function linesOf(text: string) {
  const lines = text.replace(/^\uFEFF/, '').split('\r\n');
  const open = lines.pop();
  return { header: lines.slice(0, 5), lines: lines.slice(5), open };
}

function fieldsOf(line: string): string[] {
  try {
    return parse(line)[0] ?? [];
  } catch {
    return [];
  }
}

function rowOf(line: string): Row | null {
  const fields = line.includes('"') ? fieldsOf(line) : line.split(',');
  if (fields.length !== COLUMNS.length || line.startsWith('2026-02-31')) return null;
  return new Map(COLUMNS.map((column, i) => [column, fields[i] ?? '']));
}

function rowsOf(logs: ReadonlyMap<string, string>) {
  return [...logs].map(([name, text]) => {
    const { header, lines, open } = linesOf(text);
    const rows = lines.map(rowOf);
    const broken = rows.filter((row) => row === null).length + (open === '' ? 0 : 1);
    return { name, header, rows: rows.filter((row) => row !== null), broken };
  });
}

const cell = (row: Row, column: Column): string => row.get(column) ?? '';
const seconds = (text: string | undefined): number => Number(text ?? Number.NaN);
const topsOf = (segment: string): string[] =>
  segment
    .replaceAll(/\([^)]*\)/g, '')
    .split('|')
    .filter((part) => part !== '');
const keyOf = (row: TruthLike): string =>
  `${row.messageId}\n${row.networkMessageId}\n${row.recipient.toLowerCase()}`;

const first = run('first', 7);
const files = rowsOf(first.logs);
const rows = files.flatMap((file) => file.rows);
const truth = first.truth
  .split('\n')
  .filter((line) => line !== '')
  .map((line): unknown => JSON.parse(line))
  .filter(isTruth);

describe('the generator of modern logs', () => {
  it('writes the same bytes for the same seed, and others for another', () => {
    expect(run('again', 7)).toEqual(first);
    expect(run('other', 8).logs).not.toEqual(first.logs);
  });

  it('knows every kind', () => {
    expect(first.outcome.missing).toEqual([]);
  });

  it('begins each file as Exchange does, an hour each, and counts on when one is full', () => {
    const counters: number[] = [];
    for (const { name, header, rows: own } of files) {
      const [, slot = '', counter] =
        /^MSGTRK(?:M[ADS])?(\d{10})-(\d+)\.LOG$/.exec(basename(name)) ?? [];
      counters.push(Number(counter));
      expect(
        first.logs.get(name)?.startsWith('\uFEFF#Software: Microsoft Exchange Server\r\n'),
      ).toBe(true);
      expect(header[2]).toBe('#Log-type: Message Tracking Log');
      expect(header[4]).toBe(`#Fields: ${COLUMNS.join(',')}`);
      const times = own.map((row) => cell(row, 'date-time'));
      expect(times).toEqual(times.toSorted());
      const hour = `${slot.slice(0, 4)}-${slot.slice(4, 6)}-${slot.slice(6, 8)}T${slot.slice(8)}`;
      expect(times.every((time) => time.startsWith(hour))).toBe(true);
    }
    expect(Math.max(...counters)).toBeGreaterThan(9);
  });

  it('has the columns of the layout in each line but the broken ones', () => {
    expect(files.reduce((sum, file) => sum + file.broken, 0)).toBe(first.outcome.broken);
  });

  it.each([
    [27, 'MSGTRKMS2026030900-1.LOG'],
    [26, 'MSGTRKM20260309-1.LOG'],
    [21, 'MSGTRKM20260309-1.LOG'],
  ] as const)('writes the %i columns and the files of an older release', (layout, file) => {
    const { logs, truth: told } = run(`older-${layout}`, 7, { layout, messages: 60 });
    expect([...logs.keys()].some((name) => basename(name) === file)).toBe(true);
    const { header, lines } = linesOf([...logs.values()][0] ?? '');
    const columns = (header[4] ?? '').split(',');
    expect(columns).toHaveLength(layout);
    expect(columns.includes('network-message-id')).toBe(layout === 27);
    expect(fieldsOf(lines[0] ?? '')).toHaveLength(layout);
    expect(/"networkMessageId":"\w/.test(told)).toBe(layout === 27);
  });

  it('leaves out an hour of one service', () => {
    const names = [...first.logs.keys()].map((name) => name.replaceAll('\\', '/'));
    const left = first.outcome.withheld.map((each) => each.split(' '));
    expect(left).toHaveLength(3);
    for (const [server = '', role = '', hour = ''] of left) {
      const slot = hour.replaceAll(/[-T]/g, '');
      expect(names.some((name) => name.includes(`${server}/${role}${slot}-`))).toBe(false);
      const other = role === 'MSGTRK' ? 'MSGTRKMS' : 'MSGTRK';
      expect(names.some((name) => name.includes(`${server}/${other}${slot}-`))).toBe(true);
    }
  });

  it('says of each row which it is', () => {
    const ids = rows.map((row) => cell(row, 'log-id'));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('message-info', () => {
  it('adds up: parts to the total of each segment, children to their part', () => {
    let checked = 0;
    for (const info of rows.map((row) => cell(row, 'message-info'))) {
      for (const segment of info.split(';').slice(1)) {
        const [, total, rest = ''] = /:TOTAL-\w+=([\d.]+)\|?(.*)$/.exec(segment) ?? [];
        const sum = topsOf(rest).reduce((all, part) => all + seconds(part.split('=')[1]), 0);
        expect(Math.abs(sum - seconds(total))).toBeLessThan(0.005);
        checked++;
      }
      for (const [, part, children = ''] of info.matchAll(/=([\d.]+)\(([^)]*)\)/g)) {
        const sum = children.split('|').reduce((all, c) => all + seconds(c.split('=')[1]), 0);
        expect(Math.abs(sum - seconds(part))).toBeLessThan(0.005);
      }
    }
    expect(checked).toBeGreaterThan(3000);
  });

  it('adds up to the end-to-end latency where all clocks agree', () => {
    const even = run('even', 9, { skew: false, messages: 300, withheld: false });
    let checked = 0;
    for (const row of rowsOf(even.logs).flatMap((file) => file.rows)) {
      const latency = /E2ELatency=([\d.]+)/.exec(cell(row, 'custom-data'))?.[1];
      if (latency === undefined || cell(row, 'event-id') === 'SEND') continue;
      const info = cell(row, 'message-info');
      const totals = [...info.matchAll(/TOTAL-\w+=([\d.]+)/g)];
      const sum = totals.reduce((all, [, total]) => all + seconds(total), 0);
      const passed = Date.parse(cell(row, 'date-time')) - Date.parse(info.split(';')[0] ?? '');
      expect(Math.abs(sum - seconds(latency))).toBeLessThan(0.005);
      expect(passed / 1000).toBeCloseTo(seconds(latency), 3);
      checked++;
    }
    expect(checked).toBeGreaterThan(200);
  });
});

describe('the truth of modern logs', () => {
  const found = truth.map(({ place, ...row }): FoundRow => ({
    ...row,
    stall: place === null ? null : { place },
  }));

  it('has one row for each recipient of each message', () => {
    expect(new Set(truth.map(keyOf)).size).toBe(truth.length);
    expect(truth).toHaveLength(first.outcome.rows);
  });

  it('names who stands in the rows', () => {
    const named = new Set(
      rows.flatMap((row) =>
        (cell(row, 'recipient-address').match(/'[^']*;[^']*'|[^;]+/g) ?? []).map(
          (item) => `${cell(row, 'message-id')}\n${item.replaceAll(/^'|'$/g, '').toLowerCase()}`,
        ),
      ),
    );
    for (const { messageId, recipient } of truth) {
      if (recipient === '') continue;
      expect(named.has(`<${messageId}>\n${recipient.toLowerCase()}`), recipient).toBe(true);
    }
  });

  it('is equal to itself, also where two messages have one Message-ID', () => {
    const { share, total } = compareTruth(truth, found.toReversed());
    expect(share).toBe(1);
    expect(total).toMatchObject({ total: truth.length, missing: 0, surplus: 0, falseStalls: 0 });
  });

  it('tells two messages of one Message-ID apart by the network-message-id alone', () => {
    const [one, two] = truth;
    if (one === undefined || two === undefined) throw new Error('no truth');
    const twin = { ...one, networkMessageId: 'other', state: 'lost' };
    const foundOne = { ...one, kind: undefined, stall: null, place: undefined };
    const wrong = compareTruth([one, twin], [{ ...foundOne, networkMessageId: 'third' }]);
    expect(wrong.total).toMatchObject({ surplus: 1, missing: 2 });
  });
});

describe('a row', () => {
  it('quotes what it has to, and keeps what lists divide', () => {
    const row = { 'message-subject': 'a "b", c; d', 'recipient-address': listOf(['x', 'y;z']) };
    const line = lineOf(row, 30);
    expect(line).toContain(",x;'y;z',");
    expect(line).toContain(',"a ""b"", c; d",');
    expect(rowOf(line.trimEnd())?.get('message-subject')).toBe('a "b", c; d');
  });
});
