import { findReason } from '../../catalogue/exchange-reasons.ts';
import { findLatencyComponent } from '../../catalogue/latency-components.ts';
import { parseSmtpReply } from '../../formats/msgtrk-details/smtp-reply.ts';
import {
  AGENT_KEYS,
  ANSWERS,
  HOST_KEYS,
  ID_KEYS,
  isClassPart,
  isClientType,
  isCustomValue,
  isPhrase,
  isRecipientType,
  NUMBER_KEYS,
  WORD_KEYS,
} from './msgtrk-words.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/*
 * Fields of modern lines that are made of parts. Each part that is known stays or becomes a token; nothing else is left.
 */

/** What becomes of a text that is not empty. */
export type TextRule = (text: string, names: Pseudonyms) => string;

export const REDACTED = 'redacted';

/** A text that is kept while it is such; anything else is gone. */
export function only(isFine: (text: string) => boolean): TextRule {
  return (text, names) => (isFine(text) ? text : gone(text, names));
}

export const gone: TextRule = (text, names) => {
  names.seen.gone('other-field', text);
  return REDACTED;
};

const NO_GUID = /^0{8}-(?:0{4}-){3}0{12}$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?$/;
const SECONDS = /^-?\d{1,9}(?:\.\d{1,9})?$/;

/** Of servers, mailboxes, sessions and lines. The nil GUID and 0 are none. */
export const id: TextRule = (text, names) => {
  if (NO_GUID.test(text) || text === '0') return text;
  return names.messageId(GUID.test(text) ? text.toLowerCase() : text);
};
export const host: TextRule = (text, names) => names.host(text);
export const address: TextRule = (text, names) => names.address(text);
export const messageId: TextRule = (text, names) => names.messageId(text);
export const isoTime = only((text) => ISO_TIME.test(text));
export const count = only((text) => /^\d{1,15}$/.test(text));
const seconds = only((text) => SECONDS.test(text));

/** `<...@...>`, the internal id of a forked message, or an address. */
export const reference: TextRule = (text, names) => {
  if (text.startsWith('<') && text.endsWith('>')) return names.messageId(text);
  if (/^\d+$/.test(text)) return id(text, names);
  return text.includes('@') ? names.address(text) : context(text, names);
};

/** A connector, which an administrator named: `EX01\Default EX01`. */
export const connector: TextRule = (text, names) => {
  const [server = '', ...name] = text.split('\\');
  if (name.length === 0) return names.messageId(text);
  const rest = name.join('\\');
  return `${server === '' ? '' : names.host(server)}\\${rest === '' ? '' : names.messageId(rest)}`;
};

/** `To`; `250 2.6.0 <...> [InternalId=7, Hostname=ex02.contoso.example] ...`; `[{LED=550 5.1.1 ...};{MSG=};{FQDN=...};{IP=...};{LRT=...}]` */
export const status: TextRule = (text, names) => {
  if (isRecipientType(text)) return text;
  const parts = /^\[\{(.*)\}\]$/s.exec(text)?.[1]?.split('};{');
  if (parts === undefined) return reply(text, names);
  return `[{${parts.map((part) => statusPart(part, names)).join('};{')}}]`;
};

const STATUS_PARTS = new Map<string, TextRule>([
  ['LED', (text, names) => reply(text, names)],
  ['MSG', (text, names) => reply(text, names)],
  ['FQDN', host],
  ['IP', host],
  ['LRT', only((text) => /^[\d/.: -]{6,24}(?: [AP]M)?$/.test(text) || ISO_TIME.test(text))],
]);

function statusPart(part: string, names: Pseudonyms): string {
  return keyed(part, '=', STATUS_PARTS, names);
}

/** Its codes, its reason where our tables name it, and whose number and name it tells. */
function reply(text: string, names: Pseudonyms): string {
  const { code, enhancedCode, internalId, hostname } = parseSmtpReply(text);
  const ids = [
    internalId === null ? null : `InternalId=${id(internalId, names)}`,
    hostname === null ? null : `Hostname=${names.host(hostname)}`,
  ].filter((one) => one !== null);
  const kept = [
    code,
    enhancedCode,
    findReason(text)?.reason,
    ids.length > 0 ? `[${ids.join(', ')}]` : null,
    ANSWERS.find((answer) => text.includes(answer)),
  ]
    .filter((one) => one !== null && one !== undefined)
    .join(' ');
  if (kept === text) return text;
  names.seen.gone('other-field', text);
  return kept === '' ? REDACTED : `${kept} ${REDACTED}`;
}

