import type { EventReport, RecipientReport } from '../../model/report.ts';
import { formatInZone } from '../../model/zone.ts';
import { verdictTag } from '../sentence.ts';
import { clip } from '../visible.ts';
import { unitsOf } from './break-text.ts';

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

/** More in one panel would not be read. */
const EVENTS_TOLD = 6;

/** For each event `1034 SMTP message routed and queued for remote delivery -> mx.partner.example (remote-queue)` and `line 21 of 20040218.log` */
export function eventLines(events: readonly EventReport[]): string[] {
  const told = events.slice(0, EVENTS_TOLD);
  const more = events.length - told.length;
  return [
    ...told.flatMap(({ event, name, stage, inferred, partner, source }) => {
      const to = partner === null ? '' : ` -> ${clip(partner, 100)}`;
      return [
        `${clip(event, 40)} ${clip(name, 200)}${to} (${stage ?? 'note'}${inferred ? ', inferred' : ''})`,
        `line ${source.line} of ${clip(nameOf(source.file), 60)}`,
      ];
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** Of a path the last part: the table has all of it. */
function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
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
  return unitsOf(text) * size * 0.6;
}
