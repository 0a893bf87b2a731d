import { visible } from '../visible.ts';

/** Characters of one text that a page shows; log text can be a megabyte. */
const TEXT_ROOM = 4000;

/** Markup that is safe: made by `html` alone. */
export class Html {
  readonly text: string;

  /** Only `html` and `joinHtml` may call it. */
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = string | number | Html | readonly Html[];

/**
 * Markup for HTML and SVG alike. Every value is escaped as text, with what acts or hides made visible; only markup that came out of
 * `html` itself is taken as it is. Values may stand in text and in quoted attributes, nowhere else.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  const fixed = compact(strings);
  let text = fixed[0] ?? '';
  for (const [index, value] of values.entries()) {
    text += markupOf(value) + (fixed[index + 1] ?? '');
  }
  return new Html(text);
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Takes out the indents and breaks that the formatter of our source puts in; a line end at the end stays one. */
function compact(strings: TemplateStringsArray): readonly string[] {
  let fixed = compacted.get(strings);
  if (fixed === undefined) {
    let inTag = false;
    fixed = strings.map((text) => {
      const parts = text.split(/(?=[<>])/);
      return parts
        .map((part, index) => {
          if (part.startsWith('<')) inTag = true;
          if (part.startsWith('>')) inTag = false;
          if (!inTag) return part.replace(/\s*\n\s*/g, '\n');
          const flat = part.replace(/\s+/g, ' ');
          return index === parts.length - 1 ? flat : flat.replace(/ (\/?)$/, '$1');
        })
        .join('');
    });
    const last = fixed.length - 1;
    fixed = fixed.with(last, (fixed[last] ?? '').replace(/> $/, '>\n'));
    compacted.set(strings, fixed);
  }
  return fixed;
}

export const NOTHING: Html = html``;

/** A constant of this program as markup: a style sheet. Never a text that came from anywhere else. */
export function constantMarkup(text: string): Html {
  return new Html(text);
}

export function joinHtml(parts: readonly Html[], between = ''): Html {
  return new Html(parts.map(({ text }) => text).join(escapeText(between)));
}

function markupOf(value: HtmlPart): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return value.map(({ text }) => text).join('');
}

/** Text as HTML and XML show it, in ASCII alone, so that no encoding can change it. */
function escapeText(text: string): string {
  return bounded(text).replace(/[^ -~]|[&<>"'`]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    // Not characters in XML, and no program shows them.
    if ((code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef))
      return `\\u{${code.toString(16)}}`;
    return `&#${code};`;
  });
}

function bounded(text: string): string {
  const shown = visible(text.length <= TEXT_ROOM ? text : cut(text));
  return text.length <= TEXT_ROOM ? shown : `${shown}… (${text.length} characters in all)`;
}

/** Cuts between characters, not within a surrogate pair. */
function cut(text: string): string {
  return text.slice(0, TEXT_ROOM).replace(/[\ud800-\udbff]$/, '');
}