/** What stands in `source-context` besides lists of a submission: ids and times of a session, a reply, a reason. */
export const context: TextRule = (text, names) => {
  if (isPhrase(text) || ISO_TIME.test(text) || /^\d{1,3}$/.test(text)) return text;
  if (SUBMISSION.test(text))
    return text
      .split(/, ?/)
      .map((part) => keyed(part, ':', SUBMISSION_PARTS, names))
      .join(', ');
  if (/^[0-9a-f]{8,32}$/i.test(text) || GUID.test(text)) return id(text, names);
  if (text === SUBMITTED) return text;
  if (text.startsWith(SUBMITTED))
    return `${SUBMITTED}${isoTime(text.slice(SUBMITTED.length), names)}`;
  return reply(text, names);
};

const SUBMISSION = /^(?:MDB|Mailbox|Event|MessageClass|CreationTime|ClientType):/;
const SUBMITTED = 'ClientSubmitTime:';
const SUBMISSION_PARTS = new Map<string, TextRule>([
  ['MDB', id],
  ['Mailbox', id],
  ['Event', id],
  ['MessageClass', only((text) => text.split('.').every(isClassPart))],
  ['CreationTime', isoTime],
  ['ClientType', only(isClientType)],
  ['SubmissionAssistant', only(isClientType)],
  ['ServerMdbConnectionId', id],
]);

const domain: TextRule = (text, names) => names.domain(text);
/** What `custom-data` may tell; of a key without a row nothing is left. */
const CUSTOM_PARTS = new Map<string, TextRule>([
  ...WORD_KEYS.map((key) => [key, only(isCustomValue)] as const),
  ...NUMBER_KEYS.map((key) => [key, seconds] as const),
  ...HOST_KEYS.map((key) => [key, host] as const),
  ...ID_KEYS.map((key) => [key, id] as const),
  ...AGENT_KEYS.map((key) => [key, gone] as const),
  ['MsgRecipCount', count],
  ['OriginalFromAddress', address],
  ['AccountForest', domain],
]);
const CUSTOM_TYPE = /^(?:S|I32|I64|F|Dbl|Dt|B):/;

/** `S:E2ELatency=1.928` */
export const customDatum: TextRule = (text, names) => {
  const type = CUSTOM_TYPE.exec(text)?.[0] ?? '';
  return `${type}${keyed(text.slice(type.length), '=', CUSTOM_PARTS, names)}`;
};

/** A key and its value, by the rule of the key; without a rule both are gone. */
function keyed(
  text: string,
  between: '=' | ':',
  rules: ReadonlyMap<string, TextRule>,
  names: Pseudonyms,
): string {
  const at = text.indexOf(between);
  const key = at < 0 ? text : text.slice(0, at);
  const rule = rules.get(key);
  if (rule === undefined) return gone(text, names);
  const value = text.slice(key.length + 1).trim();
  return at < 0 ? key : `${key}${between}${value === '' ? '' : rule(value, names)}`;
}

/** The authentication of a session, as RECEIVE has it: `04I: `, `00A: NTS: `. */
const AUTHENTICATION = /^\d[0-9a-f][0-9a-fAI]?:(?: ?NTS:)?$/;
const SEGMENT = /^(L?SRV)=([^:|()=]*):(.*)$/s;

/** A time, the authentication, or `SRV=<host>:TOTAL-HUB=1.5|QDM=1.2(...)`. */
export const messageInfo: TextRule = (text, names) => {
  if (ISO_TIME.test(text) || AUTHENTICATION.test(text)) return text;
  const [, kind = '', server = '', components = ''] = SEGMENT.exec(text) ?? [];
  if (kind === '') return gone(text, names);
  const parts = components
    .split(/([|()])/)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : component(part, names)));
  return `${kind}=${server === '' ? '' : names.host(server)}:${parts.join('')}`;
};

function component(part: string, names: Pseudonyms): string {
  const equals = part.lastIndexOf('=');
  if (equals < 0) return gone(part, names);
  const name = componentName(part.slice(0, equals));
  if (!part.startsWith(`${name}=`)) names.seen.gone('other-field', part);
  return `${name}=${seconds(part.slice(equals + 1), names)}`;
}

/** What follows a known name is that of an agent, which anybody may have named. */
function componentName(written: string): string {
  const before = written.startsWith('X-') ? 'X-' : '';
  const after = ['-INC', '-PEN'].find((ending) => written.endsWith(ending)) ?? '';
  const name = written.slice(before.length, written.length - after.length);
  if (findLatencyComponent(name)?.name === name) return `${before}${name}${after}`;
  const [known = ''] = name.split('-');
  return findLatencyComponent(known)?.name === known
    ? `${before}${known}-${REDACTED}${after}`
    : REDACTED;
}
