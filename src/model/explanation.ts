/** What the catalogue says of one word: `explain --json` gives a list of these. */
export interface Explanation {
  readonly kind:
    | 'event'
    | 'source'
    | 'stage'
    | 'state'
    | 'reject'
    | 'status'
    | 'reason'
    | 'measure'
    | 'bag-failure';
  readonly word: string;
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly nextCheck: string;
  /** What to say instead where Exchange 2007 or later led there; null where nothing differs. */
  readonly modern: { readonly causes: readonly string[]; readonly nextCheck: string } | null;
  readonly source: string | null;
}
