/**
 * A word for the user's shell: ids hold `$`, `<`, spaces and quotes. No quoting is safe in both shells of Windows, so
 * there a hostile id becomes the longest harmless piece of it, which `trace` takes as a fragment.
 */
export function shellQuote(word: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@.+:/=-]+$/.test(word) && !word.startsWith('-')) return word;
  if (platform !== 'win32') return `'${word.replaceAll("'", `'\\''`)}'`;
  if (/^[\w@.+:/=\\ ;,-]+$/.test(word) && !word.endsWith('\\')) return `"${word}"`;
  const pieces = word.match(/[\w@.+:/=][\w@.+:/=-]*/g) ?? [];
  return pieces.toSorted((a, b) => b.length - a.length)[0] ?? '""';
}
