import { findLatencyComponent } from '../../catalogue/latency-components.ts';
import { isKnownEventKey } from '../../catalogue/msgtrk-codes.ts';
import { isOurText } from './our-words.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** How a value of one field is redacted. */
export type Rule<T> = (value: T, names: Pseudonyms) => T;

/** A rule for each field of T, so that a field without one does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: Rule<T[K] & ({} | null)> };

/** An object of which only the fields of the table are left: one that nobody knows of is not passed on. */
export function record<T extends object>(fields: Fields<T>): Rule<T> {
  return (value, names) => {
    const redacted = { ...value };
    for (const key in redacted) {
      const field = value[key];
      if (field === undefined || !Object.hasOwn(fields, key)) Reflect.deleteProperty(redacted, key);
      else redacted[key] = fields[key](field, names);
    }
    return redacted;
  };
}

export function each<T>(rule: Rule<T>): Rule<readonly T[]> {
  return (values, names) => values.map((value) => rule(value, names));
}

export function orNull<T>(rule: Rule<T>): Rule<T | null> {
  return (value, names) => (value === null ? null : rule(value, names));
}

/** Numbers, flags, and words of closed lists: what logs cannot put text into. */
export function keep<T extends number | boolean | string | null>(value: T): T {
  return value;
}

/** Numbers of a list. */
export function keepAll<T extends readonly (number | null)[]>(values: T): T {
  return values;
}

function only(isFine: (value: string) => boolean): Rule<string> {
  return (value) => (isFine(value) ? value : 'redacted');
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z)?$/;
const STATUS_CODE = /^[245]\.\d{1,3}\.\d{1,3}$/;
const WORD = /^[\w .,:/+-]{0,80}$/;

/** A day, or a time as reports write it. */
export const time = only((value) => TIME.test(value));
/** An event id that nobody knows is a word of the log. */
export const eventId = only(isKnownEventKey);
export const statusCode = only((value) => STATUS_CODE.test(value));
/** What a latency is of, as the catalogue calls it: agents may be named after anything. */
export const measure: Rule<string> = (name) => findLatencyComponent(name)?.name ?? 'redacted';
/** A name or a word of our tables. */
export const ours = only((value) => isOurText(value) || /^unknown event \d{1,9}$/.test(value));
/** What the user wrote and the program took as a time, a state or a zone. */
export const word = only((value) => WORD.test(value));

export const address: Rule<string> = (value, names) => names.address(value);
export const host: Rule<string> = (value, names) => names.host(value);
export const messageId: Rule<string> = (value, names) => names.messageId(value);
export const file: Rule<string> = (value, names) => names.file(value);
export const query: Rule<string> = (value, names) => names.query(value);
export const sentence: Rule<string> = (value, names) => names.sentence(value);

export const subject: Rule<string | null> = (value, names) => {
  if (value !== null) names.subject(value);
  return null;
};
