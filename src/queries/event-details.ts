import { findReason, findStatus } from '../catalogue/index.ts';
import { readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { MsgtrkEventId } from '../catalogue/msgtrk-codes.ts';
import { parseMessageInfo } from '../formats/msgtrk-details/message-info.ts';
import { parseRecipientStatus, statusOf } from '../formats/msgtrk-details/recipient-status.ts';
import type { RecipientStatus } from '../formats/msgtrk-details/recipient-status.ts';
import { parseSourceContext } from '../formats/msgtrk-details/source-context.ts';
import { splitList } from '../formats/msgtrk-lists.ts';
import type { MsgtrkRow } from '../formats/msgtrk-row.ts';
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

/** Events whose message-info tells all that was measured until then. */
const MEASURED: ReadonlySet<MsgtrkEventId> = new Set([
  'DELIVER',
  'SEND',
  'SENDEXTERNAL',
  'DUPLICATEDELIVER',
  'FAIL',
]);

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
]);

/** Of the events of one recipient, in total order, the last one that says why, and the last one that was measured. */
export function detailsOf(events: readonly StoredEvent[], rowOf: RowReader): Details {
  const reasoned = lastOf(events, REASONED);
  const measured = lastOf(events, MEASURED);
  const reasonRow = reasoned === undefined ? null : rowOf(reasoned);
  const measuredRow = measured === undefined ? null : rowOf(measured);
  const detail =
    reasoned === undefined || reasonRow === null ? null : detailReport(reasoned, reasonRow);
  const latency =
    measured === undefined || measuredRow === null ? null : latencyReport(measured, measuredRow);
  return {
    ...(detail === null ? {} : { detail }),
    ...(latency === null ? {} : { latency }),
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

function latencyReport(event: StoredEvent, row: MsgtrkRow): LatencyReport | null {
  const { originalArrivalAt, segments } = parseMessageInfo(row('message-info'));
  if (originalArrivalAt === null && segments.length === 0) return null;
  return {
    event: event.key,
    at: isoTime(event.at),
    originalArrivalAt: originalArrivalAt === null ? null : isoTime(originalArrivalAt),
    seconds: originalArrivalAt === null ? null : (event.at - originalArrivalAt) / 1000,
    segments,
  };
}

function detailReport(event: StoredEvent, row: MsgtrkRow): DetailReport | null {
  const said = saidOf(event, row);
  const nextTryAt = nextTryOf(event, row);
  if (said.text === null && nextTryAt === null) return null;
  const reason = findReason(said.text ?? '');
  const status = findStatus(said.enhancedCode ?? '');
  return {
    event: event.key,
    at: isoTime(event.at),
    text: said.text,
    replyCode: said.code,
    statusCode: said.enhancedCode,
    reason: reason?.reason ?? null,
    meaning: (reason ?? status)?.meaning ?? null,
    host: said.host,
    ip: said.ip,
    nextTryAt: nextTryAt === null ? null : isoTime(nextTryAt),
  };
}

/** What to check first where a line says why; null where it says nothing that the catalogue knows. */
export function nextCheckFor({ reason, statusCode }: DetailReport): string | null {
  const entry =
    (reason === null ? undefined : findReason(reason)) ??
    (statusCode === null ? undefined : findStatus(statusCode));
  return entry?.nextCheck ?? null;
}

type Said = Pick<RecipientStatus, 'code' | 'enhancedCode' | 'host' | 'ip'> & {
  readonly text: string | null;
};

const NOTHING: Said = { text: null, code: null, enhancedCode: null, host: null, ip: null };

/** The status of the recipient, or where that is none (`To`, nothing), what the context says. */
function saidOf(event: StoredEvent, row: MsgtrkRow): Said {
  const status = statusFor(event, row);
  if (status !== undefined && isAnswer(status)) return status;
  const context = contextText(row('source-context'));
  if (context !== null) return parseRecipientStatus(`'${context}'`)[0] ?? NOTHING;
  return status === undefined || status.text === '' || isKind(status.text) ? NOTHING : status;
}

function contextText(field: string): string | null {
  const context = parseSourceContext(field);
  if (context?.kind === 'session') return context.reply;
  return context?.kind === 'text' ? context.text : null;
}

function statusFor(event: StoredEvent, row: MsgtrkRow): RecipientStatus | undefined {
  const recipients = splitList(row('recipient-address')).map((one) => foldAddress(one.trim()));
  const index = recipients.indexOf(foldAddress(event.recipient ?? ''));
  return statusOf(parseRecipientStatus(row('recipient-status')), index, recipients.length);
}

function isAnswer({ code, enhancedCode, reason, host }: RecipientStatus): boolean {
  return code !== null || enhancedCode !== null || reason !== null || host !== null;
}

/** What RECEIVE and others write there: where the recipient stood. */
function isKind(text: string): boolean {
  return /^(?:To|Cc|Bcc|Unknown)$/i.test(text);
}

/** DEFER of Exchange 2007 tells when it is tried again; later versions may write the original arrival, which lies before. */
function nextTryOf(event: StoredEvent, row: MsgtrkRow): number | null {
  if (readMsgtrkCode(event.code)?.event !== 'DEFER') return null;
  const { originalArrivalAt } = parseMessageInfo(row('message-info'));
  return originalArrivalAt !== null && originalArrivalAt > event.at ? originalArrivalAt : null;
}
