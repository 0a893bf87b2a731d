import { createIsoReader } from '../time-iso.ts';

const read = createIsoReader();

/** Milliseconds UTC of a time as modern logs write it; null for anything else, and for the time that stands for none. */
export function parseIsoTime(text: string): number | null {
  const at = read(text);
  return typeof at === 'number' ? at : null;
}
