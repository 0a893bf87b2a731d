import { readPlace } from '../model/search-place.ts';
import type { SearchPlace } from '../model/search-place.ts';
import { STAGE_KEYS, STATES } from '../model/stage.ts';
import { parseDuration } from '../model/time.ts';
import { EXIT, UserError } from '../model/user-error.ts';

/** The parameters of an address, as text. */
export type Parameters = Readonly<Record<string, string>>;

/** The text of a parameter; nothing of one that is absent or empty, as forms send those that were left out. */
export function textOf<Name extends string>(
  parameters: Parameters,
  name: string,
  as: Name,
): { [K in Name]?: string } {
  const value = parameters[name]?.trim();
  const found: { [K in Name]?: string } = {};
  if (value !== undefined && value !== '') Object.assign(found, { [as]: value });
  return found;
}

/** One of a list of words. Throws UserError `bad-parameter` (exit 2) for any other. */
export function wordOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = parameters[name]?.trim();
  if (value === undefined || value === '') return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw badParameter(name, value, words.join(', '));
  return word;
}

/** Seven digits. */
const MOST = 9_999_999;

/** A number from 1 on. */
function numberOf(parameters: Parameters, name: string, absent: number, most = MOST): number {
  const value = parameters[name]?.trim();
  if (value === undefined || value === '') return absent;
  const number = /^[1-9]\d{0,6}$/.test(value) ? Number(value) : Number.POSITIVE_INFINITY;
  if (number > most)
    throw badParameter(name, value, `a number from 1 ${most === MOST ? 'on' : `to ${most}`}`);
  return number;
}

/** Records that a page of a search lists. */
const LIMIT = 50;

/** Which page of a search, from 1 on, and how many records it lists, of `most` at most. */
export function pageOf(
  parameters: Parameters,
  most?: number,
): { readonly page: number; readonly limit: number } {
  return {
    page: numberOf(parameters, 'page', 1),
    limit: numberOf(parameters, 'limit', LIMIT, most),
  };
}

/** Where it begins. */
export function placeOf(parameters: Parameters): { place?: SearchPlace } {
  const { place: text } = textOf(parameters, 'place', 'place');
  if (text === undefined) return {};
  const place = readPlace(text);
  if (place === null) throw badParameter('place', text, 'a place that a link of a page holds');
  return { place };
}

/** What all verdicts take. */
export function judgingOf(parameters: Parameters): { asOf?: string; olderThan?: number } {
  return { ...textOf(parameters, 'as-of', 'asOf'), ...olderThanOf(parameters) };
}

export function olderThanOf(parameters: Parameters): { olderThan?: number } {
  return ageOf(parameters, 'older-than', 'olderThan');
}

/** Milliseconds. */
function ageOf<Name extends string>(
  parameters: Parameters,
  name: string,
  as: Name,
): { [K in Name]?: number } {
  const { [as]: text } = textOf(parameters, name, as);
  const found: { [K in Name]?: number } = {};
  if (text === undefined) return found;
  const age = parseDuration(text);
  if (age === null) throw badParameter(name, text, 'an age such as 15m or 2h');
  return Object.assign(found, { [as]: age });
}

/** What `find` takes, but for its limit. */
export function filtersOf(parameters: Parameters) {
  const state = wordOf(parameters, 'state', STATES);
  const stage = wordOf(parameters, 'stage', STAGE_KEYS);
  return {
    ...textOf(parameters, 'q', 'q'),
    ...textOf(parameters, 'id', 'id'),
    ...textOf(parameters, 'from', 'from'),
    ...textOf(parameters, 'to', 'to'),
    ...textOf(parameters, 'subject', 'subject'),
    ...textOf(parameters, 'server', 'server'),
    ...textOf(parameters, 'since', 'since'),
    ...textOf(parameters, 'until', 'until'),
    ...(state === undefined ? {} : { state }),
    ...(stage === undefined ? {} : { stage }),
    ...(isOn(parameters, 'stalled') ? { stalled: true } : {}),
    ...queueFiltersOf(parameters),
    ...judgingOf(parameters),
  };
}

/** What rows and ages of `stuck` are asked for by. */
function queueFiltersOf(parameters: Parameters) {
  return {
    ...(isOn(parameters, 'open') ? { open: true } : {}),
    ...(isOn(parameters, 'with-system') ? { withSystem: true } : {}),
    ...textOf(parameters, 'destination', 'destination'),
    ...textOf(parameters, 'sender-domain', 'senderDomain'),
    ...textOf(parameters, 'next-hop', 'nextHop'),
    ...ageOf(parameters, 'min-age', 'minAge'),
    ...ageOf(parameters, 'younger-than', 'youngerThan'),
  };
}

/** A box that is ticked. */
export function isOn(parameters: Parameters, name: string): boolean {
  return wordOf(parameters, name, ['1', 'on', '0']) !== undefined && parameters[name] !== '0';
}

/** The address of a page with parameters; those that are undefined or empty are left out. */
export function address(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') given.append(name, String(value));
  return given.size === 0 ? path : `${path}?${given.toString()}`;
}

function badParameter(name: string, value: string, wanted: string): UserError {
  return new UserError('bad-parameter', `${name} does not take ${JSON.stringify(value)}`, {
    hint: `write ${wanted}`,
    exitCode: EXIT.usage,
  });
}
