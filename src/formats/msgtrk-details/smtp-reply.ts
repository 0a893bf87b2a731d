/** What a server answered, as a status or a context holds it. Texts are as written. */
export interface SmtpReply {
  /** `550`; null where only the enhanced code stands there. */
  readonly code: number | null;
  /** `5.1.1` */
  readonly enhancedCode: string | null;
  /** The dotted words that Exchange names its reasons by: `RESOLVER.ADR.RecipNotFound`, `QUEUE.Expired`, `STOREDRV.Storage`. */
  readonly reason: string | null;
  /** What the next server calls the message: its own internal-message-id. */
  readonly internalId: string | null;
  /** The server that answered. */
  readonly hostname: string | null;
}

const REPLY = /^([245]\d\d)(?:[ -]|$)/;
const ENHANCED = /^(?:[245]\d\d[ -]+)?#?([245]\.\d{1,3}\.\d{1,3})(?![\w.])/;
const REASON =
  /(?<![\w.])((?:RESOLVER|QUEUE|STOREDRV|SMTPSEND|ROUTING|AGENT|APPROVAL|TRANSPORT|CAT|DSN|REPLAY|PICKUP|POISON)(?:[.:][A-Za-z][A-Za-z0-9]{0,60}){1,6})(?!\w)/i;
/** Behind the name of who says so: `Malware Agent; 432 4.7.0 Engine error`. */
const WITHIN = /(?<![\w.])([245]\d\d)[ -]#?([245]\.\d{1,3}\.\d{1,3})(?![\w.])/;
const INTERNAL_ID = /\[InternalId=(\d{1,20})/;
const HOSTNAME = /[[ ]Hostname=([^\s,\]]{1,255})/;
const HOST = /^[\p{L}\p{N}._:%[\]-]{1,255}$/u;
/** Replies are short; what follows is no business of ours. */
const READ = 4096;

/** What a reply says; all null for a text that is none (`To`, `Cc`, a reason in words). */
export function parseSmtpReply(text: string): SmtpReply {
  const start = text.slice(0, READ).trimStart();
  const { code, enhancedCode } = codesOf(start);
  return {
    code: code === undefined ? null : Number(code),
    enhancedCode: enhancedCode ?? null,
    reason: REASON.exec(start)?.[1] ?? null,
    internalId: INTERNAL_ID.exec(start)?.[1] ?? null,
    hostname: hostOf(HOSTNAME.exec(start)?.[1]),
  };
}

function codesOf(text: string): {
  readonly code: string | undefined;
  readonly enhancedCode: string | undefined;
} {
  const code = REPLY.exec(text)?.[1];
  const enhancedCode = ENHANCED.exec(text)?.[1];
  if (code !== undefined || enhancedCode !== undefined) return { code, enhancedCode };
  const within = WITHIN.exec(text);
  return { code: within?.[1], enhancedCode: within?.[2] };
}

/** A name or an address as a host can have; null for anything else: a reply may say anything. */
export function hostOf(text: string | undefined): string | null {
  return text !== undefined && HOST.test(text) ? text : null;
}
