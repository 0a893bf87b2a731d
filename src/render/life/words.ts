import type { EventReport, RecipientReport } from '../../model/report.ts';
import { formatInZone } from '../../model/zone.ts';
import { verdictTag } from '../sentence.ts';
import { clip } from '../visible.ts';

/** `2004-02-18 09:12:03Z`; a text that is no time stays as it is. */
export function timeIn(at: number | string, zone: string): string {
  const time = typeof at === 'number' ? at : Date.parse(at);
  if (!Number.isFinite(time)) return String(at);
  const text = formatInZone(time, zone);
  const rest = ((time % 1000) + 1000) % 1000;
  if (rest === 0) return text;
  return `${text.slice(0, 19)}.${String(rest).padStart(3, '0')}${text.slice(19)}`;
}

/** `09:12:03`, with milliseconds where there are any. */
export function clockIn(at: number, zone: string): string {
  return timeIn(at, zone)
    .slice(11)
    .replace(/(Z|[+-]\d\d:\d\d)$/, '');
}

/** More in one tip would not be read. */
const EVENTS_TOLD = 12;

/** `1019 SMTP submit message to AQ (accepted); 1025 ...` */
export function eventsText(events: readonly EventReport[]): string {
  const told = events
    .slice(0, EVENTS_TOLD)
    .map(
      ({ event, name, stage, inferred }) =>
        `${clip(event, 40)} ${clip(name, 200)} (${stage ?? 'note'}${inferred ? ', inferred' : ''})`,
    );
  const more = events.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** `WAITING · stalled in: queue · certain`, and where to. */
export function laneTag(recipient: RecipientReport): string {
  const { stage, nextHop } = recipient;
  const to = stage === 'transferred' && nextHop !== null ? ` · to ${nextHop}` : '';
  return verdictTag(recipient) + to;
}

export function whoText(recipient: string | null): string {
  return recipient ?? 'Recipients that no line names';
}

/** How wide a text is at most in this size of letters, about: fonts differ. A wide letter counts twice. */
export function widthOf(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += (character.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return units * size * 0.6;
}
