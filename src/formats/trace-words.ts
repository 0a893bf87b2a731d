import type { MsgtrkEventId, MsgtrkRole } from '../catalogue/msgtrk-codes.ts';

/** What a word of a summary trace is as an event; `former`: the address gave way to another one. */
interface TraceWord {
  readonly event: MsgtrkEventId;
  readonly role?: MsgtrkRole;
}

const PENDING: TraceWord = { event: 'STATUS-PENDING' };
const REDIRECTED: TraceWord = { event: 'REDIRECT', role: 'former' };

/** Statuses (Microsoft Learn, Get-MessageTraceV2), and events that the enhanced summary names, each the last one of its recipient. */
const WORDS: Readonly<Record<string, TraceWord>> = {
  delivered: { event: 'STATUS-DELIVERED' },
  expanded: { event: 'STATUS-EXPANDED' },
  failed: { event: 'STATUS-FAILED' },
  filteredasspam: { event: 'STATUS-FILTEREDASSPAM' },
  gettingstatus: { event: 'STATUS-GETTINGSTATUS' },
  none: { event: 'STATUS-NONE' },
  pending: PENDING,
  quarantined: { event: 'STATUS-QUARANTINED' },
  resolved: REDIRECTED,

  receive: PENDING,
  submit: PENDING,
  defer: PENDING,
  transfer: PENDING,
  // Sent to where it was meant for: what the service hands on within itself is no summary's word.
  send: { event: 'SENDEXTERNAL' },
  sendexternal: { event: 'SENDEXTERNAL' },
  deliver: { event: 'STATUS-DELIVERED' },
  duplicatedeliver: { event: 'STATUS-DELIVERED' },
  expand: { event: 'STATUS-EXPANDED' },
  fail: { event: 'STATUS-FAILED' },
  drop: { event: 'DROP' },
  redirect: REDIRECTED,
  resolve: REDIRECTED,
};

const KNOWN: ReadonlyMap<string, TraceWord> = new Map(Object.entries(WORDS));
/** All words that are known. */
export const TRACE_WORDS: readonly string[] = [...KNOWN.keys()];

const WORD = /^[a-z][a-z -]{0,63}$/i;

/** An event id, and the role of its recipient in it. */
export interface TracedEvent {
  readonly event: string;
  readonly role: MsgtrkRole;
}

/** The event that a status stands for, `STATUS-` and the word where nobody knows it; null for what is no word. Nothing is `STATUS-NONE`. */
export function tracedEvent(written: string): TracedEvent | null {
  const word = written.trim();
  if (word === '') return { event: 'STATUS-NONE', role: 'named' };
  if (!WORD.test(word)) return null;
  const bare = word.toLowerCase().replace(/[ -]/g, '');
  const known = KNOWN.get(bare);
  return { event: known?.event ?? `STATUS-${bare.toUpperCase()}`, role: known?.role ?? 'named' };
}
