/** Which code units a name goes on with: letters and digits of any script. What parts two names is none of them, `_` and `-` neither. */
let wordUnits: Uint8Array | null = null;

function wordTable(): Uint8Array {
  if (wordUnits !== null) return wordUnits;
  const table = new Uint8Array(0x10000);
  const word = /[\p{L}\p{N}]/u;
  for (let unit = 0; unit < table.length; unit++)
    if (word.test(String.fromCharCode(unit))) table[unit] = 1;
  wordUnits = table;
  return table;
}

/** Lower case of the same length, so that positions are those of the text as it was. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  const folded =
    lower.length === text.length
      ? lower
      : Array.from(text, (character) => {
          const small = character.toLowerCase();
          return small.length === character.length ? small : character;
        }).join('');
  // Which of its two small forms a sigma gets depends on what follows it.
  return folded.replaceAll('ς', 'σ');
}

/** The names that begin with the same characters. */
interface Bucket {
  /** Lengths of the names, the longest first. */
  lengths: readonly number[];
}

const TABLE_BITS = 18;
const GOLDEN = 0x9e3779b1;

/**
 * Finds thousands of names in one pass over a text. A name is found where it stands alone: a letter or digit at its edge has none
 * beside it. Of several that begin at one place the longest is found, and the search goes on behind it.
 */
export class NameFinder<T> {
  readonly #names: ReadonlyMap<string, T>;
  readonly #buckets = new Map<number, Bucket>();
  readonly #table = new Uint8Array(1 << TABLE_BITS);
  /** Characters that a bucket is told by, and the bits that they take: their low bytes. */
  readonly #anchor: number;
  readonly #mask: number;

  /** `names` by their text as `foldCase` gives it; empty ones are never found. */
  constructor(names: ReadonlyMap<string, T>) {
    this.#names = names;
    const texts = [...names.keys()].filter((text) => text !== '');
    this.#anchor = texts.reduce((least, { length }) => Math.min(least, length), 4);
    this.#mask = this.#anchor === 4 ? -1 : (1 << (8 * this.#anchor)) - 1;
    for (const text of texts) this.#add(text);
    for (const bucket of this.#buckets.values())
      bucket.lengths = bucket.lengths.toSorted((a, b) => b - a);
  }

  #add(text: string): void {
    let word = 0;
    for (let at = 0; at < this.#anchor; at++) word = (word << 8) | (text.charCodeAt(at) & 0xff);
    word &= this.#mask;
    this.#table[Math.imul(word, GOLDEN) >>> (32 - TABLE_BITS)] = 1;
    const bucket = this.#buckets.get(word);
    if (bucket === undefined) this.#buckets.set(word, { lengths: [text.length] });
    else if (!bucket.lengths.includes(text.length))
      bucket.lengths = [...bucket.lengths, text.length];
  }

  /** Calls `visit` for each name found in a folded text; where that says false, the name is passed over. */
  find(folded: string, visit: (from: number, to: number, found: T) => boolean): void {
    const last = this.#anchor - 1;
    let word = 0;
    let free = 0;
    for (let at = 0; at < folded.length; at++) {
      word = (word << 8) | (folded.charCodeAt(at) & 0xff);
      const key = word & this.#mask;
      if (this.#table[Math.imul(key, GOLDEN) >>> (32 - TABLE_BITS)] === 0) continue;
      const from = at - last;
      if (from < free) continue;
      const bucket = this.#buckets.get(key);
      if (bucket !== undefined) free = Math.max(free, this.#longest(folded, from, bucket, visit));
    }
  }

  /** Where the name that begins here ends; 0 for none. */
  #longest(
    folded: string,
    from: number,
    { lengths }: Bucket,
    visit: (from: number, to: number, found: T) => boolean,
  ): number {
    if (goesOn(folded, from)) return 0;
    for (const length of lengths) {
      const to = from + length;
      if (to > folded.length || goesOn(folded, to)) continue;
      const found = this.#names.get(folded.slice(from, to));
      if (found !== undefined && visit(from, to, found)) return to;
    }
    return 0;
  }
}

/** Whether one word lies on both sides of a position. */
function goesOn(text: string, at: number): boolean {
  if (at === 0 || at >= text.length) return false;
  const words = wordTable();
  return words[text.charCodeAt(at - 1)] === 1 && words[text.charCodeAt(at)] === 1;
}
