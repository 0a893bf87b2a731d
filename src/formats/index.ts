import { exchange2003 } from './exchange2003.ts';
import type { LogFormat } from './format.ts';

/** All formats that mailtrail reads, in the order in which they are tried. */
export const FORMATS: readonly LogFormat[] = [exchange2003];

/** The format of a file by its first lines; undefined when it is no tracking log. */
export function recogniseFormat(firstLines: readonly string[]): LogFormat | undefined {
  return FORMATS.find((format) => format.recognises(firstLines));
}

export function formatNamed(name: string): LogFormat | undefined {
  return FORMATS.find((format) => format.name === name);
}
