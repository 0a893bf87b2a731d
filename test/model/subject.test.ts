import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displaySubject } from '../../src/model/subject.ts';

describe('encoded words', () => {
  test.each([
    ['quoted-printable', '=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
    ['capitals do not matter', '=?ISO-8859-1?q?Gr=fc=DFe?=', 'Grüße'],
    ['underscore is a space', '=?utf-8?Q?a_b?=', 'a b'],
    ['base64', '=?utf-8?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['base64 without its padding', '=?utf-8?b?R3LDvMOfZQ?=', 'Grüße'],
    ['Turkish', '=?iso-8859-9?Q?G=FCnayd=FDn?=', 'Günaydın'],
    ['Chinese', '=?GB2312?B?xOO6ww==?=', '你好'],
    ['Japanese', '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['Cyrillic', '=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['windows-1252', '=?windows-1252?Q?5_=80_=96_nur?=', '5 € – nur'],
    ['with a language (RFC 2231)', '=?utf-8*en?Q?ok?=', 'ok'],
    ['empty (KB 908977)', '=?GB2312?B??=', ''],
    ['empty, quoted-printable', '=?ISO-8859-1?Q??=', ''],
    ['empty, with text after it', ' =?GB2312?B??= rest', '  rest'],
    ['between other text', 'Re: =?utf-8?Q?=C3=A4?= end', 'Re: ä end'],
    ['space between two is none', '=?utf-8?Q?a?= =?utf-8?B?Yg==?=', 'ab'],
    ['nor between three', '=?utf-8?Q?a?=  =?utf-8?Q?b?=\t=?utf-8?Q?c?=', 'abc'],
    ['space before ordinary text stays', '=?utf-8?Q?a?= b =?utf-8?Q?c?=', 'a b c'],
    ['side by side', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'],
  ])('%s', (_name, raw, shown) => {
    expect(displaySubject(raw)).toBe(shown);
  });
});

describe('what cannot be decoded stays as it was written', () => {
  test.each([
    ['an unknown charset', '=?x-klingon?Q?abc?='],
    ['an unknown encoding', '=?utf-8?X?abc?='],
    ['no end', '=?utf-8?Q?abc'],
    ['cut in its end', '=?utf-8?Q?abc?'],
    ['no charset', '=??Q?abc?='],
    ['no text', '=?utf-8?Q?='],
    ['a space in the charset', '=?utf 8?Q?abc?='],
    ['only its beginning', '=?'],
    ['ordinary text', ' a=b?c=d? [x] "y" =3D'],
    ['empty', ''],
  ])('%s', (_name, raw) => {
    expect(displaySubject(raw)).toBe(raw);
  });
});

test('bad bytes are shown as such and cost nothing else', () => {
  expect(displaySubject('a =?utf-8?Q?=FF=C3?= b')).toBe('a \uFFFD\uFFFD b');
  expect(displaySubject('=?utf-8?Q?=ZZ=4?=')).toBe('=ZZ=4');
});

test('what was encoded comes back, in both encodings', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = Buffer.from(text);
      const q = [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');
      expect(displaySubject(`x=?utf-8?Q?${q}?=`)).toBe(`x${text}`);
      expect(displaySubject(`x=?utf-8?B?${bytes.toString('base64')}?=`)).toBe(`x${text}`);
    }),
  );
});

test('no subject is too odd, and long ones take no time', () => {
  const piece = fc.constantFrom(
    '=?',
    '?=',
    '?',
    'utf-8',
    'Q',
    'b',
    ' ',
    '=',
    '=C3',
    '*',
    'x',
    '\u{1F600}',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(typeof displaySubject(pieces.join(''))).toBe('string');
    }),
    { numRuns: 500 },
  );
  const begun = performance.now();
  for (const part of ['=?', '=?a?q?', '=?a?q?b?= ', '=?a?q?b?=', ' '])
    displaySubject(`=?a?q?b?=${part.repeat(20_000)}`);
  expect(performance.now() - begun).toBeLessThan(2000);
});
