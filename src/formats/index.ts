import { exchange2003 } from './exchange2003.ts';
import { exchange55 } from './exchange55.ts';
import type { LogFormat } from './format.ts';
import { messageTrace } from './messagetrace.ts';
import { msgtrk } from './msgtrk.ts';

/** All formats that mailtrail reads, in the order in which they are tried. */
const FORMATS: readonly LogFormat[] = [exchange2003, msgtrk, messageTrace, exchange55];

/** The format of a file by its first lines; undefined when it is no tracking log. */
export function recogniseFormat(firstLines: readonly string[]): LogFormat | undefined {
  return FORMATS.find((format) => format.recognises(firstLines));
}

export function formatNamed(name: string): LogFormat | undefined {
  return FORMATS.find((format) => format.name === name);
}

/** Logs that users have and this version does not read yet, by their first lines. */
const OTHER_LOGS: readonly (readonly [RegExp, string])[] = [
  [/^\uFEFF?#Software: Microsoft Exchange/i, 'a log of Exchange, but not of message tracking'],
  [/^\uFEFF?#Software: Microsoft Internet Information/i, 'a log of IIS'],
];

/** What a file is that is a log, but of a kind that is not read; null for anything else. */
export function otherLog(firstLines: readonly string[]): string | null {
  const found = OTHER_LOGS.find(([pattern]) => firstLines.some((line) => pattern.test(line)));
  return found?.[1] ?? null;
}
