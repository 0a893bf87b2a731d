import { mkdirSync, readdirSync } from 'node:fs';
import { arrivals, MINUTE, SECOND } from '../simulate/clock.ts';
import { kindsOf, runLife } from './kinds.ts';
import { probe } from './lives/ordinary.ts';
import { lineOf } from './rows.ts';
import { Sim, type Options } from './simulation.ts';

export interface Outcome {
  readonly lines: number;
  readonly broken: number;
  readonly rows: number;
  readonly messages: number;
  /** kinds and how many messages had each */
  readonly kinds: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
  readonly withheld: readonly string[];
}

/** Monitoring mail of each server: no hour of any of its services is without a row. */
const PROBES = 10 * MINUTE;

/** Shortly before the logs are copied every server writes something, so that all logs end together. */
const LAST_WORDS = 10 * SECOND;

export function generate(options: Options): Outcome {
  if (options.out !== null) {
    mkdirSync(options.out, { recursive: true });
    if (readdirSync(options.out).length > 0) throw new Error(`${options.out} is not empty`);
  }
  const sim = new Sim(options);
  const momentOf = arrivals(sim.start, sim.horizon);
  const closing = sim.horizon - LAST_WORDS;
  let probed = sim.start;
  const probesUntil = (until: number): void => {
    for (; probed < until; probed += PROBES) {
      sim.advance(probed);
      for (const server of sim.org.mailboxes) probe(sim, probed, server);
      sim.settle();
    }
  };
  for (let index = 0; index < options.messages; index++) {
    const at = Math.min(closing - 1, momentOf((index + sim.random.next()) / options.messages));
    probesUntil(at);
    sim.advance(at);
    runLife(sim, at, index, options.messages);
    sim.settle();
    if (sim.random.chance(1 / 800)) breakLine(sim, at);
  }
  probesUntil(closing);
  sim.advance(closing);
  for (const server of sim.org.mailboxes) probe(sim, closing, server);
  sim.settle();
  leaveOpen(sim);
  sim.close();
  return outcomeOf(sim, options);
}

/** A row of a message that nothing else tells of. */
function strayRow(sim: Sim, at: number): string {
  const server = sim.random.pick(sim.org.mailboxes);
  return lineOf(
    {
      'date-time': new Date(at + server.skew).toISOString(),
      'client-ip': '10.10.0.99',
      'server-hostname': server.name,
      'source-context': 'stray',
      source: 'SMTP',
      'event-id': 'RECEIVE',
      'internal-message-id': '77',
      'message-id': `<stray.${sim.nextNumber()}@contoso.example>`,
      'network-message-id': sim.guid(),
      'recipient-address': 'stray@contoso.example',
      'total-bytes': '4000',
      'recipient-count': '1',
      'message-subject': 'stray',
      'sender-address': 'stray@contoso.example',
      'schema-version': server.version,
    },
    sim.options.layout,
  ).trimEnd();
}

/** Lines that no reader can take for a row; each is on its own, and belongs to no life. */
const BREAKS: readonly ((sim: Sim, row: string) => string)[] = [
  (sim, row) => row.slice(0, sim.random.int(30, row.length - 20)),
  (_, row) => row.replace(',stray,', ',"stray,'),
  (_, row) => row.replace(',stray,', ',"stray"x,'),
  (_, row) => row.replace(/^\S+?T/, '2026-02-31T'),
  (_, row) => `${row},,,one,too,many`,
  (sim) => '\0'.repeat(sim.random.int(1, 300)),
  () => 'the quick brown fox',
];

function breakLine(sim: Sim, at: number): void {
  const server = sim.random.pick(sim.org.mailboxes);
  const log = sim.logFor(server, 'MSGTRK', at);
  if (log === null) return;
  const broken = sim.random.pick(BREAKS)(sim, strayRow(sim, at));
  log.add(at + server.skew, `${broken}\r\n`);
  sim.broken++;
}

/** The files were copied while the service held them open: the last line is not whole. */
function leaveOpen(sim: Sim): void {
  for (const server of sim.org.mailboxes) {
    const log = sim.logOf(server, 'MSGTRK');
    if (log === null) continue;
    const row = strayRow(sim, sim.horizon);
    sim.tails.set(log, row.slice(0, sim.random.int(5, row.length - 40)));
    sim.broken++;
  }
}

function outcomeOf(sim: Sim, options: Options): Outcome {
  return {
    lines: sim.lines,
    broken: sim.broken,
    rows: sim.truth.rows,
    messages: options.messages,
    kinds: sim.kinds,
    missing: kindsOf(sim.release).filter((kind) => !sim.kinds.has(kind)),
    withheld: sim.withheld.map(({ server, role, hour }) => {
      const text = new Date(hour * 3_600_000).toISOString().slice(0, 13);
      return `${server.name} ${role} ${text}`;
    }),
  };
}

/** How many messages make about so many lines, beside the probes: measured on two small runs of which nothing is written. */
export function messagesFor(lines: number, options: Omit<Options, 'messages' | 'out'>): number {
  const linesOf = (messages: number): number => generate({ ...options, messages, out: null }).lines;
  const [few, many] = [500, 2000];
  const base = linesOf(few);
  const each = (linesOf(many) - base) / (many - few);
  return Math.max(1, Math.round(few + (lines - base) / each));
}
