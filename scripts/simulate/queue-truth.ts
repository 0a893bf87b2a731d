import { THRESHOLD } from './clock.ts';
import { isOpenStage, type ServerRow, type StayRow } from './queue-writer.ts';

/** A recipient that is open at a moment; times in milliseconds UTC. */
export interface OpenOne {
  readonly stay: StayRow;
  readonly stage: string;
  readonly since: number;
  readonly age: number;
  /** as lines until then have it */
  readonly name: string;
  readonly destination: string;
  readonly sender: string;
  /** younger than the threshold where the log of its server ends */
  readonly atLogEnd: boolean;
}

export interface QueueMoment {
  readonly open: readonly OpenOne[];
  readonly lost: readonly StayRow[];
  readonly unlogged: readonly StayRow[];
}

/** Half-open. */
export interface Span {
  readonly from: number;
  /** infinite: to the end of the logs */
  readonly to: number;
}

/** When a recipient was stalled on a server, or in one of its stages. */
export interface StallSpan extends Span {
  readonly stay: StayRow;
  readonly stage: string;
}

const NO_DOMAIN = '(no domain)';
const NO_END = Number.POSITIVE_INFINITY;

/**
 * The contract's counts, worked out from the true history of the queues alone: of a moment where each recipient is, of all
 * time when it was stalled. Mail of the system is left out.
 */
export class QueueTruth {
  readonly ends: ReadonlyMap<string, number>;
  private readonly servers: ReadonlyMap<string, ServerRow>;
  private readonly lives: readonly (readonly StayRow[])[];

  constructor(servers: Iterable<ServerRow>, stays: Iterable<StayRow>) {
    this.servers = new Map([...servers].map((row) => [row.server, row]));
    this.ends = new Map(
      [...this.servers.values()].filter((s) => s.written).map((s) => [s.server, s.logEnd]),
    );
    this.lives = livesOf(stays);
  }

  /** Where everybody is as far as lines up to and with that moment tell. */
  at(asOf: number): QueueMoment {
    const open: OpenOne[] = [];
    const lost: StayRow[] = [];
    const unlogged: StayRow[] = [];
    for (const life of this.lives) {
      const stay = life.findLast(({ stages }) => (stages[0]?.[0] ?? NO_END) <= asOf);
      if (stay === undefined || (stay.membersAt ?? NO_END) <= asOf) continue;
      const found = this.holding(stay, asOf) ?? this.inTransit(stay, asOf);
      if (found === 'lost') lost.push(stay);
      else if (found === 'unlogged') unlogged.push(stay);
      else if (found !== null) open.push(found);
    }
    return { open, lost, unlogged };
  }

  /** Messages of which logs let one only guess at that moment: torn apart by clocks, or with lines in the file that was left out. */
  unsureAt(asOf: number): ReadonlySet<string> {
    const cut = this.lives.flat().filter((stay) => stay.cut);
    return new Set([...this.tornAt(asOf), ...cut.map(({ messageId }) => messageId)]);
  }

  /** Messages of which a line tells what happened after something that no line tells until then. */
  tornAt(asOf: number): ReadonlySet<string> {
    const seen = new Map<string, number>();
    const unseen = new Map<string, number>();
    for (const { messageId, server, stages } of this.lives.flat()) {
      const skew = this.servers.get(server)?.skew ?? 0;
      for (const [at] of stages) {
        const [side, pick] = at <= asOf ? [seen, Math.max] : [unseen, Math.min];
        side.set(messageId, pick(side.get(messageId) ?? at - skew, at - skew));
      }
    }
    const torn = [...seen].filter(([id, at]) => at > (unseen.get(id) ?? NO_END));
    return new Set(torn.map(([id]) => id));
  }

  private holding(stay: StayRow, asOf: number): OpenOne | null {
    const [, stage, since] = stay.stages.findLast(([at]) => at <= asOf) ?? [0, 'delivered', 0];
    if (!isOpenStage(stage)) return null;
    const end = this.ends.get(stay.server) ?? 0;
    return { ...openOne(stay, asOf, since, Math.min(asOf, end), end <= asOf), stage };
  }

