import { STAGE_TABLE } from '../catalogue/stages.ts';
import { readMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import type { Stage } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import { KEPT_STALL_MS } from './kept-stalls.ts';

/** How much came and went in some time. Mail of the system counts only where that is said. */
export interface TrafficCounts {
  /** Messages first seen, those of the system too. */
  newMessages: number;
  /** Recipients of messages first seen. */
  recipientsIn: number;
  /** Recipients who were delivered or handed to a host outside. */
  recipientsOut: number;
  /** How many milliseconds hops took until they ended, of those that took at least `KEPT_STALL_MS`; those of the system too. */
  readonly slow: number[];
  /** Hops that ended, well or badly, by the stage of their end, those of the system too. */
  readonly ends: Map<Stage, number>;
}

/** The same, and how long it took. */
export interface Traffic extends TrafficCounts {
  /** Of those who went out, by stage: how many took so many seconds since their message began. Who had it before is left out. */
  readonly took: Map<Stage, Map<number, number>>;
}

export function emptyCounts(): TrafficCounts {
  return { newMessages: 0, recipientsIn: 0, recipientsOut: 0, slow: [], ends: new Map() };
}

export function emptyTraffic(): Traffic {
  return { ...emptyCounts(), took: new Map() };
}

export function isEmptyTraffic(traffic: Traffic): boolean {
  const { newMessages, recipientsOut, slow, ends } = traffic;
  return newMessages === 0 && recipientsOut === 0 && slow.length === 0 && ends.size === 0;
}

/** Enters a message for so many recipients. */
export function enterNew(traffic: Traffic, recipients: number, isSystem: boolean): void {
  traffic.newMessages += 1;
  if (!isSystem) traffic.recipientsIn += recipients;
}

/** How a hop ended. */
export interface EndedHop {
  readonly code: number;
  /** Milliseconds since its first line. */
  readonly endMs: number;
  /** Whole seconds since its message began; below 0 where clocks differ. */
  readonly took: number;
  readonly isSystem: boolean;
  /** It was handed to a host that is one of ours. */
  readonly staysHere: boolean;
}

/** Enters a hop that ended. */
export function enterEnd(
  traffic: Traffic,
  { code, endMs, took, isSystem, staysHere }: EndedHop,
): void {
  if (endMs >= KEPT_STALL_MS) traffic.slow.push(endMs);
  const { stage, kind, handsOver } = eventEffect(code);
  if (stage === null) return;
  if (kind === 'ended-well' || kind === 'ended-badly') count(traffic.ends, stage, 1);
  const isOut = kind === 'ended-well' || (kind === 'left' && !(handsOver && staysHere));
  if (!isOut || isSystem) return;
  traffic.recipientsOut += 1;
  if (!isDuplicate(code)) count(tookIn(traffic, stage), Math.max(0, took), 1);
}

/** Who had the message before did not wait until the duplicate was dropped. */
function isDuplicate(code: number): boolean {
  return readMsgtrkCode(code)?.event === 'DUPLICATEDELIVER';
}

/** Adds what came and went in another time. */
export function addCounts(sum: TrafficCounts, part: TrafficCounts): void {
  sum.newMessages += part.newMessages;
  sum.recipientsIn += part.recipientsIn;
  sum.recipientsOut += part.recipientsOut;
  for (const ms of part.slow) sum.slow.push(ms);
  for (const [stage, number] of part.ends) count(sum.ends, stage, number);
}

/** The same, with how long it took. */
export function addTraffic(sum: Traffic, part: Traffic): void {
  addCounts(sum, part);
  for (const [stage, times] of part.took) {
    const own = tookIn(sum, stage);
    for (const [seconds, number] of times) count(own, seconds, number);
  }
}

function tookIn({ took }: Traffic, stage: Stage): Map<number, number> {
  let times = took.get(stage);
  if (times === undefined) {
    times = new Map();
    took.set(stage, times);
  }
  return times;
}

function count<Key>(counts: Map<Key, number>, key: Key, number: number): void {
  counts.set(key, (counts.get(key) ?? 0) + number);
}

/** Whether an end of that stage is one that is counted, or may be the way out. */
export function countsAsEnd(stage: Stage | null): boolean {
  const kind = stage === null ? null : STAGE_TABLE[stage].kind;
  return kind === 'ended-well' || kind === 'ended-badly' || kind === 'left';
}
