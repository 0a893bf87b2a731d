import { clipCoverage } from '../../src/lifecycle/coverage.ts';
import { compareMarks } from '../../src/lifecycle/order.ts';
import { stallsOf } from '../../src/lifecycle/stalls.ts';
import type { LifeEvent, Span, StallInterval } from '../../src/lifecycle/stalls.ts';
import { judgePersons } from '../../src/lifecycle/verdict.ts';
import type { JudgedPerson, JudgingContext } from '../../src/lifecycle/verdict.ts';
import { contextOf, DAY, linesOf, moment, rowsOf, SLOTS } from './life.ts';
import type { Line, Setting } from './life.ts';

/** One recipient as a span's end saw it, with its stalls. */
export interface StalledPerson {
  readonly judged: JudgedPerson;
  readonly stalls: readonly StallInterval[];
  readonly askedEvents: boolean;
}

/** A half-open span of whole moments: `10:00-12:00`; a day of February 2004: `17`. */
function spanOf(text: string): Span {
  const [from = '', to] = text.split('-');
  if (to === undefined) return { from: moment(`${from}T0:00`), to: moment(`${from}T0:00`) + DAY };
  return { from: moment(from), to: moment(to) };
}

/** What was known at a span's end: lines before it, logs up to it. */
export function contextUpTo(to: number, lines: readonly Line[], setting: Setting): JudgingContext {
  const context = contextOf(new Set(lines.map(({ server }) => server)), setting);
  const known = [...context.coverage]
    .filter(([, { from }]) => from <= to)
    .map(([name, server]) => [name, clipCoverage(server, to)] as const);
  return { ...context, coverage: new Map(known) };
}

/** The lines of one server in total order. */
export function lifeEvents(lines: readonly Line[], server: string): LifeEvent[] {
  return lines
    .filter((line) => line.server === server)
    .map(({ recipient, event: { mark } }) => ({ mark, recipient }))
    .toSorted((a, b) => compareMarks(a.mark, b.mark, SLOTS));
}

export function stalledPersons(
  lines: readonly Line[],
  span: Span,
  setting: Setting = {},
): StalledPerson[] {
  const before = lines.filter(({ event }) => event.mark.at < span.to);
  const context = contextUpTo(span.to - 1, lines, setting);
  return judgePersons(rowsOf(before), context).map((judged) => {
    let askedEvents = false;
    const stalls = stallsOf(judged, span, context, (server) => {
      askedEvents = true;
      return lifeEvents(before, server);
    });
    return { judged, stalls, askedEvents };
  });
}

/**
 * Stalls of a script as text, a line each: `bob EXCH01 10:15..12:00 remote-queue local-queue@11:00`. A stall without an end is
 * still there; a stage has its beginning where that is not the stall's.
 */
export function stallTexts(script: string, span = '18', setting: Setting = {}): string[] {
  return stalledPersons(linesOf(script), spanOf(span), setting).flatMap(({ judged, stalls }) =>
    stalls.map((stall) => `${nameOf(judged)} ${stallText(stall)}`),
  );
}

function nameOf({ verdict }: JudgedPerson): string {
  return verdict.recipient?.replace('@corp.example', '').replace(/^EX:.*CN=/, 'EX:') ?? '-';
}

function stallText({ server, from, to, parts }: StallInterval): string {
  const stages = parts.map((part) =>
    part.from === from ? part.stage : `${part.stage}@${timeText(part.from)}`,
  );
  return `${server} ${timeText(from)}..${to === null ? '' : timeText(to)} ${stages.join(' ')}`;
}

/** `10:15`, `10:15:01`, `17T23:59:59.999` */
function timeText(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().slice(8, -1).split('T');
  const short = time.replace(/(:00)?\.000$/, '');
  return day === '18' ? short : `${day}T${short}`;
}
