/** Half-open `[from, to)`, milliseconds UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nothing of a server was read: no file of these days, or a silence far beyond its own rhythm. */
export interface TimeGap extends Span {
  readonly why: 'missing-day' | 'silence';
}

/** Files of one log of a modern server are missing: counters of a slot, or whole slots. From the last line before to the first one after. */
export interface FileGap extends Span {
  readonly why: 'missing-file';
  readonly log: string;
  /** The first one, as Exchange names it; of a slot without a file its first counter, as nobody knows how many there were. */
  readonly file: string;
  /** The last one, where there are several. */
  readonly lastFile: string | null;
}

export type Gap = TimeGap | FileGap;

/** `MSGTRK2022091915-2.LOG`, or from which to which. */
export function missingFiles({ file, lastFile }: Pick<FileGap, 'file' | 'lastFile'>): string {
  return lastFile === null ? file : `${file} to ${lastFile}`;
}

/** Of spans in order that do not overlap, the first one that ends after a moment. */
export function firstEndingAfter(spans: readonly Span[], at: number): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return spans[low];
}

/** Spans in order of their start, those that overlap as one. */
export function unite(spans: readonly Span[]): Span[] {
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    const last = united.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}
