import type { Pseudonyms } from './pseudonyms.ts';
import { host, query, word } from './rules.ts';
import type { Rule } from './rules.ts';

/** An option as the user wrote it, and its value. */
export type Asked = readonly (readonly [option: string, value: string])[];

const person: Rule<string> = (value, names) =>
  /^[^@\s]+@[^@\s]+$/.test(value) ? names.address(value) : names.query(value);

/** Options whose values are no text of anybody's. A value of any other is redacted as what was typed. */
const RULES = new Map<string, Rule<string>>([
  ['--from', person],
  ['--to', person],
  ['--server', host],
  ['--since', word],
  ['--until', word],
  ['--as-of', word],
  ['--state', word],
  ['--stage', word],
  ['--stuck', word],
  ['--stalled', word],
  ['--with-system', word],
  ['--older-than', word],
  ['--tz', word],
]);

export function redactAsked(asked: Asked, names: Pseudonyms): Asked {
  return asked.map(([option, value]) => [option, (RULES.get(option) ?? query)(value, names)]);
}
