/** One tag of a page: its name, and its attributes in order. */
export interface Tag {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

export interface Markup {
  readonly tags: readonly Tag[];
  /** All text between tags, decoded, in order. */
  readonly text: string;
}

const VOID = new Set(['meta', 'br']);
const TOKEN =
  /<!DOCTYPE html>|<style>([^<]*)<\/style>|<\/([a-z][a-zA-Z0-9]*)>|<([a-z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z:-]*="[^"<>]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([a-zA-Z][a-zA-Z:-]*)="([^"]*)"/g;

/**
 * Reads markup as HTML and XML both would, and fails on anything that one of them might read in another way: an attribute
 * without quotes, a bare `&`, `<` or `>`, a tag that is not closed.
 */
export function readMarkup(markup: string): Markup {
  const tags: Tag[] = [];
  const open: string[] = [];
  let text = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(markup);
    if (token === null) throw new Error(`not markup: ${JSON.stringify(markup.slice(at, at + 80))}`);
    const [, , closed, name, attributes, self, words] = token;
    if (closed !== undefined && open.pop() !== closed)
      throw new Error(`</${closed}> closes nothing`);
    if (name !== undefined) {
      tags.push({ name, attributes: attributesOf(attributes ?? '') });
      if (self === '' && !VOID.has(name)) open.push(name);
    }
    if (words !== undefined) text += decode(words);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return { tags, text };
}

function attributesOf(text: string): (readonly [string, string])[] {
  return [...text.matchAll(ATTRIBUTE)].map(
    ([, name, value]) => [name ?? '', decode(value ?? '')] as const,
  );
}

/** Decimal references alone are known, as our pages write no others. */
export function decode(text: string): string {
  if (/&(?!#\d+;)|>/.test(text))
    throw new Error(`not escaped: ${JSON.stringify(text.slice(0, 80))}`);
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
