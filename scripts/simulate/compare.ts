export interface TruthLike {
  readonly messageId: string;
  /** of modern logs: several messages can share a Message-ID */
  readonly networkMessageId?: string;
  readonly recipient: string;
  readonly state: string;
  readonly stage: string;
  readonly place: string | null;
  readonly server: string;
  readonly kind: string;
}

/** What `find --jsonl` prints, as far as it is judged. */
export interface FoundRow {
  readonly messageId: string;
  readonly networkMessageId?: string | null;
  /** null: a message of which no line named one */
  readonly recipient: string | null;
  readonly state: string;
  readonly stage: string;
  readonly server: string | null;
  readonly stall: { readonly place: string } | null;
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'messageId' in value && 'state' in value;
}

export function isTruth(value: unknown): value is TruthLike {
  return isRow(value) && typeof value['kind'] === 'string';
}

export function isFound(value: unknown): value is FoundRow {
  return isRow(value) && typeof value['stall'] === 'object' && !('kind' in value);
}

interface Wrong {
  readonly truth: TruthLike;
  readonly found: FoundRow;
}

export interface KindScore {
  readonly kind: string;
  total: number;
  right: number;
  wrong: number;
  /** in the truth, not found */
  missing: number;
  /** found, not in the truth */
  surplus: number;
  /** found stalled where the truth has no stall, surplus rows included */
  falseStalls: number;
  readonly examples: { wrong: Wrong[]; missing: TruthLike[]; surplus: FoundRow[] };
}

export interface Comparison {
  readonly kinds: readonly KindScore[];
  readonly total: Pick<KindScore, 'total' | 'right' | 'missing' | 'surplus' | 'falseStalls'>;
  /** 0..1, of truth and surplus together */
  readonly share: number;
}

const EXAMPLES = 5;
const UNKNOWN_KIND = '(message not in the truth)';

/** Recipients match without case; everything else must be equal. */
export function compareTruth(
  truthRows: Iterable<TruthLike>,
  foundRows: Iterable<FoundRow>,
): Comparison {
  const scores = new Map<string, KindScore>();
  const truth = new Map<string, TruthLike[]>();
  const kindOf = new Map<string, string>();
  for (const row of truthRows) {
    const same = truth.get(keyOf(row));
    if (same === undefined) truth.set(keyOf(row), [row]);
    else same.push(row);
    kindOf.set(row.messageId, row.kind);
    scoreOf(scores, row.kind).total++;
  }
  for (const found of foundRows) {
    const row = take(truth.get(keyOf(found)) ?? [], found);
    if (row === null) {
      surplus(scoreOf(scores, kindOf.get(found.messageId) ?? UNKNOWN_KIND), found);
      continue;
    }
    judge(scoreOf(scores, row.kind), row, found);
  }
  for (const row of [...truth.values()].flat()) {
    const score = scoreOf(scores, row.kind);
    score.missing++;
    keep(score.examples.missing, row);
  }
  return sum([...scores.values()].toSorted((a, b) => a.kind.localeCompare(b.kind)));
}

function keyOf(row: { readonly messageId: string; readonly recipient: string | null }): string {
  return `${row.messageId}\n${(row.recipient ?? '').toLowerCase()}`;
}

/** The row it speaks of: of the same network-message-id, where it says one. */
function take(rows: TruthLike[], { networkMessageId }: FoundRow): TruthLike | null {
  const wanted = networkMessageId === null ? '' : networkMessageId?.toLowerCase();
  const index = rows.findIndex(
    (row) => wanted === undefined || (row.networkMessageId ?? '').toLowerCase() === wanted,
  );
  return index < 0 ? null : (rows.splice(index, 1)[0] ?? null);
}

function judge(score: KindScore, truth: TruthLike, found: FoundRow): void {
  const place = found.stall?.place ?? null;
  const same =
    truth.state === found.state &&
    truth.stage === found.stage &&
    truth.place === place &&
    truth.server.toLowerCase() === (found.server ?? '').toLowerCase();
  if (place !== null && truth.place === null) score.falseStalls++;
  if (same) score.right++;
  else {
    score.wrong++;
    keep(score.examples.wrong, { truth, found });
  }
}

function surplus(score: KindScore, found: FoundRow): void {
  score.surplus++;
  if (found.stall !== null) score.falseStalls++;
  keep(score.examples.surplus, found);
}

function keep<T>(list: T[], item: T): void {
  if (list.length < EXAMPLES) list.push(item);
}

function scoreOf(scores: Map<string, KindScore>, kind: string): KindScore {
  const known = scores.get(kind);
  if (known !== undefined) return known;
  const counts = { total: 0, right: 0, wrong: 0, missing: 0, surplus: 0, falseStalls: 0 };
  const fresh = { kind, ...counts, examples: { wrong: [], missing: [], surplus: [] } };
  scores.set(kind, fresh);
  return fresh;
}

function sum(kinds: readonly KindScore[]): Comparison {
  const total = { total: 0, right: 0, missing: 0, surplus: 0, falseStalls: 0 };
  for (const score of kinds) {
    total.total += score.total;
    total.right += score.right;
    total.missing += score.missing;
    total.surplus += score.surplus;
    total.falseStalls += score.falseStalls;
  }
  return { kinds, total, share: shareOf(total) };
}

export function shareOf(score: Pick<KindScore, 'total' | 'right' | 'surplus'>): number {
  const all = score.total + score.surplus;
  return all === 0 ? 1 : score.right / all;
}

const LIMITS = { total: 0.995, kind: 0.98, falseStalls: 0 } as const;

export function passes(comparison: Comparison): boolean {
  return (
    comparison.share >= LIMITS.total &&
    comparison.total.falseStalls <= LIMITS.falseStalls &&
    comparison.kinds.every((score) => shareOf(score) >= LIMITS.kind)
  );
}
