import { splitList } from '../msgtrk-lists.ts';
import { hostOf, parseSmtpReply } from './smtp-reply.ts';
import type { SmtpReply } from './smtp-reply.ts';

/** What `recipient-status` says of one recipient. */
export interface RecipientStatus extends SmtpReply {
  /** The last error or the reply, without what is put around it; `To` and `Cc` with RECEIVE. */
  readonly text: string;
  /** Who gave the last error. Newer versions tell it (`FQDN=`), others in the reply. */
  readonly host: string | null;
  readonly ip: string | null;
  /** When it was last tried, as written there: in the form of the server's country. */
  readonly lastTry: string | null;
}

/**
 * The items of `recipient-status`, one a recipient (or one for all of them: see `statusOf`). A structured one holds semicolons, and not
 * every server puts it in quotes. (Domain notes on modern logs, 2.5.)
 */
export function parseRecipientStatus(field: string): RecipientStatus[] {
  return splitStatuses(field).map(parseStatus);
}

/** The texts of these items. */
export function splitStatuses(field: string): string[] {
  return joined(splitList(field));
}

/** The status of a line's recipient by its place; undefined where the list does not tell whose is whose. */
export function statusOf(
  statuses: readonly RecipientStatus[],
  index: number,
  recipients: number,
): RecipientStatus | undefined {
  if (statuses.length === recipients) return statuses[index];
  return statuses.length === 1 ? statuses[0] : undefined;
}

/** `[{LED=550 5.1.1 a`, `b};{MSG=}]` is one item that was cut at its semicolons. */
function joined(items: readonly string[]): string[] {
  const whole: string[] = [];
  let open: string[] = [];
  for (const item of items) {
    if (open.length === 0 && !item.startsWith('[{')) whole.push(item);
    else {
      open.push(item);
      if (!item.trimEnd().endsWith('}]')) continue;
      whole.push(open.join(';'));
      open = [];
    }
  }
  return [...whole, ...open];
}

const STRUCTURED = /^\s*\[\{(.*)\}\]\s*$/s;

function parseStatus(item: string): RecipientStatus {
  const parts = STRUCTURED.exec(item)?.[1]?.split('};{');
  if (parts === undefined) {
    const reply = parseSmtpReply(item);
    return { ...reply, text: item.trim(), host: reply.hostname, ip: null, lastTry: null };
  }
  const told = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(0, equals)).toUpperCase();
    const value = part.slice(equals + 1).trim();
    if (value !== '' && !told.has(key)) told.set(key, value);
  }
  const text = told.get('LED') ?? told.get('MSG') ?? '';
  const reply = parseSmtpReply(text);
  return {
    ...reply,
    text,
    host: hostOf(told.get('FQDN')) ?? reply.hostname,
    ip: hostOf(told.get('IP')),
    lastTry: told.get('LRT') ?? null,
  };
}
