import type { Kind, RevealedToken } from './redaction-record.ts';

/** A text of the original that must not be found in what was redacted. */
export interface Secret {
  readonly kind: Kind | 'subject';
  readonly text: string;
}

interface Noted {
  readonly kind: Kind;
  original: string;
  /** A domain or a label that only stood within another name. */
  isPart: boolean;
}

/** What was replaced while a case was redacted, and by what. */
export class Sightings {
  readonly #byToken = new Map<string, Noted>();
  readonly #originals = new Map<Kind, Map<string, string>>();
  readonly #places = new Map<string, number>();
  readonly #subjects = new Set<string>();
  readonly #kept = new Set<string>();
  readonly #labels = new Set<string>();

  /** A name that a token stands for. Of several spellings the last one in code-unit order is told. */
  note(kind: Kind, original: string, token: string): void {
    this.#count(kind);
    this.#add(kind, original, token);
    // A kept domain stands for itself.
    if (original.toLowerCase() === token) return;
    const known = this.#byToken.get(token);
    if (known === undefined) this.#byToken.set(token, { kind, original, isPart: false });
    else if (known.isPart || known.original < original) {
      known.original = original;
      known.isPart = false;
    }
  }

  /** A part of a name, which has a token of its own within that name's. */
  notePart(kind: 'domain' | 'host', original: string, token: string): void {
    if (kind === 'domain') this.#add(kind, original, token);
    else this.#labels.add(original);
    if (!this.#byToken.has(token)) this.#byToken.set(token, { kind, original, isPart: true });
  }

  /** A domain, or the name of a log, that was left as it is. */
  keep(text: string): void {
    this.#kept.add(text);
  }

  /** Something of which nothing is left. */
  gone(kind: 'subject' | 'reject' | 'other-field', text: string): void {
    this.#count(kind);
    if (kind === 'subject') this.#subjects.add(text);
  }

  #add(kind: Kind, original: string, token: string): void {
    const known = this.#originals.get(kind);
    if (known === undefined) this.#originals.set(kind, new Map([[original, token]]));
    else known.set(original, token);
  }

  #count(what: string): void {
    this.#places.set(what, (this.#places.get(what) ?? 0) + 1);
  }

  forgetPlaces(): void {
    this.#places.clear();
  }

  placesOf(what: string): number {
    return this.#places.get(what) ?? 0;
  }

  /** Different originals; spellings that are one name count as one. */
  countOf(kind: Kind): number {
    let count = 0;
    for (const noted of this.#byToken.values()) if (noted.kind === kind) count += 1;
    return count;
  }

  get subjectCount(): number {
    return this.#subjects.size;
  }

  tokens(): RevealedToken[] {
    return [...this.#byToken]
      .map(([token, { kind, original }]) => ({ token, kind, original }))
      .toSorted((a, b) => (a.token < b.token ? -1 : 1));
  }

  /** Each spelling of each name. */
  spellings(): RevealedToken[] {
    return [...this.#originals].flatMap(([kind, originals]) =>
      [...originals].map(([original, token]) => ({ token, kind, original })),
    );
  }

  kept(): string[] {
    return [...this.#kept];
  }

  /** First labels of full names. */
  labels(): string[] {
    return [...this.#labels];
  }

  secrets(): Secret[] {
    const secrets: Secret[] = [];
    for (const [kind, originals] of this.#originals)
      for (const text of originals.keys()) secrets.push({ kind, text });
    for (const text of this.#subjects) secrets.push({ kind: 'subject', text });
    return secrets;
  }
}
