/** A word for the user's shell: ids hold `$`, `<`, spaces and quotes. */
export function shellQuote(word: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@.+:/=-]+$/.test(word) && !word.startsWith('-')) return word;
  if (platform === 'win32') return `"${word.replaceAll('"', '""')}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
