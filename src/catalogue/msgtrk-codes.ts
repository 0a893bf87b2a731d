/*
 * The store keeps an event id as a number. Exchange 2000/2003 and before write numbers of at most nine digits; those of modern logs, which
 * are a word and the source that wrote it, begin above them. Only ever append to the lists: their order is what databases hold.
 */

/** Event ids of modern logs (Microsoft Learn, "Message tracking", and what admins report beside it). */
export const MSGTRK_EVENT_IDS = [
  'RECEIVE',
  'SEND',
  'DELIVER',
  'FAIL',
  'DSN',
  'DEFER',
  'SUBMIT',
  'NOTIFYMAPI',
  'AGENTINFO',
  'EXPAND',
  'RESOLVE',
  'REDIRECT',
  'TRANSFER',
  'SENDEXTERNAL',
  'DUPLICATEDELIVER',
  'DUPLICATEEXPAND',
  'DUPLICATEREDIRECT',
  'RESUBMIT',
  'RESUBMITDEFER',
  'RESUBMITFAIL',
  'LOAD',
  'BADMAIL',
  'DROP',
  'SUPPRESSED',
  'POISONMESSAGE',
  'THROTTLE',
  'HAREDIRECT',
  'HAREDIRECTFAIL',
  'HARECEIVE',
  'HADISCARD',
  'INITMESSAGECREATED',
  'MODERATORAPPROVE',
  'MODERATORREJECT',
  'MODERATIONEXPIRE',
  'MODERATORSALLNDR',
  'NOTIFYSHADOW',
  'CLIENTSUBMISSION',
  'SUBMITDEFER',
  'SUBMITFAIL',
  'DELIVERFAIL',
  'PROCESS',
  'PROCESSMEETINGMESSAGE',
  'REPLICATION',
  'JOURNALREPORT',
  'DELAY',
  // What the summary traces of Exchange Online say instead of an event.
  'STATUS-DELIVERED',
  'STATUS-EXPANDED',
  'STATUS-FAILED',
  'STATUS-FILTEREDASSPAM',
  'STATUS-GETTINGSTATUS',
  'STATUS-PENDING',
  'STATUS-QUARANTINED',
  'STATUS-NONE',
] as const;
export type MsgtrkEventId = (typeof MSGTRK_EVENT_IDS)[number];

/** Sources of modern events. */
export const MSGTRK_SOURCES = [
  'SMTP',
  'STOREDRIVER',
  'AGENT',
  'ROUTING',
  'QUEUE',
  'DSN',
  'DNS',
  'RESOLVER',
  'MAILBOXRULE',
  'APPROVAL',
  'SAFETYNET',
  'REDUNDANCY',
  'BOOTLOADER',
  'PICKUP',
  'GATEWAY',
  'PUBLICFOLDER',
  'POISONMESSAGE',
  'MEETINGMESSAGEPROCESSOR',
  'ADMIN',
  'ORAR',
  'ADSN',
  'TRACE',
] as const;
export type MsgtrkSource = (typeof MSGTRK_SOURCES)[number];

/**
 * Whom of a line an event speaks of, where that is not simply its recipient:
 * - `former`: the address that a line names as related: the group that was expanded, the address that was resolved or redirected;
 * - `mailbox`: a recipient who is, by what the line tells, of the organisation of the server: what waits, waits for a mailbox;
 * - `own-server`: a SEND to the Mailbox Transport Delivery service of the server that wrote it;
 * - `original`: the message that a line refers to, as the one that waits for its moderator.
 */
export const MSGTRK_ROLES = ['named', 'former', 'mailbox', 'own-server', 'original'] as const;
export type MsgtrkRole = (typeof MSGTRK_ROLES)[number];

export const FIRST_MSGTRK_CODE = 1_000_000_000;
const PER_EVENT = 100;
const PER_ROLE = 100_000;
/** Sources that nobody knows: what the event does is known all the same. */
const OTHER_SOURCE = PER_EVENT - 1;
/** Event ids that nobody knows have a number made of their text. */
const FIRST_UNKNOWN_CODE = 1_100_000_000;
const UNKNOWN_CODES = 1_000_000_000;

const eventNumbers = new Map<string, number>(MSGTRK_EVENT_IDS.map((id, index) => [id, index]));
const sourceNumbers = new Map<string, number>(MSGTRK_SOURCES.map((id, index) => [id, index]));
const roleNumbers = new Map<string, number>(MSGTRK_ROLES.map((id, index) => [id, index]));

/** What a code below `FIRST_UNKNOWN_CODE` stands for. */
export interface MsgtrkCode {
  readonly event: MsgtrkEventId;
  /** Null: one that is not known. */
  readonly source: MsgtrkSource | null;
  readonly role: MsgtrkRole;
}

/** The code of an event id and a source in any case; what is not known has one too. */
export function msgtrkCode(event: string, source: string, role: MsgtrkRole = 'named'): number {
  const number = eventNumbers.get(event.toUpperCase());
  if (number === undefined) return unknownCode(unknownKey(event, source));
  const bySource = sourceNumbers.get(source.toUpperCase()) ?? OTHER_SOURCE;
  return (
    FIRST_MSGTRK_CODE + (roleNumbers.get(role) ?? 0) * PER_ROLE + number * PER_EVENT + bySource
  );
}

/** Null for ids of 2003 and before, and for what nobody knows. */
export function readMsgtrkCode(code: number): MsgtrkCode | null {
  if (code < FIRST_MSGTRK_CODE || code >= FIRST_UNKNOWN_CODE) return null;
  const offset = code - FIRST_MSGTRK_CODE;
  const event = MSGTRK_EVENT_IDS[Math.floor((offset % PER_ROLE) / PER_EVENT)];
  const role = MSGTRK_ROLES[Math.floor(offset / PER_ROLE)];
  const source = offset % PER_EVENT;
  if (event === undefined || role === undefined) return null;
  return { event, role, source: MSGTRK_SOURCES[source] ?? null };
}

export function isMsgtrkCode(code: number): boolean {
  return code >= FIRST_MSGTRK_CODE;
}

/** Whether it is one of the list, in capitals. */
export function isKnownEventId(event: string): boolean {
  return eventNumbers.has(event);
}

/** Whether only the log itself says what the event is: its text has to be kept. */
export function isUnknownMsgtrkCode(code: number): boolean {
  return code >= FIRST_UNKNOWN_CODE;
}

/** `EVENT/SOURCE` of an event id that is not known, as it is shown. */
export function unknownKey(event: string, source: string): string {
  return source === '' ? event.toUpperCase() : `${event.toUpperCase()}/${source.toUpperCase()}`;
}

/** FNV-1a. */
function unknownCode(key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return FIRST_UNKNOWN_CODE + ((hash >>> 0) % UNKNOWN_CODES);
}

/** How an event is named in answers: `1034`, `RECEIVE/SMTP`, `SEND`; by `texts` where only the log says it. */
export function eventKey(code: number, texts?: ReadonlyMap<number, string>): string {
  const known = readMsgtrkCode(code);
  if (known !== null) return known.source === null ? known.event : `${known.event}/${known.source}`;
  return isMsgtrkCode(code) ? (texts?.get(code) ?? 'unknown event') : String(code);
}

/** Whether a text is a number or words of these lists alone, as `eventKey` makes them: nothing that a log made up. */
export function isKnownEventKey(text: string): boolean {
  const [event = '', source, ...more] = text.split('/');
  if (/^\d{1,9}$/.test(text)) return true;
  return (
    more.length === 0 &&
    eventNumbers.has(event) &&
    (source === undefined || sourceNumbers.has(source))
  );
}
