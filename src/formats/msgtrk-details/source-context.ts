import { splitList } from '../msgtrk-lists.ts';
import { parseIsoTime } from './iso-time.ts';

/** What a mailbox server says of a message that one of its mailboxes submitted. Null: not told. */
interface SubmissionContext {
  readonly kind: 'submission';
  /** The GUID of the mailbox database. */
  readonly mdb: string | null;
  /** The GUID of the mailbox: with the event number it is what all lines of one submission share. */
  readonly mailbox: string | null;
  readonly event: string | null;
  readonly messageClass: string | null;
  /** Milliseconds UTC. */
  readonly createdAt: number | null;
  /** `User`, `OWA`, `MOMT`, `EAS`, `System`... */
  readonly clientType: string | null;
  /** What stands behind all that, such as why it was put off. */
  readonly note: string | null;
}

/** The SMTP session that a message came or went by. Null: not told. */
interface SessionContext {
  readonly kind: 'session';
  /** The session-id of the protocol logs. */
  readonly id: string | null;
  /** Milliseconds UTC. */
  readonly startedAt: number | null;
  /** What the next server answered. */
  readonly reply: string | null;
  /** Milliseconds UTC: when the client sent it. */
  readonly clientSubmittedAt: number | null;
}

/** Anything else: a reason, the name of an agent, the kind of a DSN. */
interface TextContext {
  readonly kind: 'text';
  readonly text: string;
}

export type SourceContext = SubmissionContext | SessionContext | TextContext;

const SUBMISSION = /^(?:MDB|Mailbox|Event|MessageClass|CreationTime|ClientType):/;
const SESSION_ID = /^[0-9A-F]{8,32}$/;
const REPLY = /^[245]\d\d[ -]/;
const CLIENT_SUBMIT = 'ClientSubmitTime:';

/** What `source-context` says; null where it is empty. (Domain notes on modern logs, 1.5 and 2.3.) */
export function parseSourceContext(field: string): SourceContext | null {
  const text = field.trim();
  if (text === '') return null;
  return parseSubmission(text) ?? parseSession(text) ?? { kind: 'text', text };
}

/** `MDB:<guid>, Mailbox:<guid>, Event:<number>, MessageClass:IPM.Note, ...` */
function parseSubmission(text: string): SubmissionContext | null {
  if (!SUBMISSION.test(text)) return null;
  const [facts = '', ...rest] = text.split('; ');
  const told = new Map<string, string>();
  for (const part of facts.split(', ')) {
    const colon = part.indexOf(':');
    if (colon > 0) told.set(part.slice(0, colon), part.slice(colon + 1));
  }
  return {
    kind: 'submission',
    mdb: told.get('MDB') ?? null,
    mailbox: told.get('Mailbox') ?? null,
    event: told.get('Event') ?? null,
    messageClass: told.get('MessageClass') ?? null,
    createdAt: parseIsoTime(told.get('CreationTime') ?? ''),
    clientType: told.get('ClientType') ?? null,
    note: rest.join('; ') || null,
  };
}

/** RECEIVE: `<id>;<time>;<number>`. SEND: `<id>;<reply>;ClientSubmitTime:<time>`; the id may be missing. */
function parseSession(text: string): SessionContext | null {
  const items = splitList(text);
  const isSession =
    SESSION_ID.test(items[0] ?? '') || items.some((item) => item.startsWith(CLIENT_SUBMIT));
  if (!isSession) return null;
  const submitted = items.find((item) => item.startsWith(CLIENT_SUBMIT)) ?? '';
  const id = items[0] ?? '';
  return {
    kind: 'session',
    id: SESSION_ID.test(id) ? id : null,
    startedAt: parseIsoTime(items[1] ?? ''),
    reply: items.find((item) => REPLY.test(item)) ?? null,
    clientSubmittedAt: parseIsoTime(submitted.slice(CLIENT_SUBMIT.length)),
  };
}
