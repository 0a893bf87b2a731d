/**
 * Characters that act on a terminal or hide text: C0 and C1 controls, DEL, bidi controls, zero-width and invisible
 * ones, line separators, tags, lone surrogates. TAB and line ends too: a cell of a report is one line.
 */
const ACTING =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

/** Log text for a terminal or a text file: what would act there is written out as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(
    ACTING,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A log line as people can read it: its tabs are told from what they part. */
export function visibleLine(line: string): string {
  return line.split('\t').map(visible).join('⇥');
}

/** `visible`, cut to `width` characters with an ellipsis. */
export function clip(text: string, width: number): string {
  // Escapes make text longer, never shorter: the rest of a long subject need not be looked at.
  const shown = visible(text.slice(0, Math.max(0, width) + 1));
  return shown.length <= width && text.length <= width ? shown : `${cut(shown, width - 1)}…`;
}

/** `visible`, each word cut to `width` characters: in a sentence of ours a word that is longer is a name that is none. */
export function clipWords(text: string, width: number): string {
  return text
    .split(' ')
    .map((word) => clip(word, width))
    .join(' ');
}

/** `visible`, cut to `width` characters at its left, as of a domain the end tells more: `+ner.example`. */
export function clipLeft(text: string, width: number): string {
  const shown = visible(text.slice(-(Math.max(0, width) + 1)));
  if (shown.length <= width && text.length <= width) return shown;
  const kept = Math.max(0, width - 1);
  return `+${kept === 0 ? '' : shown.slice(-kept).replace(/^[\udc00-\udfff]/, '')}`;
}

/** `clip` for an address: of an EX form the end tells who it is, so the middle goes. */
export function clipAddress(address: string, width: number): string {
  const name = /^ex:.*(\/cn=[^/]*)$/is.exec(address)?.[1];
  if (name === undefined || visible(address).length <= width) return clip(address, width);
  return clip(`EX:…${name}`, width);
}

/** Cuts between characters, not within a surrogate pair. */
function cut(text: string, width: number): string {
  const end = Math.max(0, width);
  const code = text.charCodeAt(end - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end);
}

/** JSON that is safe to look at: the same value, acting characters as `\u001b`. */
export function safeJson(value: unknown, indent?: number): string {
  // JSON itself writes out controls below the space; what is left to look at is rare.
  return JSON.stringify(value, null, indent).replace(/[^\n -~]/gu, (character) => {
    ACTING.lastIndex = 0;
    if (!ACTING.test(character)) return character;
    return character.length === 1 ? unit(character, 0) : unit(character, 0) + unit(character, 1);
  });
}

function unit(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}
