/** What the catalogue says of one word: `explain --json` gives a list of these. */
export interface Explanation {
  readonly kind: 'event' | 'stage' | 'state' | 'reject' | 'status' | 'reason' | 'bag-failure';
  readonly word: string;
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly nextCheck: string;
  readonly source: string | null;
}
