import { basename } from 'node:path';
import { msgtrkSlot } from '../model/msgtrk-slot.ts';
import type { InputFile } from './paths.ts';

/**
 * Files in the order in which they are best read: a message goes through several logs of several servers within minutes, so modern ones, of which there is one an
 * hour, take turns by their hour, and as a rule what is stored of a message was told just before. All other files keep their places.
 */
export function inReadingOrder(inputs: readonly InputFile[]): readonly InputFile[] {
  const hours = inputs.map(({ file }) => hourOf(file));
  const places = [...inputs.keys()].filter((place) => hours[place] !== null);
  const byHour = places.toSorted((a, b) => (hours[a] ?? 0) - (hours[b] ?? 0));
  const ordered = [...inputs];
  for (const [index, place] of places.entries()) {
    const input = inputs[byHour[index] ?? place];
    if (input !== undefined) ordered[place] = input;
  }
  return ordered;
}

/** Hours since 1970 by the name of a modern log; that of a day counts as its first hour. */
function hourOf(file: string): number | null {
  const slot = msgtrkSlot(basename(file.replaceAll('\\', '/')));
  return slot === null ? null : slot.day * 24 + (slot.hour ?? 0);
}
