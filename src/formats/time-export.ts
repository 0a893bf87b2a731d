import { parseDate } from './time-2003.ts';

/** Milliseconds UTC, or what is wrong: `local-time` is a time that may be one of several moments. */
export type ExportTime = number | 'bad-date' | 'bad-time' | 'local-time';

const PARTS = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[T\s]+(\S.*))?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(?:([AP])\.?M\.?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

const MINUTE = 60_000;
/** No time is written in more characters. */
const LONGEST = 64;

interface ClockTime {
  /** Milliseconds since midnight. */
  readonly time: number;
  /** Milliseconds ahead of UTC; null where the text names no zone. */
  readonly zone: number | null;
}

/**
 * A time as exports have it. Dates are read that can be one day only: the year first, the day first before full stops, two equal numbers or one above
 * twelve; not `9/1/2026`. One without a zone is UTC, as those of message traces are, unless `needsZone`.
 */
export function readExportTime(text: string, needsZone = false): ExportTime {
  const parts = text.length > LONGEST ? null : PARTS.exec(text);
  if (parts === null) return 'bad-date';
  const day = dayOf(parts);
  if (typeof day !== 'number') return day;
  const clock = clockOf(parts[5] ?? '');
  if (clock === null) return 'bad-time';
  if (clock.zone === null && needsZone) return 'local-time';
  return day + clock.time - (clock.zone ?? 0);
}

function dayOf(parts: RegExpExecArray): number | 'bad-date' | 'local-time' {
  const [, first = '', separator = '', second = '', third = ''] = parts;
  if (first.length === 4) return parseDate(`${first}-${second}-${third}`) ?? 'bad-date';
  if (third.length !== 4) return 'bad-date';
  const dayFirst = parseDate(`${third}-${second}-${first}`);
  if (separator === '.') return dayFirst ?? 'bad-date';
  return theOneOf(dayFirst, parseDate(`${third}-${first}-${second}`));
}

function theOneOf(
  dayFirst: number | null,
  monthFirst: number | null,
): number | 'bad-date' | 'local-time' {
  if (dayFirst === null || monthFirst === null) return dayFirst ?? monthFirst ?? 'bad-date';
  return dayFirst === monthFirst ? dayFirst : 'local-time';
}

function clockOf(text: string): ClockTime | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hourText, minuteText, secondText = '0', fraction = '', half, zoneText] = match;
  const hours = hourOf(Number(hourText), half);
  const [minutes, seconds] = [Number(minuteText), Number(secondText)];
  if (hours === null || minutes > 59 || seconds > 59) return null;
  const zone = zoneOf(zoneText);
  if (zone === undefined) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { time: ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds, zone };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

/** Null where no zone is named, undefined where there is no such one. */
function zoneOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  if (/^[ZU]/i.test(text)) return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  if (hours > 14 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
