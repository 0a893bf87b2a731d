import { findLatencyComponent, latencyMeaning } from '../catalogue/latency-components.ts';
import type { LatencyComponent, LatencyReport, LatencySegment } from '../model/latency.ts';
import type { RecipientReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { counted } from './numbers.ts';
import type { View } from './style.ts';
import { clip } from './visible.ts';
import { wrap } from './wrap.ts';

/** Of one service so many components are shown, the rest is summed up. */
const SHOWN_COMPONENTS = 12;
const SHOWN_SEGMENTS = 12;
/** A component that took less of the whole than this, and less than a second, is summed up too. */
const LEAST_SHARE = 0.01;
const DEEPEST = 3;
const BAR_WIDTH = 20;
/** A shorter wait is no news. */
const LEAST_WAIT_SECONDS = 1;

/** `13.818 s`, from a minute on `3 h 57 min`. */
export function secondsText(seconds: number): string {
  if (Math.abs(seconds) >= 60)
    return `${seconds < 0 ? '-' : ''}${formatDuration(Math.abs(seconds))}`;
  return `${seconds.toFixed(3)} s`;
}

/** Where the time of the recipients went, as the servers measured it; recipients with the same measures are told together. */
export function latencyLines(recipients: readonly RecipientReport[], view: View): string[] {
  const groups = new Map<string, { latency: LatencyReport; who: string[] }>();
  for (const { recipient, latency } of recipients) {
    if (latency === undefined || latency.segments.length === 0) continue;
    const key = JSON.stringify([latency.seconds, latency.segments]);
    const group = groups.get(key) ?? { latency, who: [] };
    group.who.push(recipient ?? 'nobody named');
    groups.set(key, group);
  }
  const isOne = groups.size === 1 && recipients.length === 1;
  return [...groups.values()].flatMap(({ latency, who }) => [
    ...groupLines(latency, isOne ? [] : who, view),
    '',
  ]);
}

function groupLines(latency: LatencyReport, who: readonly string[], view: View): string[] {
  const { style, width } = view;
  const { segments, seconds, event } = latency;
  const whole = seconds ?? sumOf(segments);
  const until = seconds === null ? '' : ` from its first arrival to ${clip(event, 40)}`;
  const lines = [`${style.dim('Where the time went')}: ${secondsText(whole)}${until}`];
  if (who.length > 0) lines.push(...wrap(whoText(who), width, '  '));
  lines.push(...waitLines(segments, whole, view));
  for (const segment of segments.slice(0, SHOWN_SEGMENTS))
    lines.push(...segmentLines(segment, whole, view));
  if (segments.length > SHOWN_SEGMENTS)
    lines.push(`  and ${counted(segments.length - SHOWN_SEGMENTS, 'service')} more`);
  return lines;
}

function whoText(who: readonly string[]): string {
  const [first = '', second] = who;
  if (second === undefined) return clip(first, 120);
  if (who.length === 2) return `${clip(first, 120)} and ${clip(second, 120)}`;
  return `${clip(first, 120)} and ${who.length - 1} more`;
}

function sumOf(segments: readonly LatencySegment[]): number {
  return segments.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
}

/** `It waited 3 h 57 min in the queue for mailboxes on MBX1, 2 times: 43 % of the time.` */
function waitLines(segments: readonly LatencySegment[], whole: number, view: View): string[] {
  const waits = new Map<string, { server: string; wait: string; seconds: number; times: number }>();
  for (const { server, components } of segments)
    for (const { name, seconds } of components) {
      const wait = findLatencyComponent(name)?.wait ?? null;
      if (wait === null) continue;
      const key = JSON.stringify([server, wait]);
      const known = waits.get(key) ?? { server, wait, seconds: 0, times: 0 };
      waits.set(key, { ...known, seconds: known.seconds + seconds, times: known.times + 1 });
    }
  return [...waits.values()]
    .filter(({ seconds }) => seconds >= LEAST_WAIT_SECONDS)
    .slice(0, SHOWN_SEGMENTS)
    .flatMap(({ server, wait, seconds, times }) => {
      const often = times > 1 ? `, ${times} times` : '';
      const share = shareText(seconds, whole);
      const text = `It waited ${secondsText(seconds)} ${wait} on ${clip(server, 80)}${often}`;
      return wrap(`${text}${share === '' ? '' : `: ${share} of the time`}.`, view.width, '  ');
    });
}

function shareText(seconds: number, whole: number): string {
  if (whole <= 0 || seconds < 0 || seconds > whole) return '';
  return `${Math.round((seconds / whole) * 100)} %`;
}

function segmentLines(segment: LatencySegment, whole: number, view: View): string[] {
  const { server, total, seconds, components } = segment;
  const service = total === null || total === 'TOTAL' ? '' : ` (${serviceName(total)})`;
  const took = seconds === null ? '' : `  ${secondsText(seconds)}`;
  return [
    `  ${view.style.bold(clip(server, 80))}${service}${took}`,
    ...componentLines(components, whole, view, 1),
  ];
}

const SERVICES: Readonly<Record<string, string>> = {
  'TOTAL-FE': 'front end',
  'TOTAL-HUB': 'transport',
  'TOTAL-SUB': 'submission',
};

function serviceName(total: string): string {
  return SERVICES[total] ?? clip(total, 40);
}

function componentLines(
  components: readonly LatencyComponent[],
  whole: number,
  view: View,
  depth: number,
): string[] {
  const own = components.filter(({ isExtra }) => !isExtra);
  const told = own.filter(({ seconds }) => seconds >= 1 || seconds >= whole * LEAST_SHARE);
  const shown = told.slice(0, SHOWN_COMPONENTS);
  const lines = shown.flatMap((component) => [
    componentLine(component, whole, view, depth),
    ...(depth < DEEPEST ? componentLines(component.children, whole, view, depth + 1) : []),
  ]);
  const rest = own.filter((component) => !shown.includes(component));
  if (rest.length > 0 && depth === 1) {
    const seconds = rest.reduce((sum, one) => sum + one.seconds, 0);
    lines.push(`    ${counted(rest.length, 'other', 'others')}, ${secondsText(seconds)}`);
  }
  return lines;
}

function componentLine(
  { name, seconds }: LatencyComponent,
  whole: number,
  view: View,
  depth: number,
): string {
  const share = whole > 0 ? Math.min(1, Math.max(0, seconds / whole)) : 0;
  const bar = '#'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH);
  const indent = '  '.repeat(depth + 1);
  const head = `${indent}${secondsText(seconds)}`.padEnd(22);
  const meaning = latencyMeaning(name);
  const text = meaning === name ? name : `${name}  ${meaning}`;
  const room = view.width - head.length - 1 - bar.length - 2;
  // A narrow screen has no room for pictures.
  if (room < 24)
    return `${head} ${clip(text, Math.max(12, view.width - head.length - 1))}`.trimEnd();
  return `${head} ${bar}  ${clip(text, room)}`.trimEnd();
}
