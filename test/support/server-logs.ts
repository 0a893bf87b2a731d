import type { LogFile } from '../../src/lifecycle/log-slots.ts';
import { serverLogs } from '../../src/lifecycle/server-logs.ts';
import type { ServerLog } from '../../src/lifecycle/server-logs.ts';
import { missingFiles } from '../../src/lifecycle/gap.ts';
import type { FileGap, Span } from '../../src/lifecycle/gap.ts';
import { msgtrkSlot, msgtrkSpan } from '../../src/model/msgtrk-slot.ts';
import type { MsgtrkSlot } from '../../src/model/msgtrk-slot.ts';
import { MINUTE } from './life.ts';

/**
 * `MD 18T10-2 0:05-0:50*40`: a file of MSGTRKMD of the hour that begins at ten of the 18th of February 2004, with lines from 5 to 50 minutes after its
 * start. `MD 18-1` is of the day. Without times it has a line in its first and in its last minute; `-` none; `gone` none any more.
 */
export function logFile(text: string): LogFile {
  const [, role = '', day = '', hour, counter = '', rest = ''] =
    /^(?:([A-Z]+) )?(\d+)(?:T(\d+))?-(\d+)(?: (.*))?$/.exec(text) ?? [];
  const slot = msgtrkSlot(
    `MSGTRK${role}200402${day.padStart(2, '0')}${hour?.padStart(2, '0') ?? ''}-${counter}`,
  );
  if (slot === null) throw new Error(`no file: ${text}`);
  return { ...slot, ...linesOf(rest, msgtrkSpan(slot)) };
}

function linesOf(rest: string, { from, to }: Span): Omit<LogFile, keyof MsgtrkSlot> {
  if (rest === '-' || rest === 'gone')
    return { firstAt: null, lastAt: null, events: 0, isGone: rest === 'gone' };
  const [, first, last, events] =
    /^(\d+:\d+(?::\d+)?)-(\d+:\d+(?::\d+)?)(?:\*(\d+))?$/.exec(rest) ?? [];
  return {
    firstAt: first === undefined ? from : from + minutesOf(first),
    lastAt: last === undefined ? to - MINUTE : from + minutesOf(last),
    events: Number(events ?? 10),
    isGone: false,
  };
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes + seconds / 60) * MINUTE;
}

/** Hourly files of a log, the first of each hour: `hourly('MD', 17, 0, 23)`. */
export function hourly(role: string, day: number, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) =>
    `${role} ${day}T${from + index}-1`.trim(),
  );
}

export function logsOf(files: readonly string[], silences: readonly Span[] = []): ServerLog[] {
  return serverLogs(files.map(logFile), silences);
}

/** `MSGTRK2004021810-2.LOG 18T10:20 18T10:40` */
export function toldFiles(gaps: readonly FileGap[]): string[] {
  return gaps.map((gap) => `${missingFiles(gap)} ${minute(gap.from)} ${minute(gap.to)}`);
}

function minute(at: number): string {
  return new Date(at).toISOString().slice(8, 16);
}
