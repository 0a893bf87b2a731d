const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?: GMT)?$/;

/** Milliseconds UTC of a day written `2003-8-12`, unpadded; null if there is no such day. */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const days = DAYS_IN_MONTH[month - 1];
  if (days === undefined || day < 1 || day > days) return null;
  if (month === 2 && day === 29 && !isLeap(year)) return null;
  // Date.UTC takes the year 99 for 1999.
  if (year < 100) return null;
  return Date.UTC(year, month - 1, day);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Milliseconds since midnight of a time written `0:58:14 GMT`, unpadded; null if there is no such time. */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number(match[3]);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Milliseconds UTC of `2003-8-12 0:58:14 GMT`; null for anything else. */
export function parseDateTime(text: string): number | null {
  const space = text.indexOf(' ');
  if (space < 0) return null;
  const date = parseDate(text.slice(0, space));
  const time = parseTime(text.slice(space + 1));
  return date === null || time === null ? null : date + time;
}
