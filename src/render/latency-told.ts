import { findLatencyComponent, latencyMeaning } from '../catalogue/latency-components.ts';
import type { LatencyComponent, LatencyReport, LatencySegment } from '../model/latency.ts';
import type { RecipientReport } from '../model/report.ts';
import { formatDuration } from '../model/time.ts';
import { counted } from './numbers.ts';
import { clip } from './visible.ts';

/** Of one service so many components are shown, the rest is summed up. */
const SHOWN_COMPONENTS = 12;
const SHOWN_SEGMENTS = 12;
/** A component that took less of the whole than this, and less than a second, is summed up too. */
const LEAST_SHARE = 0.01;
const DEEPEST = 3;
/** Services that took no more of the whole than this add up well enough. */
const MOST_UNTOLD = 1.1;
/** A shorter wait is no news. */
const LEAST_WAIT_SECONDS = 1;

/** Where the time of some recipients went, in words, for a terminal and for a page. */
export interface LatencyTold {
  /** `2 h from its first arrival to DELIVER/STOREDRIVER` */
  readonly whole: string;
  /** Recipients that it holds of; null: it is the only one. */
  readonly who: string | null;
  /** Sentences, longest wait not first but in order of the way. */
  readonly waits: readonly string[];
  /** A sentence; null: services took no more than the whole. */
  readonly overlap: string | null;
  readonly services: readonly ServiceTold[];
  /** `and 3 services more`; null: all are told. */
  readonly left: string | null;
}

/** The time in one service of one server. */
export interface ServiceTold {
  readonly server: string;
  /** `transport`; null where the log does not say. */
  readonly service: string | null;
  /** `0.040 s`; null where the log does not say. */
  readonly time: string | null;
  readonly parts: readonly PartTold[];
  /** `3 others, 0.010 s`; null: there are none. */
  readonly others: string | null;
}

interface PartTold {
  readonly name: string;
  /** Null: nobody knows. */
  readonly meaning: string | null;
  readonly time: string;
  /** Of the whole, 0 to 1. */
  readonly share: number;
  /** From 1; what is deeper is a part of what stands above it. */
  readonly depth: number;
}

/** `13.818 s`, from a minute on `3 h 57 min`. */
export function secondsText(seconds: number): string {
  if (Math.abs(seconds) >= 60)
    return `${seconds < 0 ? '-' : ''}${formatDuration(Math.abs(seconds))}`;
  return `${seconds.toFixed(3)} s`;
}

/** Where the time of the recipients went, as the servers measured it; recipients with the same measures are told together. */
export function tellLatency(recipients: readonly RecipientReport[]): LatencyTold[] {
  const groups = new Map<string, { latency: LatencyReport; who: string[] }>();
  for (const { recipient, latency } of recipients) {
    if (latency === undefined || latency.segments.length === 0) continue;
    const key = JSON.stringify([latency.seconds, latency.segments]);
    const group = groups.get(key) ?? { latency, who: [] };
    group.who.push(recipient ?? 'nobody named');
    groups.set(key, group);
  }
  const isOne = groups.size === 1 && recipients.length === 1;
  return [...groups.values()].map(({ latency, who }) => groupTold(latency, isOne ? [] : who));
}

function groupTold(
  { segments, seconds, event }: LatencyReport,
  who: readonly string[],
): LatencyTold {
  const whole = seconds ?? sumOf(segments);
  const until = seconds === null ? '' : ` from its first arrival to ${clip(event, 40)}`;
  const left = segments.length - SHOWN_SEGMENTS;
  return {
    whole: `${secondsText(whole)}${until}`,
    who: who.length === 0 ? null : whoText(who),
    waits: waitsOf(segments, whole),
    overlap: overlapOf(segments, whole),
    services: segments.slice(0, SHOWN_SEGMENTS).map((segment) => serviceTold(segment, whole)),
    left: left > 0 ? `and ${counted(left, 'service')} more` : null,
  };
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
function waitsOf(segments: readonly LatencySegment[], whole: number): string[] {
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
    .map(({ server, wait, seconds, times }) => {
      const often = times > 1 ? `, ${times} times` : '';
      const share = shareText(seconds, whole);
      const text = `It waited ${secondsText(seconds)} ${wait} on ${clip(server, 80)}${often}`;
      return `${text}${share === '' ? '' : `: ${share} of the time`}.`;
    });
}

/** One service may hand a message on while it still works on it, and their clocks may differ: shares of the whole then add up to more. */
function overlapOf(segments: readonly LatencySegment[], whole: number): string | null {
  const measured = segments.filter(({ seconds }) => seconds !== null);
  const sum = sumOf(measured);
  if (measured.length < 2 || whole <= 0 || sum <= whole * MOST_UNTOLD) return null;
  return `Services overlap, or clocks differ: what they took adds up to ${secondsText(sum)}.`;
}

function shareText(seconds: number, whole: number): string {
  if (whole <= 0 || seconds < 0 || seconds > whole) return '';
  return `${Math.round((seconds / whole) * 100)} %`;
}

function serviceTold(segment: LatencySegment, whole: number): ServiceTold {
  const { server, total, seconds, components } = segment;
  const own = components.filter(({ isExtra }) => !isExtra);
  const shown = shownOf(own, whole);
  const rest = own.filter((component) => !shown.includes(component));
  const others = rest.reduce((sum, one) => sum + one.seconds, 0);
  return {
    server: clip(server, 80),
    service: total === null || total === 'TOTAL' ? null : (SERVICES[total] ?? clip(total, 40)),
    time: seconds === null ? null : secondsText(seconds),
    parts: partsOf(own, whole, 1),
    others:
      rest.length === 0
        ? null
        : `${counted(rest.length, 'other', 'others')}, ${secondsText(others)}`,
  };
}

const SERVICES: Readonly<Record<string, string>> = {
  'TOTAL-FE': 'front end',
  'TOTAL-HUB': 'transport',
  'TOTAL-SUB': 'submission',
};

function shownOf(own: readonly LatencyComponent[], whole: number): readonly LatencyComponent[] {
  return own
    .filter(({ seconds }) => seconds >= 1 || seconds >= whole * LEAST_SHARE)
    .slice(0, SHOWN_COMPONENTS);
}

function partsOf(
  components: readonly LatencyComponent[],
  whole: number,
  depth: number,
): PartTold[] {
  const own = components.filter(({ isExtra }) => !isExtra);
  return shownOf(own, whole).flatMap(({ name, seconds, children }) => {
    const meaning = latencyMeaning(name);
    const part = {
      name,
      meaning: meaning === name ? null : meaning,
      time: secondsText(seconds),
      share: whole > 0 ? Math.min(1, Math.max(0, seconds / whole)) : 0,
      depth,
    };
    return [part, ...(depth < DEEPEST ? partsOf(children, whole, depth + 1) : [])];
  });
}
