import { parseDate } from './time-2003.ts';

const DATE_LENGTH = 'yyyy-mm-dd'.length;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?Z?$/;
/** What Exchange writes where there is no time. */
const NO_TIME = '0001-01-01';

/** A moment in milliseconds UTC, or what is wrong with its text. */
export type IsoTime = number | 'bad-date' | 'bad-time';

/**
 * Reads times as modern logs write them: ISO 8601 in UTC, with 3 digits behind the second or 7, of which the first three count. Each reader
 * remembers the last day, as lines of a day follow each other.
 */
export function createIsoReader(): (text: string) => IsoTime {
  let lastDate = '';
  let lastDay: number | null = null;
  return (text) => {
    const date = text.slice(0, DATE_LENGTH);
    if (date !== lastDate) {
      lastDate = date;
      lastDay = DATE.test(date) ? parseDate(date) : null;
    }
    const time = timeOfDay(text);
    if (date === NO_TIME) return time === null ? 'bad-date' : 'bad-time';
    if (lastDay === null) return 'bad-date';
    return time === null ? 'bad-time' : lastDay + time;
  };
}

function timeOfDay(text: string): number | null {
  const match = TIME.exec(text.slice(DATE_LENGTH));
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const milliseconds = Number((match[4] ?? '').slice(0, 3).padEnd(3, '0'));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}