  /** Handed to one of our servers, where no line of it is. */
  private inTransit(stay: StayRow, asOf: number): OpenOne | 'lost' | 'unlogged' | null {
    const next = stay.handedTo === null ? undefined : this.servers.get(stay.handedTo);
    const from = this.servers.get(stay.server);
    const since = stay.leftAt;
    if (next === undefined || from === undefined || since === null) return null;
    const due = since + next.skew - from.skew;
    const [hiddenFrom, hiddenTo] = next.leftOut ?? [NO_END, NO_END];
    if (!next.written || (due >= hiddenFrom && due < hiddenTo)) return 'unlogged';
    const end = Math.min(asOf, next.logEnd);
    // By the clock that goes on longer: a server with a clock behind may still log it.
    if (end - since >= THRESHOLD + Math.max(0, next.skew - from.skew)) return 'lost';
    const atEnd = from.logEnd <= asOf || next.logEnd < asOf;
    return { ...openOne(stay, asOf, since, Math.max(since, end), atEnd), stage: 'transferred' };
  }

  /** The stalls that the span has to do with, each on its server, or each part of them in one stage. */
  stalls(as: 'servers' | 'stages', { from, to }: Span): StallSpan[] {
    return this.lives.flatMap((life) =>
      life
        .flatMap((stay) => joined(this.stalledPieces(stay), as === 'stages'))
        .filter((stall) => stall.from < to && stall.to >= from),
    );
  }

  private stalledPieces(stay: StayRow): StallSpan[] {
    const end = this.ends.get(stay.server) ?? 0;
    return stay.stages.flatMap(([at, stage, since], index) => {
      const to = stay.stages[index + 1]?.[0] ?? stay.leftAt ?? NO_END;
      const from = Math.max(at, since + THRESHOLD);
      return isOpenStage(stage) && from < to && from <= end ? [{ stay, stage, from, to }] : [];
    });
  }
}

/** What follows without a pause is one: on a server, or only where the stage is the same. */
function joined(pieces: readonly StallSpan[], parted: boolean): StallSpan[] {
  const spans: StallSpan[] = [];
  for (const piece of pieces) {
    const before = spans.at(-1);
    const goesOn = before?.to === piece.from && (!parted || before.stage === piece.stage);
    if (before !== undefined && goesOn) spans[spans.length - 1] = { ...before, to: piece.to };
    else spans.push(piece);
  }
  return spans;
}

function livesOf(stays: Iterable<StayRow>): StayRow[][] {
  const lives = new Map<string, StayRow[]>();
  for (const stay of stays) {
    if (stay.system) continue;
    const key = `${stay.messageId}\n${stay.recipient.toLowerCase()}`;
    const life = lives.get(key);
    if (life === undefined) lives.set(key, [stay]);
    else life.push(stay);
  }
  return [...lives.values()];
}

function openOne(stay: StayRow, asOf: number, since: number, until: number, isEnd: boolean) {
  const age = Math.max(0, until - since);
  return {
    stay,
    since,
    age,
    name: nameAt(stay, asOf),
    destination: destinationOf(stay, asOf),
    sender: stay.sender === '<>' ? 'MAILER-DAEMON' : domainOf(stay.sender),
    atLogEnd: isEnd && age < THRESHOLD,
  };
}

function nameAt({ recipient, namedAt, ex }: StayRow, asOf: number): string {
  return namedAt === null || namedAt > asOf ? (ex ?? recipient) : recipient;
}

/** The domain of the address, once a line has shown it. */
export function destinationOf(stay: StayRow, asOf: number): string {
  return domainOf(nameAt(stay, asOf));
}

function domainOf(address: string): string {
  const parts = address.split('@');
  return parts.length < 2 ? NO_DOMAIN : (parts.at(-1) ?? '').toLowerCase();
}
