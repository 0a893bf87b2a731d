import { MSGTRK_LOGS, msgtrkFile } from '../model/msgtrk-slot.ts';
import { busyRule } from './busy-slots.ts';
import { firstEndingAfter, unite } from './gap.ts';
import type { FileGap, Span } from './gap.ts';
import { nextLines, slotsOf } from './log-slots.ts';
import type { LogFile, Slot } from './log-slots.ts';
import { silenceRule } from './silences.ts';
import type { SilenceRule } from './silences.ts';

/** Of the transport service: what a server takes in, and what it hands over. */
export const TRANSPORT_LOG = 'MSGTRK';
/** Of the Mailbox Transport Delivery service, which takes from the transport service what a mailbox on its server is to get. */
export const DELIVERY_LOG = 'MSGTRKMD';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What was read of one log of a modern server. */
export interface ServerLog {
  readonly log: string;
  /** First and last event, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  readonly files: number;
  /** In order of time. */
  readonly gaps: readonly FileGap[];
  /** The hours and days that files were read of, in order. */
  readonly slots: readonly Span[];
  /** A silence shorter than this is usual for the log; at least an hour. */
  readonly gapLimitMs: number;
}

/**
 * So many slots have to be read of a log before a slot without a file is missing. Of the transport service each hour has one, if only of probes;
 * that of moderation is as a rule quiet.
 */
const LEAST_SLOTS: Readonly<Record<string, number>> = { MSGTRK: 2, MSGTRKMA: 24 };
const LEAST_OTHERS = 4;

/** The logs that a server of 2013 or later writes as soon as mail goes through it. */
const SUBMISSION_LOG = 'MSGTRKMS';
const LOGS_OF_2013 = [SUBMISSION_LOG, TRANSPORT_LOG, DELIVERY_LOG];
const VERSION_2013 = 15;

/**
 * The logs of one server, in the order that a message goes through them; `silences` are those of the server that are beyond the usual. A missing counter is a
 * gap, and so is a slot without a file between two that have one, where either the log's own rhythm lets expect one, and another log of the server has
 * one or the server's silence is one of `silences`, or the log has one whenever the others are as busy.
 */
export function serverLogs(files: readonly LogFile[], silences: readonly Span[]): ServerLog[] {
  const byLog = new Map<string, LogFile[]>();
  for (const file of files) {
    const own = byLog.get(file.log);
    if (own === undefined) byLog.set(file.log, [file]);
    else own.push(file);
  }
  const slots = new Map([...byLog].map(([log, own]) => [log, slotsOf(own)]));
  return [...slots]
    .toSorted(([a], [b]) => logRank(a) - logRank(b) || (a < b ? -1 : 1))
    .flatMap(([log, own]) =>
      serverLog(log, own, {
        others: [...slots].flatMap(([name, of]) => (name === log ? [] : [of])),
        silences,
      }),
    );
}

/** Where a log stands among those of its server. */
export function logRank(log: string): number {
  const rank = MSGTRK_LOGS.findIndex((known) => known === log);
  return rank < 0 ? MSGTRK_LOGS.length : rank;
}

/** What else is known of the server: slots of its other logs, and its silences. */
interface Beside {
  readonly others: readonly (readonly Slot[])[];
  readonly silences: readonly Span[];
}

function serverLog(log: string, all: readonly Slot[], beside: Beside): ServerLog[] {
  const slots = all.filter(({ lines }) => !lines.isGone);
  const active = slots.flatMap(({ lines }) => (lines.events > 0 ? [lines] : []));
  const [first] = active;
  if (first === undefined) return [];
  const rule = silenceRule(active);
  const isKnown = slots.length >= (LEAST_SLOTS[log] ?? LEAST_OTHERS);
  // What was removed on purpose is not missing.
  const gaps = [
    ...missingCounters(log, slots),
    ...(isKnown ? missingSlots(log, all, missingRule(all, rule, beside)) : []),
  ];
  return [
    {
      log,
      from: first.firstAt,
      to: active.reduce((last, { lastAt }) => Math.max(last, lastAt), first.lastAt),
      files: slots.reduce(
        (sum, { files }) => sum + files.filter(({ isGone }) => !isGone).length,
        0,
      ),
      gaps: gaps.toSorted((a, b) => a.from - b.from || a.to - b.to),
      slots: unite(slots),
      gapLimitMs: rule.limitMs,
    },
  ];
}

