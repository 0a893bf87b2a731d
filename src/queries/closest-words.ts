/** Nothing of what is looked for is longer, so a whole paragraph costs no more. */
const LONGEST = 40;

/** Words at a small edit distance of `word`, the closest first; at most three. */
export function closestWords(word: string, words: readonly string[]): string[] {
  const written = word.slice(0, LONGEST);
  const limit = Math.max(1, Math.floor(written.length / 3));
  return [...new Set(words)]
    .map((candidate) => ({ candidate, distance: editDistance(written, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
