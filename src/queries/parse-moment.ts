import { parseDuration } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { fromWall, startOfDay } from '../model/zone.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A moment as users write it, in milliseconds UTC: ISO 8601 (UTC if no zone is named, days in `zone`), `today`,
 * `yesterday`, or an age like `2h` counted back from the end of the loaded logs. A day means its beginning, or its
 * end where `edge` is `end`. Throws UserError `bad-time` (exit 2).
 */
export function parseMoment(
  text: string,
  option: string,
  context: { readonly logEnd: number; readonly zone: string; readonly edge: 'start' | 'end' },
): number {
  const { logEnd, zone, edge } = context;
  const word = text.trim();
  const day = dayWord(word, logEnd, zone);
  if (day !== null) return startOfDay(day, zone, edge === 'end' ? 1 : 0);
  const age = parseDuration(word);
  const at = age === null ? isoMoment(word) : logEnd - age;
  if (!Number.isNaN(new Date(at).getTime())) return at;
  throw new UserError('bad-time', `${option} does not take ${JSON.stringify(text)}`, {
    hint: 'write 2004-02-18, 2004-02-18T21:46:00Z, today, yesterday, or an age before the end of the logs such as 2h or 3d',
    exitCode: EXIT.usage,
  });
}

/** NaN for anything but a date and time that exist. */
function isoMoment(word: string): number {
  const match = DATE_TIME.exec(word);
  if (match === null || !isDay(word.slice(0, 10))) return Number.NaN;
  return Date.parse(`${word.replace(' ', 'T')}${match[1] === undefined ? 'Z' : ''}`);
}

/** `Date.parse` takes the 30th of February for the first of March. */
function isDay(date: string): boolean {
  const at = Date.parse(`${date}T12:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

/** A moment in the day that is meant. */
function dayWord(word: string, logEnd: number, zone: string): number | null {
  if (word === 'today') return logEnd;
  if (word === 'yesterday') return startOfDay(logEnd, zone, -1);
  return DATE.test(word) && isDay(word) ? fromWall(Date.parse(`${word}T12:00:00Z`), zone) : null;
}
