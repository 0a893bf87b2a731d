import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantMarkup, html, joinHtml, NOTHING } from '../../../src/render/html/html.ts';
import { visible } from '../../../src/render/visible.ts';
import { decode, readMarkup } from '../../support/strict-markup.ts';

/** Lone surrogates too. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((codes) => String.fromCodePoint(...codes));

describe('text in markup', () => {
  it.each([
    ['plain', 'plain'],
    ['<script>alert(1)</script>', '&#60;script&#62;alert(1)&#60;/script&#62;'],
    [`a & "b" 'c' \`d\``, 'a &#38; &#34;b&#34; &#39;c&#39; &#96;d&#96;'],
    ['&amp;', '&#38;amp;'],
    [']]> -- -->', ']]&#62; -- --&#62;'],
    ['K\u00f6ln \u4f8b \u{1f600}', 'K&#246;ln &#20363; &#128512;'],
    ['\u0000\u001b[31m\r\n\t\u0085', '\\u{0}\\u{1b}[31m\\u{d}\\u{a}\\u{9}\\u{85}'],
    ['\u202egpj.exe\u2066', '\\u{202e}gpj.exe\\u{2066}'],
    ['\ud800x\udc00', '\\u{d800}x\\u{dc00}'],
    ['\ufffe\uffff\ufdd0\u{1ffff}', '\\u{fffe}\\u{ffff}\\u{fdd0}\\u{1ffff}'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('%j', (text, escaped) => {
    expect(html`${text}`.text).toBe(escaped);
    expect(html`<b title="${text}">${text}</b>`.text).toBe(`<b title="${escaped}">${escaped}</b>`);
  });

  it('is that text again when it is read, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = html`${text}`.text;
        expect(escaped).toMatch(/^[ -~]*$/);
        expect(escaped).not.toMatch(/[<>"'`]/);
        const shown = visible(text).replace(
          /[\ufdd0-\ufdef]|[\ufffe\uffff]|[\u{1fffe}-\u{10ffff}]/gu,
          (one) => {
            const code = one.codePointAt(0) ?? 0;
            const isNone = code < 0xfe00 || (code & 0xfffe) === 0xfffe;
            return isNone ? `\\u{${code.toString(16)}}` : one;
          },
        );
        expect(decode(escaped)).toBe(shown);
        const { tags, text: read } = readMarkup(html`<b title="${text}">${text}</b>`.text);
        expect(tags).toEqual([{ name: 'b', attributes: [['title', shown]] }]);
        expect(read).toBe(shown);
      }),
    );
  });

  it('is cut when nobody could read it, and says so', () => {
    const long = html`${'x'.repeat(1_000_000)}`.text;
    expect(long).toHaveLength(4000 + '&#8230; (1000000 characters in all)'.length);
    expect(long).toMatch(/x&#8230; \(1000000 characters in all\)$/);
    // The cut falls into a pair.
    expect(html`${`${'x'.repeat(3999)}\u{1f600}tail`}`.text).toMatch(
      /x&#8230; \(4005 characters in all\)$/,
    );
  });
});

describe('html', () => {
  it('takes markup of its own as it is, in lists too', () => {
    const items = ['<', '>'].map((text) => html`<li>${text}</li>`);
    expect(
      html`<ul>
          ${items}
        </ul>
        ${NOTHING}${7}`.text,
    ).toBe('<ul>\n<li>&#60;</li><li>&#62;</li>\n</ul>\n7');
    expect(joinHtml(items, ' & ').text).toBe('<li>&#60;</li> &#38; <li>&#62;</li>');
    expect(html`${constantMarkup('<hr>')}`.text).toBe('<hr>');
  });

  it('escapes what only looks like markup of its own', () => {
    const fake: string = JSON.parse('{"text":"<script>"}');
    expect(() => html`${fake}`).toThrow();
  });

  it('takes out the indents of its source, and nothing of values', () => {
    const value = 'a  b';
    // prettier-ignore
    const markup = html`<p
        class="x"
        id="${value}"
      >
        ${value} c
        <br
      /></p> `;
    expect(markup.text).toBe('<p class="x" id="a  b">\na  b c\n<br/></p>\n');
  });
});
