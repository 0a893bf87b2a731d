import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourcePaths } from '../../src/evidence/payload/part-paths.ts';
import type { EvidenceSource } from '../../src/model/evidence.ts';

function source(server: string | null, file: string): EvidenceSource {
  return {
    file,
    server,
    format: 'exchange2003',
    encoding: 'utf-8',
    sizeBytes: 0,
    sha256: '',
    lines: 0,
    events: 0,
    directives: 0,
    blank: 0,
    continuations: 0,
    rejects: 0,
    original: 'missing',
    columns: [],
  };
}

describe('paths of sources in a bag', () => {
  it.each([
    ['EXCH01', 'logs/EXCH01.log/20040218.log', 'EXCH01/20040218.log'],
    ['EXCH01', String.raw`C:\logs\EXCH01.log\20040218.log`, 'EXCH01/20040218.log'],
    [null, '-', 'unknown/_'],
    ['../../etc', 'passwd', '__.._etc/passwd'],
    ['..', '..', '_/_'],
    ['', '', '_/_'],
    ['CON', 'nul.log', '_CON/_nul.log'],
    ['a/b\\c:d', 'x\n.log', 'a_b_c_d/x_.log'],
    ['ÄÖ', 'день.log', '_/_.log'],
    [`${'x'.repeat(59)}.log`, 'y', `${'x'.repeat(59)}_/y`],
    ['x'.repeat(300), 'y.', `${'x'.repeat(60)}/y_`],
  ])('%j, %j', (server, file, expected) => {
    expect(sourcePaths([source(server, file)])).toEqual([expected]);
  });

  it('are no two alike, not even without capitals', () => {
    const twice = [source('EXCH01', 'a/1.log'), source('exch01', 'b/1.LOG'), source('É', 'b/é')];
    expect(sourcePaths([...twice, source('Ö', 'c/ö')])).toEqual([
      'EXCH01/1.log',
      'exch01/1.LOG-2',
      '_/_',
      '_/_-2',
    ]);
  });

  it('are harmless whatever the names are', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', 'a/../b', 'aux', 'COM1.txt', ' ', '\0', '~', '-rf'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(name), name), { maxLength: 12 }), (names) => {
        const paths = sourcePaths(names.map(([server, file]) => source(server, file)));
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length);
        for (const path of paths) {
          expect(path).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\/[A-Za-z0-9_][A-Za-z0-9._-]*$/);
          expect(path).not.toMatch(/(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/i);
        }
      }),
    );
  });
});
