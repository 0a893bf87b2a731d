import type { ServerCoverage } from './coverage.ts';
import { firstEndingAfter, missingFiles } from './gap.ts';
import type { Gap, Span } from './gap.ts';
import { DELIVERY_LOG, firstFileOf, TRANSPORT_LOG } from './server-logs.ts';
import type { ServerLog } from './server-logs.ts';

const DAY_MS = 86_400_000;
/** A log that others outlive by so much was cut off, not quiet. */
const OUTLIVED_MS = 3_600_000;

/** What a server logs of what it is handed: all of it in one log, or each service in its own. */
export type Receiver =
  /** Another server: its transport service, or, as no line tells which, its mailbox delivery. */
  | 'server'
  /** The mailbox delivery of the server that hands over. */
  | 'own-delivery';

/** How far the logs of a server tell of what it was handed at a moment. */
export type Cover =
  | { readonly kind: 'covers'; readonly isSure: boolean }
  /** The log ends too soon after it, at `asOf`. */
  | { readonly kind: 'ends-soon'; readonly asOf: number }
  | {
      readonly kind: 'gap' | 'not-loaded';
      /** The log of a modern server that is missing, and which of its files. */
      readonly log: string | null;
      readonly files: string | null;
    };

/** When the server must have logged it, by its own clock. */
interface Window extends Span {
  /** The hand-over itself. */
  readonly at: number;
  /** The end of all loaded logs. */
  readonly logsEnd: number;
}

/** A log, or all of a server's, as far as it was read. */
interface ReadLog extends Span {
  /** Null: all logs of the server. */
  readonly log: string | null;
  /** Where the last file ends by its name. */
  readonly end: number;
  readonly gaps: readonly Gap[];
  readonly gapLimitMs: number;
  /** The hours and days that its files are of; null: not known. */
  readonly slots: readonly Span[] | null;
  /** The last line of any log of the server. */
  readonly serverTo: number;
}

const COVERS = { kind: 'covers', isSure: true } as const;

/** Of several logs that may hold it all have to cover the time; the first one that tells least is told. */
export function coverOf(
  coverage: ServerCoverage | undefined,
  receiver: Receiver,
  window: Window,
): Cover {
  if (coverage === undefined)
    return missing(receiver === 'own-delivery' ? DELIVERY_LOG : null, window.at, []);
  const coverBy = (log: ReadLog | string): Cover =>
    typeof log === 'string' ? missing(log, window.at, coverage.logs) : coverOfLog(log, window);
  const logs = logsFor(coverage, receiver);
  const [only] = logs;
  if (only !== undefined && logs.length === 1) return coverBy(only);
  const covers = logs.map(coverBy);
  for (const kind of ['not-loaded', 'gap', 'ends-soon'] as const) {
    const found = covers.find((cover) => cover.kind === kind);
    if (found !== undefined) return found;
  }
  return covers.find((cover) => cover.kind === 'covers' && !cover.isSure) ?? COVERS;
}

/** Of each server they are found once, for however many hand-overs to it. */
const known: Readonly<Record<Receiver, WeakMap<ServerCoverage, readonly (ReadLog | string)[]>>> = {
  server: new WeakMap(),
  'own-delivery': new WeakMap(),
};

/** What would hold it; the name alone of a log that is not there. */
function logsFor(coverage: ServerCoverage, receiver: Receiver): readonly (ReadLog | string)[] {
  const logs = known[receiver].get(coverage) ?? findLogs(coverage, receiver);
  known[receiver].set(coverage, logs);
  return logs;
}

function findLogs(coverage: ServerCoverage, receiver: Receiver): (ReadLog | string)[] {
  const named = (log: string): ReadLog | string => {
    const found = coverage.logs.find((one) => one.log === log);
    return found === undefined ? log : readLog(found, coverage);
  };
  if (receiver === 'own-delivery') return [named(DELIVERY_LOG)];
  if (coverage.logs.length === 0) return [wholeServer(coverage)];
  const delivers =
    coverage.missingLogs.includes(DELIVERY_LOG) ||
    coverage.logs.some(({ log }) => log === DELIVERY_LOG);
  return [named(TRANSPORT_LOG), ...(delivers ? [named(DELIVERY_LOG)] : [])];
}

/** A day's file that begins within the server's usual silence after midnight covers the day from its start. */
function wholeServer(coverage: ServerCoverage): ReadLog {
  const { from, to, gaps, gapLimitMs, lastDay } = coverage;
  const midnight = Math.floor(from / DAY_MS) * DAY_MS;
  const end = (lastDay + 1) * DAY_MS;
  return {
    log: null,
    from: from - midnight <= gapLimitMs ? midnight : from,
    to,
    end,
    gaps,
    gapLimitMs,
    slots: null,
    serverTo: to,
  };
}

/** Files are begun with the slot; what of it is missing is a gap. */
function readLog({ log, from, to, slots, gapLimitMs }: ServerLog, server: ServerCoverage): ReadLog {
  return {
    log,
    from: Math.min(from, slots[0]?.from ?? from),
    to,
    end: slots.at(-1)?.to ?? to,
    gaps: server.gaps.filter((gap) => gap.why !== 'missing-file' || gap.log === log),
    gapLimitMs,
    slots,
    serverTo: server.to,
  };
}

function coverOfLog(read: ReadLog, window: Window): Cover {
  const { from, to, at } = window;
  const { log, gaps, slots } = read;
  const slot = slots === null ? undefined : slotOf(at, slots);
  // What it should have logged would have begun a file; where all logs end before it is due, it may not have yet.
  const mayFollow = at >= read.end && window.logsEnd < to;
  if (slots !== null && slot === undefined && !mayFollow) return missing(log, at, [read]);
  if (from < read.from) return missing(log, from, [read]);
  const gap = gaps.find((one) => one.from < to && one.to > from);
  if (gap !== undefined)
    return { kind: 'gap', log, files: gap.why === 'missing-file' ? missingFiles(gap) : null };
  if (read.to >= to) return COVERS;
  return coverOfEnd(read, window, slot);
}

/** The log ends before it would tell for sure. `slot`: the hour or day of the hand-over, where a file of it is loaded. */
function coverOfEnd(read: ReadLog, window: Window, slot: Span | undefined): Cover {
  const { at, to } = window;
  // Files are copied together: where other logs of the server go on, this one was quiet.
  if (slot !== undefined && read.serverTo >= Math.max(to, slot.to))
    return { kind: 'covers', isSure: false };
  return read.to >= at || wasQuiet(read, window)
    ? { kind: 'ends-soon', asOf: Math.max(at, read.to) }
    : missing(read.log, at, slot === undefined ? [read] : []);
}

function slotOf(at: number, slots: readonly Span[]): Span | undefined {
  const slot = firstEndingAfter(slots, at);
  return slot !== undefined && slot.from <= at ? slot : undefined;
}

/** A quiet server may write nothing in the last minutes before all logs end; one that others outlive was not read. */
function wasQuiet({ to, end, gapLimitMs, slots }: ReadLog, { at, logsEnd }: Window): boolean {
  return (at < end || slots !== null) && at - to <= gapLimitMs && logsEnd - at < OUTLIVED_MS;
}

/** Names the first file that would hold a moment, in the form of those that are loaded; of 2003 none. */
function missing(
  log: string | null,
  at: number,
  others: readonly { readonly slots: readonly Span[] | null }[],
): Cover {
  const like = others.flatMap(({ slots }) => slots ?? [])[0];
  const files = log === null || like === undefined ? null : firstFileOf(log, at, like);
  return { kind: 'not-loaded', log, files };
}
