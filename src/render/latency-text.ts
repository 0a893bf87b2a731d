import type { RecipientReport } from '../model/report.ts';
import { tellLatency } from './latency-told.ts';
import type { LatencyTold, ServiceTold } from './latency-told.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';
import { wrap } from './wrap.ts';

const BAR_WIDTH = 20;

/** Where the time of the recipients went, as a tree of services and their parts. */
export function latencyLines(recipients: readonly RecipientReport[], view: View): string[] {
  return tellLatency(recipients).flatMap((told) => [...groupLines(told, view), '']);
}

function groupLines(
  { whole, who, waits, overlap, services, left }: LatencyTold,
  view: View,
): string[] {
  const { style, width } = view;
  return [
    `${style.dim('Where the time went')}: ${whole}`,
    ...(who === null ? [] : wrap(who, width, '  ')),
    ...waits.flatMap((wait) => wrap(wait, width, '  ')),
    ...(overlap === null ? [] : wrap(overlap, width, '  ')),
    ...services.flatMap((service) => serviceLines(service, view)),
    ...(left === null ? [] : [`  ${left}`]),
  ];
}

function serviceLines({ server, service, time, parts, others }: ServiceTold, view: View): string[] {
  const what = service === null ? '' : ` (${service})`;
  return [
    `  ${view.style.bold(server)}${what}${time === null ? '' : `  ${time}`}`,
    ...parts.map((part) => partLine(part, view)),
    ...(others === null ? [] : [`    ${others}`]),
  ];
}

function partLine(
  { name, meaning, time, share, depth }: ServiceTold['parts'][number],
  view: View,
): string {
  const bar = '#'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH);
  const head = `${'  '.repeat(depth + 1)}${time}`.padEnd(22);
  const text = meaning === null ? name : `${name}  ${meaning}`;
  const room = view.width - head.length - 1 - bar.length - 2;
  // A narrow screen has no room for pictures.
  if (room < 24)
    return `${head} ${clip(text, Math.max(12, view.width - head.length - 1))}`.trimEnd();
  return `${head} ${bar}  ${clip(text, room)}`.trimEnd();
}
