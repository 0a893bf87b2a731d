import { splitList } from './msgtrk-lists.ts';
import type { MsgtrkRow } from './msgtrk-row.ts';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NO_GUID = '00000000-0000-0000-0000-000000000000';
/** Both stand in a list with commas, so a line that is not quoted tells of no submission. */
const MAILBOX = /(?:^|, ?)Mailbox:([0-9a-f-]{36})(?:,|$)/i;
const EVENT_NUMBER = /, ?Event:(\d{1,20})(?:,|$)/;
/** A message id in angle brackets, as `reference` holds it among other things. */
const MESSAGE_ID = /^<[^<>]*@[^<>]*>$/;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u001f]/g;

/** Events that tell of a mail that came out of a mailbox: their source-context says out of which one. */
const SUBMISSIONS: ReadonlySet<string> = new Set([
  'NOTIFYMAPI',
  'NOTIFYSHADOW',
  'CLIENTSUBMISSION',
  'SUBMIT',
  'SUBMITDEFER',
  'SUBMITFAIL',
  'RECEIVE',
]);

/** The store warns of a full mailbox by mail of its own, of which no other line has to follow. */
const QUOTA_WARNING = /MessageClass:IPM\.Note\.StorageQuotaWarning/i;

export function warnsOfQuota(sourceContext: string): boolean {
  return QUOTA_WARNING.test(sourceContext);
}

export interface RowIds {
  readonly messageId: string | null;
  readonly networkMessageId: string | null;
  readonly submissionId: string | null;
}

/**
 * What a line may be joined by. A line without a message id gets the best name that its mail has: what it is submitted as, its number on this
 * server, or its GUID.
 */
export function idsOf(row: MsgtrkRow, event: string, server: string | null): RowIds {
  const networkMessageId = guidOf(row('network-message-id'));
  const submissionId = SUBMISSIONS.has(event) ? submissionIdOf(row('source-context')) : null;
  const own = bareId(row('message-id'));
  if (own === null && event === 'NOTIFYMAPI' && warnsOfQuota(row('source-context')))
    return { messageId: null, networkMessageId, submissionId: null };
  if (own !== null) return { messageId: own, networkMessageId, submissionId };
  const messageId =
    submissionId ?? internalId(row('internal-message-id'), server) ?? guidId(networkMessageId);
  return { messageId, networkMessageId, submissionId: null };
}

/** The mailbox and the number of the submission in it: all lines of one submission have the same. */
function submissionIdOf(sourceContext: string): string | null {
  const mailbox = MAILBOX.exec(sourceContext)?.[1]?.toLowerCase();
  const number = EVENT_NUMBER.exec(sourceContext)?.[1];
  if (mailbox === undefined || number === undefined || !GUID.test(mailbox)) return null;
  return `Mailbox:${mailbox},Event:${number}`;
}

/** Events whose reference is another message: the report, what it reports of, what caused it. */
const LINKING: ReadonlySet<string> = new Set(['DSN', 'FAIL', 'RECEIVE']);

export function linksTo(event: string): boolean {
  return LINKING.has(event);
}

/** The first message id that a line refers to. */
export function referencedId(row: MsgtrkRow): string | null {
  const [first = ''] = splitList(row('reference'));
  return MESSAGE_ID.test(first.trim()) ? bareId(first.trim()) : null;
}

/** An id without its angle brackets; null for none. */
export function bareId(text: string): string | null {
  const bare = text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
  return bare === '' ? null : visible(bare);
}

/** A control character would hide in a terminal, and none belongs in an id. */
export function visible(text: string): string {
  return text.replace(CONTROLS, '\uFFFD');
}

/** A GUID in small letters; null for anything else, and for the one that is all zeros. */
export function guidOf(text: string): string | null {
  const guid = text.toLowerCase();
  return GUID.test(guid) && guid !== NO_GUID ? guid : null;
}

export function internalId(number: string, server: string | null): string | null {
  if (!/^[1-9]\d{0,19}$/.test(number)) return null;
  return visible(`InternalId:${number}@${(server ?? '').toLowerCase()}`);
}

/** What stands for the message id of a mail that has but a GUID. */
export function guidId(guid: string | null): string | null {
  return guid === null ? null : `NetworkMessageId:${guid}`;
}

/** Whether message-info may begin with the time of arrival: where a message is put off, Exchange 2007 writes when it is tried again. */
export function tellsArrival(event: string): boolean {
  return event !== 'DEFER';
}
