import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareTruth, isTruth, type FoundRow } from '../../scripts/simulate/compare.ts';
import { generate } from '../../scripts/simulate/run.ts';

const root = mkdtempSync(join(tmpdir(), 'mailtrail-simulate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const OPTIONS = { messages: 4000, days: 3, unique: false, withheld: true, skew: true };

function files(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = names;
  const entries = found
    .filter((name) => name === 'truth.jsonl' || /\d{8}\.log$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return new Map(entries);
}

function run(name: string, seed: number, change: Partial<typeof OPTIONS> = {}) {
  const out = join(root, name);
  const outcome = generate({ ...OPTIONS, ...change, seed, out });
  return { outcome, written: files(out) };
}

const first = run('first', 7);

describe('the generator', () => {
  it('writes the same bytes for the same seed, and others for another', () => {
    expect(run('again', 7).written).toEqual(first.written);
    expect(run('other', 8).written).not.toEqual(first.written);
  });

  it('knows every kind', () => {
    expect(first.outcome.missing).toEqual([]);
  });

  it('leaves out one day file of one server, and the logs of the silent one', () => {
    const logs = [...first.written.keys()].filter((name) => name.endsWith('.log'));
    expect(logs).toHaveLength(4 * 3 - 1);
    expect(logs.some((name) => name.includes('EXCH05'))).toBe(false);
    const all = [...run('whole', 7, { withheld: false }).written.keys()];
    expect(all.filter((name) => name.endsWith('.log'))).toHaveLength(12);
  });

  it('writes lines as Exchange does, in the order of time', () => {
    let broken = 0;
    for (const [name, text] of first.written) {
      if (!name.endsWith('.log')) continue;
      const lines = text.split('\r\n');
      expect(lines.pop()).toBe('');
      expect(lines.splice(0, 3).every((line) => line.startsWith('# '))).toBe(true);
      let before = 0;
      for (const line of lines) {
        const fields = line.split('\t');
        const at = Date.parse(`${fields[0]} ${fields[1]}`);
        expect(at).toBeGreaterThanOrEqual(before);
        before = at;
        if (fields.length < 21) broken++;
        else expect(fields.at(-1)).toBe('-');
        expect(line).not.toContain('\n');
      }
      const day = new Date(before).toISOString().slice(0, 10).replaceAll('-', '');
      expect(name).toContain(`${day}.log`);
    }
    expect(broken).toBe(first.outcome.broken);
  });

  it('makes every id and address different when told so', () => {
    const { written } = run('unique', 7, { unique: true, messages: 400 });
    // Stores have one address each; the MTA names a message's recipients once more.
    const rows = truthOf(written).filter(
      (row) => !row.recipient.includes('-IS@') && !row.kind.endsWith(':mts'),
    );
    expect(rows.length).toBeGreaterThan(500);
    expect(new Set(rows.map((row) => row.recipient.toLowerCase())).size).toBe(rows.length);
  });
});

function truthOf(written: Map<string, string>) {
  const lines = (written.get('truth.jsonl') ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line): unknown => JSON.parse(line)).filter(isTruth);
}

describe('the comparison', () => {
  const truth = truthOf(first.written);
  const found = truth.map(({ place, ...row }): FoundRow => ({
    ...row,
    recipient: row.recipient.toUpperCase(),
    stall: place === null ? null : { place },
  }));

  it('finds the truth equal to itself', () => {
    const { total, share } = compareTruth(truth, found);
    expect(share).toBe(1);
    expect(total).toMatchObject({ total: truth.length, missing: 0, surplus: 0, falseStalls: 0 });
  });

  it('counts what is wrong, missing, too many, and stalled without cause', () => {
    const index = truth.findIndex((row) => row.place === null);
    const changed = found.map((row, i) =>
      i === index ? { ...row, stall: { place: 'queue' } } : row,
    );
    expect(compareTruth(truth, changed).total.falseStalls).toBe(1);
    expect(compareTruth(truth, found.slice(1)).total.missing).toBe(1);
    expect(compareTruth(truth.slice(1), found).total.surplus).toBe(1);
    expect(compareTruth(truth, changed).total.right).toBe(truth.length - 1);
  });
});
