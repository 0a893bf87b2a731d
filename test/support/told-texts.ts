import { viewOf } from '../../src/ingest/pack/intern-memory.ts';
import type { NewTexts } from '../../src/ingest/pack/intern-table.ts';

/** What a store knows of one table, as it is told: of several spellings it keeps the last one in code-unit order. */
export interface Told {
  take(news: NewTexts): void;
  spelling(number: number): string | undefined;
  /** All that it was told. */
  spellings(number: number): readonly string[];
  hash(number: number): number | undefined;
}

export function createTold(): Told {
  const spellings: string[][] = [];
  const hashes: number[] = [];
  return {
    take({ from, texts, hashes: added, respelled }) {
      if (from !== spellings.length) throw new Error(`${from} follows ${spellings.length}`);
      spellings.push(...texts.map((text) => [text]));
      hashes.push(...added);
      for (const [number, text] of respelled) spellings[number]?.push(text);
    },
    spelling: (number) => spellings[number]?.toSorted().at(-1),
    spellings: (number) => spellings[number] ?? [],
    hash: (number) => hashes[number],
  };
}

export function isAscii(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') === text.length;
}

/** A text as the only one of a line of bytes, with others around it. */
export function rangesOf(
  text: string,
  place: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): [DataView, Int32Array, number] {
  const bytes = place(Buffer.from(`x${text}y`, 'latin1'));
  return [viewOf(bytes), Int32Array.of(1, text.length + 1), 0];
}
