/** A line of a tag file, without its LF. */
export interface TextLine {
  readonly line: string;
  /** From 1. */
  readonly number: number;
  readonly isEnded: boolean;
}

/** Lines one at a time: a hostile file may hold millions of them. */
export function* textLines(text: string): Generator<TextLine> {
  let from = 0;
  for (let number = 1; from < text.length; number += 1) {
    const end = text.indexOf('\n', from);
    const isEnded = end >= 0;
    const line = text.slice(from, isEnded ? end : undefined);
    yield { line, number, isEnded };
    from = isEnded ? end + 1 : text.length;
  }
}
