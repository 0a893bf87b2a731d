const ESCAPE =
  /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\([^\n])|((?:%[0-9a-f]{2})+)|&(#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);|""/gi;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A text with the escapes of JSON, HTML, URLs, CSV and our own `\u{1b}` taken back, each once; the same text where it has none. */
export function unescapeText(text: string): string {
  return text.replace(
    ESCAPE,
    (
      escape: string,
      braced: string | undefined,
      unit: string | undefined,
      letter: string | undefined,
      percent: string | undefined,
      entity: string | undefined,
    ) => {
      const hex = braced ?? unit;
      if (hex !== undefined) return fromCode(Number.parseInt(hex, 16), escape);
      if (letter !== undefined) return LETTERS[letter] ?? letter;
      if (percent !== undefined)
        return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8');
      return entity === undefined ? '"' : fromEntity(entity.toLowerCase(), escape);
    },
  );
}

function fromEntity(entity: string, escape: string): string {
  if (entity.startsWith('#x')) return fromCode(Number.parseInt(entity.slice(2), 16), escape);
  if (entity.startsWith('#')) return fromCode(Number(entity.slice(1)), escape);
  return NAMED[entity] ?? escape;
}

function fromCode(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