/** Counters of a slot begin at 1. */
function missingCounters(log: string, slots: readonly Slot[]): FileGap[] {
  const gaps: FileGap[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    let before = 0;
    let from = Math.max(slot.from, end);
    for (const { counter, firstAt, lastAt } of slot.files) {
      if (counter > before + 1)
        gaps.push({
          ...spanOf(from, Math.min(firstAt ?? slot.to, slot.to)),
          why: 'missing-file',
          log,
          file: fileName(log, slot, before + 1),
          lastFile: counter === before + 2 ? null : fileName(log, slot, counter - 1),
        });
      before = counter;
      from = Math.max(from, lastAt ?? from);
    }
    end = Math.max(end, from);
  }
  return gaps;
}

/** Lines of one millisecond may lie in two files; what lies between them was no shorter. */
function spanOf(from: number, to: number): Span {
  return { from, to: Math.max(to, from + 1) };
}

/** Whether a hole between two slots, and the silence around it, are more than the quiet of the log. */
function missingRule(
  slots: readonly Slot[],
  rule: SilenceRule,
  { others, silences }: Beside,
): (hole: Span, silence: Span) => boolean {
  // Most logs have no hole.
  let united: (readonly Span[])[] | null = null;
  let isBusy: ((hole: Span) => boolean) | null = null;
  return (hole, silence) => {
    united ??= [...others.map(unite), silences];
    if (rule.isUnusual(silence) && united.some((spans) => isTouched(hole, spans))) return true;
    isBusy ??= busyRule(slots, others.flat());
    return isBusy(hole);
  };
}

function missingSlots(
  log: string,
  slots: readonly Slot[],
  isMissing: (hole: Span, silence: Span) => boolean,
): FileGap[] {
  const gaps: FileGap[] = [];
  const next = nextLines(slots);
  let from = Number.NEGATIVE_INFINITY;
  // Names may have changed from days to hours within a day.
  let end = Number.NEGATIVE_INFINITY;
  for (const [index, before] of slots.entries()) {
    from = Math.max(from, before.lines.lastAt);
    end = Math.max(end, before.to);
    const after = slots[index + 1];
    if (after === undefined || after.from <= end) continue;
    const hole = { from: end, to: after.from };
    const silence = { from, to: next[index + 1] ?? after.from };
    if (!Number.isFinite(from) || !isMissing(hole, silence)) continue;
    const file = fileName(log, { ...after, from: hole.from }, 1);
    const last = fileName(log, { ...after, from: hole.to - 1 }, 1);
    gaps.push({
      from: Math.max(silence.from, before.from),
      to: Math.min(silence.to, after.to),
      why: 'missing-file',
      log,
      file,
      lastFile: last === file ? null : last,
    });
  }
  return gaps;
}

/** The first file of a log that a line of `at` may lie in, where files are of hours or days as `like` is. */
export function firstFileOf(log: string, at: number, like: Span): string {
  return fileName(log, { from: at, isHour: like.to - like.from === HOUR }, 1);
}

function fileName(
  log: string,
  { from, isHour }: Pick<Slot, 'from' | 'isHour'>,
  counter: number,
): string {
  const hour = isHour ? Math.floor((from % DAY) / HOUR) : null;
  return msgtrkFile({ log, day: Math.floor(from / DAY), hour, counter });
}

/** `spans` are in order. */
function isTouched({ from, to }: Span, spans: readonly Span[]): boolean {
  const span = firstEndingAfter(spans, from);
  return span !== undefined && span.from < to;
}

/**
 * Logs that such a server writes and of which no file is loaded. `version` is what its logs say of themselves (`15.01.2375.007`); without it
 * hours in names, or logs of the Mailbox Transport service, tell 2013 and later.
 */
export function missingLogs(logs: readonly ServerLog[], version: string | null): string[] {
  const names = new Set(logs.map(({ log }) => log));
  const is2013 =
    version === null
      ? logs.some(({ slots }) => slots.some(({ from, to }) => to - from === HOUR)) ||
        [SUBMISSION_LOG, DELIVERY_LOG].some((log) => names.has(log))
      : Number.parseInt(version, 10) >= VERSION_2013;
  return logs.length > 0 && is2013 ? LOGS_OF_2013.filter((log) => !names.has(log)) : [];
}

/** The logs as they were at `asOf`. */
export function clipLogs({ logs, missingLogs: missing }: Logs, asOf: number): Logs {
  const there = logs.filter(({ from }) => from <= asOf);
  const names = new Set(there.map(({ log }) => log));
  return {
    logs: there.map((log) => ({
      ...log,
      to: Math.min(log.to, asOf),
      gaps: log.gaps.filter(({ from }) => from < asOf),
      slots: log.slots.filter(({ from }) => from <= asOf),
    })),
    missingLogs: LOGS_OF_2013.filter(
      (log) => missing.includes(log) || (!names.has(log) && logs.some((one) => one.log === log)),
    ),
  };
}

interface Logs {
  readonly logs: readonly ServerLog[];
  readonly missingLogs: readonly string[];
}
