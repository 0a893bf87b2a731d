import type { EventReport, HopReport, RecipientReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { formatInZone } from '../model/zone.ts';
import { LONGEST_NAME } from './sentence.ts';
import { secondsInStage, slowestStep } from './time-in-stage.ts';
import type { View } from './style.ts';
import { clip, visible, visibleLine } from './visible.ts';

/** Hops of one recipient with each event, the time spent in its stage, and the slowest step marked. */
export function timelineLines(recipient: RecipientReport, view: View, rawExact: boolean): string[] {
  const { style } = view;
  const slowest = slowestStep(recipient);
  const who = recipient.recipient === null ? 'nobody named' : clip(recipient.recipient, 120);
  const lines = [`${style.dim('Way of')} ${who}`];
  const columns = columnsOf(recipient);
  for (const hop of recipient.hops) {
    lines.push(hopLine(hop, recipient, view));
    let day = dayIn(hop.arrivedAt, view);
    for (const [index, event] of hop.events.entries()) {
      const step = { seconds: secondsInStage(hop, index, recipient), slowest: event === slowest };
      const changed = dayIn(event.at, view) !== day;
      day = dayIn(event.at, view);
      const again = event.life > (hop.events[index - 1]?.life ?? event.life);
      if (again) lines.push(style.dim('    arrived again:'));
      if (changed) lines.push(`    ${day}`);
      lines.push(eventLine(event, step, columns, view));
      if (event.raw !== undefined) lines.push(...rawLines(event, rawExact));
    }
  }
  return lines;
}

function hopLine(
  { server, arrivedAt, leftAt }: HopReport,
  recipient: RecipientReport,
  { style, zone }: View,
): string {
  const from = formatInZone(Date.parse(arrivedAt), zone);
  const isThere = recipient.ageSeconds !== null && recipient.server === server;
  if (leftAt === null)
    return `  ${style.bold(clip(server, LONGEST_NAME))}  ${from}${isThere ? ', still there' : ''}`;
  const seconds = (Date.parse(leftAt) - Date.parse(arrivedAt)) / 1000;
  return `  ${style.bold(clip(server, LONGEST_NAME))}  ${from}, ${formatDuration(seconds)}`;
}

function dayIn(at: string, { zone }: View): string {
  return formatInZone(Date.parse(at), zone).slice(0, 10);
}

interface Step {
  readonly seconds: number | null;
  readonly slowest: boolean;
}

/** Widths of event ids and stages: a number has room for four digits, modern events are words. */
interface Columns {
  readonly event: number;
  readonly stage: number;
}

const LONGEST_EVENT = 40;

function columnsOf({ hops }: RecipientReport): Columns {
  const events = hops.flatMap((hop) => hop.events);
  return {
    event: widest(
      events.map(({ event }) => event),
      4,
    ),
    stage: widest(events.map(stageText), 17),
  };
}

function widest(texts: readonly string[], least: number): number {
  return texts.reduce(
    (width, { length }) => Math.max(width, Math.min(length, LONGEST_EVENT)),
    least,
  );
}

function stageText({ stage, inferred }: EventReport): string {
  return (stage ?? 'note') + (inferred ? ' (inferred)' : '');
}

function eventLine(
  event: EventReport,
  { seconds, slowest }: Step,
  columns: Columns,
  view: View,
): string {
  const { style, zone, width } = view;
  const time = formatInZone(Date.parse(event.at), zone).slice(11);
  const inStage = seconds === null ? '' : formatDuration(seconds);
  const id = event.event.padStart(4).padEnd(columns.event);
  const stage = stageText(event).padEnd(columns.stage);
  const head = `    ${time}  ${id}  ${stage} ${inStage.padEnd(12)}`;
  const partner = event.partner === null ? '' : ` -> ${event.partner}`;
  const mark = slowest ? ' <- slowest' : '';
  const room = width - head.length - mark.length - 1;
  const text = room < 12 ? '' : ` ${clip(event.name + partner, room)}`;
  return `${head}${text}`.trimEnd() + (slowest ? style.yellow(mark) : '');
}

/** Records of 5.5 are several lines. */
function rawLines(event: EventReport, exact: boolean): string[] {
  const { file, line } = event.source;
  const at = (index: number): string => `      | ${visible(file)}:${line + index}: `;
  if (event.raw === null || event.raw === undefined)
    return [`${at(0)}the line cannot be read any more (the file is gone or has changed)`];
  return event.raw
    .split(/\r?\n/)
    .map((text, index) => at(index) + (exact ? text : visibleLine(text)));
}
