/** Breaks text into lines of so many letters at most, at spaces where there are any; a wide letter counts twice. */
export function breakText(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, letters))) {
    const next = line === '' ? word : `${line} ${word}`;
    if (line !== '' && unitsOf(next) > letters) {
      lines.push(line);
      line = word;
    } else line = next;
  }
  return [...lines, line];
}

/** A word, cut where it is longer than a line. */
function pieces(word: string, letters: number): string[] {
  if (unitsOf(word) <= letters) return [word];
  const all: string[] = [];
  let piece = '';
  let units = 0;
  for (const letter of word) {
    const more = unitsOf(letter);
    if (units + more > letters) {
      all.push(piece);
      piece = '';
      units = 0;
    }
    piece += letter;
    units += more;
  }
  return [...all, piece];
}

/** How wide a text is, in narrow letters. */
export function unitsOf(text: string): number {
  let units = 0;
  for (const character of text) units += (character.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return units;
}
