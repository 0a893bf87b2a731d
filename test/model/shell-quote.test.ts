import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellQuote } from '../../src/model/shell-quote.ts';

const PLAIN = ['one@corp.example', 'A-b_c.d+e/f:g=h', '2004-02-18', './mailtrail.db'];

const HOSTILE = [
  '',
  '-rf',
  "it's@corp.example",
  `'; rm -rf ~; '`,
  '000001c3f64c$78c6bf90$3201010a@corp.example',
  '$(reboot)@evil.example',
  '`reboot`@evil.example',
  '"quoted"@evil.example',
  'a\nb@evil.example',
  'a\\b@evil.example',
  'c=us;a= ;p=Corp;l=EXCH01-040218101512Z-7',
  '<id>&|!#*?~(){}[]%PATH%^',
  'schön@corp.example',
  '\u202Eevil',
];

test.each(PLAIN)('%s needs no quotes in any shell', (word) => {
  expect(shellQuote(word, 'linux')).toBe(word);
  expect(shellQuote(word, 'win32')).toBe(word);
});

const hasShell = process.platform !== 'win32';

/** What a POSIX shell makes of words. */
function readByShell(words: readonly string[]): string[] {
  const script = `printf '%s\\0' ${words.map((word) => shellQuote(word, 'linux')).join(' ')}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe.runIf(hasShell)('a POSIX shell', () => {
  test('gives each hostile word back as it was', () => {
    expect(readByShell(HOSTILE)).toEqual(HOSTILE);
  });

  test('gives any words back', () => {
    const word = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...` '"$\`\\\n!-~*?[]{}()&|;<>=`.split('')),
          fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
        ),
      })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 50 }), (words) => {
        expect(readByShell(words)).toEqual(words);
      }),
      { numRuns: 20 },
    );
  });
});

/** What means something in cmd or in PowerShell, within double quotes or without. */
const ACTS_ON_WINDOWS = /[$`%"&|<>^!(){}'\n*?#~\u0080-\uffff]/;

describe('both shells of Windows', () => {
  test.each(HOSTILE)('get nothing that acts of %j, but a piece of it', (word) => {
    const quoted = shellQuote(word, 'win32');
    const bare = /^"(.*)"$/s.exec(quoted)?.[1] ?? quoted;
    expect(bare).not.toMatch(ACTS_ON_WINDOWS);
    expect(word).toContain(bare);
  });

  test('get an id with spaces whole', () => {
    const id = 'c=us;a= ;p=Corp;l=EXCH01-040218101512Z-7';
    expect(shellQuote(id, 'win32')).toBe(`"${id}"`);
  });
});
