import { mkdirSync, readdirSync } from 'node:fs';
import { arrivals, dateText, MINUTE, SECOND, timeText } from './clock.ts';
import { KINDS, runLife } from './kinds.ts';
import { heartbeat } from './lives/system.ts';
import type { Server } from './organisation.ts';
import { sendReports } from './reports.ts';
import { Sim, type Options } from './simulation.ts';

export interface Outcome {
  readonly lines: number;
  readonly broken: number;
  readonly rows: number;
  readonly messages: number;
  /** kinds and how many messages had each */
  readonly kinds: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
  readonly withheld: string | null;
}

const SILENCE = 15 * MINUTE;

/**
 * Shortly before the logs are copied every server writes something, so that all logs end together. A hand-over to a
 * server whose log ended minutes before could be called both: not judged yet, and not logged.
 */
const LAST_WORDS = 10 * SECOND;

export function generate(options: Options): Outcome {
  if (options.out !== null) {
    mkdirSync(options.out, { recursive: true });
    if (readdirSync(options.out).length > 0) throw new Error(`${options.out} is not empty`);
  }
  const sim = new Sim(options);
  const momentOf = arrivals(sim.start, sim.horizon);
  const closing = sim.horizon - LAST_WORDS;
  for (let index = 0; index < options.messages; index++) {
    const at = momentOf((index + sim.random.next()) / options.messages);
    if (at >= closing && sim.now < closing) lastWords(sim, closing);
    keepRhythm(sim, at);
    sim.advance(at);
    runLife(sim, at, index, options.messages);
    finish(sim);
    if (sim.random.chance(1 / 2000)) breakLine(sim, at);
  }
  if (sim.now < closing) lastWords(sim, closing);
  sim.close();
  return outcomeOf(sim, options);
}

function finish(sim: Sim): void {
  sendReports(sim);
  sim.settle();
}

function lastWords(sim: Sim, at: number): void {
  keepRhythm(sim, at);
  sim.advance(at);
  for (const server of sim.heard.keys()) heartbeat(sim, at, server);
  finish(sim);
}

/** No server stays silent for longer than its rhythm. */
function keepRhythm(sim: Sim, until: number): void {
  for (;;) {
    const next = earliest(sim);
    if (next === null || next.at >= until) return;
    sim.advance(next.at);
    heartbeat(sim, next.at, next.server);
    sim.heard.set(next.server, next.at);
    finish(sim);
  }
}

function earliest(sim: Sim): { server: Server; at: number } | null {
  let first: { server: Server; at: number } | null = null;
  for (const [server, heard] of sim.heard) {
    const at = Math.max(heard + SILENCE, sim.now);
    if (first === null || at < first.at) first = { server, at };
  }
  return first;
}

/** A line that was cut off while it was written; it belongs to no life. */
function breakLine(sim: Sim, at: number): void {
  const server = sim.random.pick(sim.org.mailboxes);
  const log = sim.logFor(server, at);
  if (log === null) return;
  const second = Math.floor((at + server.skew) / 1000);
  const whole = `${dateText(second)}\t${timeText(second)}\t10.2.0.9\tPC9\t-\t${server.name}\t${server.ip}\tcut`;
  const shortest = dateText(second).length + timeText(second).length + 2;
  log.add(second, `${whole.slice(0, sim.random.int(shortest, whole.length))}\r\n`);
  sim.broken++;
}

function outcomeOf(sim: Sim, options: Options): Outcome {
  const left = sim.withheld;
  return {
    lines: sim.lines,
    broken: sim.broken,
    rows: sim.truth.rows,
    messages: options.messages,
    kinds: sim.kinds,
    missing: KINDS.filter((kind) => !sim.kinds.has(kind)),
    withheld: left === null ? null : `${left.server.name} ${dateText(left.day * 86_400)}`,
  };
}

/** How many messages make about so many lines: measured on a small run of which nothing is written. */
export function messagesFor(lines: number, options: Omit<Options, 'messages' | 'out'>): number {
  const messages = 5000;
  const sample = generate({ ...options, messages, out: null });
  return Math.max(1, Math.round((lines * messages) / sample.lines));
}
