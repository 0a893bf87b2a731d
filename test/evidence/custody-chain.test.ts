import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { custodyLine, noteLine } from '../../src/evidence/custody-chain.ts';
import { parseCustody } from '../../src/evidence/custody/parse-custody.ts';

const MANIFEST = 'a'.repeat(64);
const NOTE = {
  at: '2004-02-19T08:00:00.000Z',
  actor: 'ann',
  host: 'desk1',
  tool: 'mailtrail 0.1.0',
  text: 'handed to Bob',
};
const FIRST = custodyLine({
  ...NOTE,
  seq: 1,
  action: 'export',
  manifestSha256: MANIFEST,
  previous: null,
});

function headOf(chain: string) {
  const head = parseCustody(Buffer.from(chain)).entries.at(-1);
  if (head === undefined) throw new Error('no entry');
  return head;
}

function chainOf(...texts: string[]): string {
  return texts.reduce((chain, text) => chain + noteLine(headOf(chain), { ...NOTE, text }), FIRST);
}

/** The entry with another text between its braces, and the hash that fits. */
function rewritten(line: string, from: string, to: string): string {
  const body = line.replace(/,"hash":"[0-9a-f]{64}"\}\n$/, '}').replace(from, to);
  const hash = createHash('sha256').update(body).digest('hex');
  return `${body.slice(0, -1)},"hash":"${hash}"}\n`;
}

describe('an entry', () => {
  it('is written as the format says', () => {
    const body = `{"seq":1,"at":"2004-02-19T08:00:00.000Z","action":"export","actor":"ann","host":"desk1","tool":"mailtrail 0.1.0","text":"handed to Bob","manifestSha256":"${MANIFEST}","previous":null}`;
    const hash = createHash('sha256').update(body).digest('hex');
    expect(FIRST).toBe(`${body.slice(0, -1)},"hash":"${hash}"}\n`);
    expect(noteLine(headOf(FIRST), NOTE)).toContain(
      `{"seq":2,"at":"2004-02-19T08:00:00.000Z","action":"note","actor":"ann","host":"desk1","tool":"mailtrail 0.1.0","text":"handed to Bob","manifestSha256":"${MANIFEST}","previous":"${hash}"`,
    );
  });

  it('is read as it was written, whatever it says, and is one harmless line', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, texts, fc.option(texts), (text, actor, host) => {
        const chain = FIRST + noteLine(headOf(FIRST), { ...NOTE, text, actor, host });
        const { entries, problems } = parseCustody(Buffer.from(chain));
        expect(problems).toEqual([]);
        expect(entries[1]).toMatchObject({ text, actor, host });
        expect(chain.split('\n')).toHaveLength(3);
        // eslint-disable-next-line no-control-regex
        expect(chain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
      }),
    );
  });
});

const codes = (text: string | Uint8Array): string[] =>
  parseCustody(Buffer.from(text)).problems.map(({ code, line }) => `${line} ${code}`);

describe('a chain', () => {
  const chain = chainOf('one', 'two');
  const [a = '', b = '', c = ''] = chain.split(/(?<=\n)/);

  test.each([
    ['as it was written', chain, []],
    ['one entry', a, []],
    ['with another escape for the same', a + rewritten(b, 'one', String.raw`\u006fne`), []],
    ['with a key that a later version adds', rewritten(a, '}', ',"more":1}'), []],
    ['empty', '', ['1 custody-bad-line']],
    ['cut', chain.slice(0, -1), ['3 custody-bad-line']],
    ['a text changed', a + b.replace('one', 'onE') + c, ['2 custody-wrong-hash']],
    [
      'a text changed, with its hash',
      a + rewritten(b, 'one', 'onE') + c,
      ['3 custody-broken-chain'],
    ],
    ['an entry dropped', a + c, ['2 custody-broken-chain']],
    [
      'the first dropped',
      b + c,
      ['1 custody-broken-chain', '1 custody-broken-chain', '2 custody-broken-chain'],
    ],
    ['two swapped', a + c + b, ['2 custody-broken-chain', '3 custody-broken-chain']],
    ['one twice', a + b + b + c, ['3 custody-broken-chain', '4 custody-broken-chain']],
    ['an export later', a + rewritten(b, 'note', 'export'), ['2 custody-broken-chain']],
    ['a first that is a note', rewritten(a, 'export', 'note'), ['1 custody-broken-chain']],
    ['another action', rewritten(a, 'export', 'import'), ['1 custody-bad-line']],
    ['CRLF', a.replace('\n', '\r\n'), ['1 custody-bad-line']],
    ['a space', rewritten(a, ',', ', '), ['1 custody-bad-line']],
    ['a key twice', rewritten(a, '{', '{"seq":1,'), ['1 custody-bad-line']],
    [
      'keys in another order',
      rewritten(
        a,
        '"seq":1,"at":"2004-02-19T08:00:00.000Z"',
        '"at":"2004-02-19T08:00:00.000Z","seq":1',
      ),
      ['1 custody-bad-line'],
    ],
    ['another number', rewritten(a, '"seq":1', '"seq":1.0'), ['1 custody-bad-line']],
    ['entry 0', rewritten(a, '"seq":1', '"seq":0'), ['1 custody-bad-line']],
    ['a time of another form', rewritten(a, 'T08', ' 08'), ['1 custody-bad-line']],
    ['a day that is none', rewritten(a, '02-19', '02-39'), ['1 custody-bad-line']],
    ['a member that is a list', rewritten(a, '}', ',"more":[]}'), ['1 custody-bad-line']],
    ['no object', '[]\n', ['1 custody-bad-line']],
    ['deep', `${'['.repeat(100_000)}\n`, ['1 custody-bad-line']],
    ['an empty line', `${a}\n${b}`, ['2 custody-bad-line']],
    ['no UTF-8', Buffer.from(a.replace('ann', '\u00e4nn'), 'latin1'), ['1 custody-bad-line']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('no byte of it can be changed', () => {
    const whole = Buffer.from(chain);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(codes(changed), `byte ${at}`).not.toEqual([]);
    }
  });
});
