import { msgtrkCode, readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { MsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { parseSourceContext } from '../formats/msgtrk-details/source-context.ts';
import type { MsgtrkRow } from '../formats/msgtrk-row.ts';
import type { MadeOf } from '../model/report.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import type { StoredEvent } from '../store/read-messages.ts';

/** RECEIVE/MAILBOXRULE: what an inbox rule or an automatic reply made. */
export const RULE_EVENT = msgtrkCode('RECEIVE', 'MAILBOXRULE');

/**
 * What may be made of another message, the likelier one to be about the other first: there is an NDR of a journal report, but no journal
 * report of an NDR that refers to it.
 */
const BY_RANK = [
  'ndr',
  'dsn',
  'journal-report',
  'agent-mail',
  'rule-mail',
  'moderation-request',
] as const satisfies readonly MadeOf[];

/** Lower: likelier about the other. Null: made of nothing. */
export function rankOf(kind: MadeOf | null): number {
  return kind === null ? BY_RANK.length : BY_RANK.indexOf(kind);
}

/**
 * What a modern log says that a message was made as: by its own first line, which tells its source, and what the context of that line says
 * where it can still be read. Null: a mail of somebody's own, as far as its lines tell.
 */
export function madeAs(events: readonly StoredEvent[], rowOf: RowReader | null): MadeOf | null {
  for (const event of events) {
    const known = readMsgtrkCode(event.code);
    const kind = known === null ? null : kindBy(known, () => rowOf?.(event) ?? null);
    if (kind !== null) return kind;
  }
  return null;
}

function kindBy({ event, source, role }: MsgtrkCode, row: () => MsgtrkRow | null): MadeOf | null {
  if (role !== 'named') return null;
  if (event === 'DSN') return contextOf(row()) === 'failure' ? 'ndr' : 'dsn';
  if (event !== 'RECEIVE') return null;
  if (source === 'APPROVAL') return 'moderation-request';
  if (source === 'MAILBOXRULE') return 'rule-mail';
  if (source === 'AGENT') return isJournal(row()) ? 'journal-report' : 'agent-mail';
  return null;
}

function contextOf(row: MsgtrkRow | null): string {
  const context = parseSourceContext(row?.('source-context') ?? '');
  return context?.kind === 'text' ? context.text.toLowerCase() : '';
}

function isJournal(row: MsgtrkRow | null): boolean {
  return contextOf(row).includes('journal');
}

/** Whether any of its own lines is loaded: lines of others may speak of it. */
export function hasOwnLine(events: readonly StoredEvent[]): boolean {
  return events.some(({ code }) => readMsgtrkCode(code)?.role !== 'original');
}

/**
 * What a message that none of the loaded lines tells the making of is to one whose lines refer to it: a FAIL refers to its NDR, a line
 * about moderation to the request. Null where both do, or neither.
 */
export function madeOfIt(events: readonly StoredEvent[]): MadeOf | null {
  const words = new Set(events.map(({ code }) => readMsgtrkCode(code)?.event));
  const fails = words.has('FAIL');
  const waits = words.has('INITMESSAGECREATED');
  if (fails === waits) return null;
  return fails ? 'ndr' : 'moderation-request';
}
