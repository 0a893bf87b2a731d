/** Where a page of a search begins: at a message, whatever was stored before it since. */
export interface SearchPlace {
  /** When the message was first seen: milliseconds UTC. */
  readonly at: number;
  /** Its number in the database, which tells it from others of that moment. */
  readonly message: number;
  /** So many of its recipients are on pages before. */
  readonly told: number;
  /** So many recipients of all messages are on pages before. */
  readonly before: number;
}

const PLACE = /^(\d{1,15})\.(\d{1,15})\.(\d{1,9})\.(\d{1,9})$/;

/** As addresses of pages hold it. */
export function writePlace({ at, message, told, before }: SearchPlace): string {
  return [at, message, told, before].join('.');
}

/** Null: it is no place. */
export function readPlace(text: string): SearchPlace | null {
  const parts = PLACE.exec(text);
  if (parts === null) return null;
  const [at = 0, message = 0, told = 0, before = 0] = parts.slice(1).map(Number);
  return { at, message, told, before };
}
