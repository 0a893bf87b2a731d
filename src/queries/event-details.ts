import { findReason, findStatus } from '../catalogue/index.ts';
import { readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { MsgtrkEventId } from '../catalogue/msgtrk-codes.ts';
import { parseMessageInfo } from '../formats/msgtrk-details/message-info.ts';
import type { MessageInfo } from '../formats/msgtrk-details/message-info.ts';
import { parseRecipientStatus, statusOf } from '../formats/msgtrk-details/recipient-status.ts';
import type { RecipientStatus } from '../formats/msgtrk-details/recipient-status.ts';
import { parseSourceContext } from '../formats/msgtrk-details/source-context.ts';
import { splitList } from '../formats/msgtrk-lists.ts';
import type { MsgtrkRow } from '../formats/msgtrk-row.ts';
import { eventEffect } from '../lifecycle/effect.ts';
import { foldAddress } from '../model/fold-names.ts';
import type { DetailReport, LatencyReport } from '../model/latency.ts';
import { isoTime } from '../model/time.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import type { StoredEvent } from '../store/read-messages.ts';

/** What the lines of a recipient say besides their events; nothing for logs before Exchange 2007. */
export interface Details {
  readonly detail?: DetailReport;
  readonly latency?: LatencyReport;
}

/** Ends whose message-info tells all that was measured until then. Clocks differ: a SEND that led to one may be logged after it. */
const MEASURED_ENDS: ReadonlySet<MsgtrkEventId> = new Set(['DELIVER', 'SENDEXTERNAL', 'FAIL']);

/** What tells it where none ended. */
const MEASURED: ReadonlySet<MsgtrkEventId> = new Set(['SEND', 'DUPLICATEDELIVER']);

/** Events whose line says why. */
const REASONED: ReadonlySet<MsgtrkEventId> = new Set([
  'DEFER',
  'FAIL',
  'SUBMITDEFER',
  'SUBMITFAIL',
  'RESUBMITDEFER',
  'RESUBMITFAIL',
  'DELIVERFAIL',
  'BADMAIL',
  'DROP',
  'SUPPRESSED',
  'POISONMESSAGE',
  'THROTTLE',
]);

/** What is read of one line, for all recipients that it names. */
interface LineDetails {
  readonly info: MessageInfo;
  /** By folded address. */
  readonly statuses: ReadonlyMap<string, RecipientStatus>;
  /** What the context says, where it is a reason. */
  readonly context: RecipientStatus | null;
}

/** Longer answers are cut: the line itself has them. */
const TEXT_ROOM = 2000;

/** Gives, for the events of one recipient in total order, what the last one that says why and the last one that was measured tell. */
export function createDetailsReader(rowOf: RowReader): (events: readonly StoredEvent[]) => Details {
  const lines = new Map<MsgtrkRow, LineDetails>();

  function lineOf(event: StoredEvent | undefined): LineDetails | null {
    const row = event === undefined ? null : rowOf(event);
    if (row === null) return null;
    let line = lines.get(row);
    if (line === undefined) {
      line = lineDetails(row);
      lines.set(row, line);
    }
    return line;
  }

  return (events) => {
    const reasoned = lastOf(events, REASONED);
    const measured = lastOf(events, MEASURED_ENDS) ?? lastOf(events, MEASURED);
    const why = lineOf(reasoned);
    const when = lineOf(measured);
    const detail =
      reasoned === undefined || why === null
        ? null
        : detailReport(reasoned, why, timesPutOff(events, reasoned));
    const latency = measured === undefined || when === null ? null : latencyReport(measured, when);
    return {
      ...(detail === null ? {} : { detail }),
      ...(latency === null ? {} : { latency }),
    };
  };
}

function lineDetails(row: MsgtrkRow): LineDetails {
  const recipients = splitList(row('recipient-address'));
  const told = parseRecipientStatus(row('recipient-status'));
  const statuses = new Map<string, RecipientStatus>();
  for (const [index, recipient] of recipients.entries()) {
    const status = statusOf(told, index, recipients.length);
    if (status !== undefined) statuses.set(foldAddress(recipient.trim()), status);
  }
  const context = contextText(row('source-context')) ?? throttleText(row);
  return {
    info: parseMessageInfo(row('message-info')),
    statuses,
    context: context === null ? null : (parseRecipientStatus(`'${context}'`)[0] ?? null),
  };
}

function lastOf(
  events: readonly StoredEvent[],
  wanted: ReadonlySet<MsgtrkEventId>,
): StoredEvent | undefined {
  return events.findLast(({ code }) => {
    const known = readMsgtrkCode(code);
    return known !== null && known.role !== 'original' && wanted.has(known.event);
  });
}

function latencyReport(event: StoredEvent, { info }: LineDetails): LatencyReport | null {
  const { originalArrivalAt, segments } = info;
  if (originalArrivalAt === null && segments.length === 0) return null;
  return {
    event: event.key,
    at: isoTime(event.at),
    originalArrivalAt: isoOrNull(originalArrivalAt),
    seconds: originalArrivalAt === null ? null : (event.at - originalArrivalAt) / 1000,
    segments,
  };
}

/** Events that put a recipient off. */
const PUT_OFF: ReadonlySet<MsgtrkEventId> = new Set(['DEFER', 'SUBMITDEFER']);

/** Lines on the server of an event that put the recipient off, from its last arrival there up to the event. */
function timesPutOff(events: readonly StoredEvent[], last: StoredEvent): number {
  const lines = new Set<string>();
  for (const { server, code, sourceId, offset } of events.slice(0, events.indexOf(last) + 1)) {
    if (server !== last.server) continue;
    const known = readMsgtrkCode(code);
    if (eventEffect(code).opens) lines.clear();
    else if (known !== null && PUT_OFF.has(known.event)) lines.add(`${sourceId}:${offset}`);
  }
  return lines.size;
}

function detailReport(event: StoredEvent, line: LineDetails, times: number): DetailReport | null {
  const said = saidOf(event, line);
  const nextTryAt = nextTryOf(event, line);
  if (said.text === null && nextTryAt === null) return null;
  const reason = findReason(said.text ?? '');
  const status = findStatus(said.enhancedCode ?? '');
  return {
    event: event.key,
    at: isoTime(event.at),
    text: said.text?.slice(0, TEXT_ROOM) ?? null,
    replyCode: said.code,
    statusCode: said.enhancedCode,
    reason: reason?.reason ?? null,
    meaning: (reason ?? status)?.meaning ?? null,
    host: said.host,
    ip: said.ip,
    nextTryAt: isoOrNull(nextTryAt),
    timesPutOff: times,
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

/** Where an answer is that of the next hop: a code alone says what to check there. */
const BY_NEXT_HOP = /^(?:FAIL|DEFER)\/(?:SMTP|DNS)$/;

/** What to check first where a line says why; null where the event itself tells more. */
export function nextCheckFor({ event, reason, statusCode }: DetailReport): string | null {
  if (reason !== null) return findReason(reason)?.nextCheck ?? null;
  if (statusCode === null || !BY_NEXT_HOP.test(event)) return null;
  return findStatus(statusCode)?.nextCheck ?? null;
}

type Said = Pick<RecipientStatus, 'code' | 'enhancedCode' | 'host' | 'ip'> & {
  readonly text: string | null;
};

const NOTHING: Said = { text: null, code: null, enhancedCode: null, host: null, ip: null };

/** The status of the recipient, or where that is none (`To`, nothing), what the context says. */
function saidOf(event: StoredEvent, { statuses, context }: LineDetails): Said {
  const status = statuses.get(foldAddress(event.recipient ?? ''));
  if (status !== undefined && isAnswer(status)) return status;
  if (context !== null) return context;
  return status === undefined || status.text === '' || isKind(status.text) ? NOTHING : status;
}

/** THROTTLE gives its reason as the reference. */
function throttleText(row: MsgtrkRow): string | null {
  return row('event-id').toUpperCase() === 'THROTTLE' ? row('reference') || null : null;
}

function contextText(field: string): string | null {
  const context = parseSourceContext(field);
  if (context?.kind === 'session') return context.reply;
  if (context?.kind === 'submission') return context.note;
  return context?.kind === 'text' ? context.text : null;
}

function isAnswer({ code, enhancedCode, reason, host }: RecipientStatus): boolean {
  return code !== null || enhancedCode !== null || reason !== null || host !== null;
}

/** What RECEIVE and others write there: where the recipient stood. */
function isKind(text: string): boolean {
  return /^(?:To|Cc|Bcc|Unknown)$/i.test(text);
}

/** DEFER of Exchange 2007 tells when it is tried again; later versions may write the original arrival, which lies before. */
function nextTryOf(event: StoredEvent, { info }: LineDetails): number | null {
  const isPutOff = readMsgtrkCode(event.code)?.event === 'DEFER';
  const at = info.originalArrivalAt;
  return isPutOff && at !== null && at > event.at ? at : null;
}
