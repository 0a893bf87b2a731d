import { describe, expect, it } from 'vitest';
import { methodText } from '../../src/evidence/method.ts';
import type { EvidenceCase, EvidenceLine, EvidenceSource } from '../../src/model/evidence.ts';

const SOURCE: EvidenceSource = {
  file: 'logs/EXCH01.log/20040218.log',
  server: 'EXCH01',
  format: 'exchange2003',
  encoding: 'utf-8',
  sizeBytes: 100,
  sha256: 'a'.repeat(64),
  lines: 1,
  events: 1,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
  original: 'missing',
  columns: [],
};

const skew = (from: string, to: string, secondsAhead: number, handOvers: number) => ({
  from,
  to,
  secondsAhead,
  handOvers,
});

type Coverage = Partial<EvidenceCase['coverage']>;

function caseWith(coverage: Coverage, more: Partial<EvidenceCase> = {}): EvidenceCase {
  return {
    name: 'c',
    trace: {
      schema: 'mailtrail/trace/1',
      query: [],
      asOf: null,
      messages: [],
      unresolved: [],
      coverage: { servers: [], clockSkews: [] },
    },
    daily: null,
    sources: [],
    otherSources: [],
    lines: [],
    rejects: [],
    coverage: {
      servers: [],
      clockSkews: [],
      noServer: { files: 0, rejectedLines: 0 },
      ...coverage,
    },
    ...more,
  };
}

function methodOf(coverage: Coverage, more: Partial<EvidenceCase> = {}): string {
  const given = caseWith(coverage, more);
  return methodText({ given, asked: [], redacted: false, includesSources: false });
}

function lineFrom(from: EvidenceLine['from']): EvidenceLine {
  const bytes = from === null ? null : Buffer.from('x');
  return { kind: 'event', source: 0, line: 1, offset: 0, length: 1, bytes, from, events: [] };
}

/** What it says of the log file of a line. */
function phrase(from: EvidenceLine['from']): string | undefined {
  const text = methodOf({}, { sources: [SOURCE], lines: [lineFrom(from)] });
  return /20040218\.log`: (.*?);/.exec(text)?.[1];
}

describe('method.md: clocks', () => {
  it('takes the time of a transfer for no difference of clocks', () => {
    const text = methodOf({ clockSkews: [skew('A', 'B', 2, 5), skew('B', 'A', 2, 6)] });
    expect(text).not.toContain('ahead of');
    expect(text).toContain('The clocks of 1 pair of servers agree within 30 s.');
  });

  it('tells a pair of servers once', () => {
    const text = methodOf({ clockSkews: [skew('A', 'B`', 300, 5), skew('B`', 'A', -298, 3)] });
    expect(text.match(/The clock of .*/g)).toEqual([
      'The clock of `` B` `` is 5 min ahead of that of `A`, by 5 hand-overs.',
    ]);
  });

  it('says where nothing tells of a difference', () => {
    expect(methodOf({})).toContain('no difference between two of the servers could be told');
  });
});

describe('method.md: where bytes came from', () => {
  it('names the archive only where it had them', () => {
    expect(phrase('archive')).toBe(
      'not found, or not to be opened, so its lines are from the archive',
    );
    expect(phrase(null)).toBe(
      'not found, or not to be opened, and the archive does not hold its lines',
    );
  });
});

describe('method.md: what was read', () => {
  it('says that lines were purged', () => {
    const text = methodOf({ purgedBefore: '2004-02-18T12:00:00.000Z' });
    expect(text).toContain('Lines before 2004-02-18T12:00:00.000Z were removed from the database');
    expect(methodOf({})).not.toContain('were removed');
  });

  it('does not say that a lost message rests on a line', () => {
    expect(methodOf({})).toContain('or the log of the next server covers the time and has none');
  });
});
