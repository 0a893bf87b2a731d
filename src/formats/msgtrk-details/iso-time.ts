const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z?$/;
/** Modern servers write the year 1 for "no time". */
const FIRST_YEAR = 1990;

/** Milliseconds UTC of `2016-05-04T10:11:12.123Z`, with 1 to 9 decimals or none; null for anything else, and for a time that stands for none. */
export function parseIsoTime(text: string): number | null {
  const match = ISO_TIME.exec(text);
  if (match === null || Number(match[1]) < FIRST_YEAR) return null;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const at = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  );
  // 31 April is taken for 1 May.
  return Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day) ? null : at;
}
