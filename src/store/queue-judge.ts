import { hostResolver } from '../lifecycle/hosts.ts';
import type { OurHosts } from '../lifecycle/hosts.ts';
import { KEPT_STALL_MS, messageStalls } from '../lifecycle/kept-stalls.ts';
import type { MessageStalls } from '../lifecycle/kept-stalls.ts';
import type { SlotOrder } from '../lifecycle/order.ts';
import type { HopRow } from '../lifecycle/person.ts';
import type { Roads } from '../lifecycle/route.ts';
import { hasLeft, standingContext, standingOf } from '../lifecycle/standing.ts';
import type { Standing } from '../lifecycle/standing.ts';
import type { OpenPiece } from '../lifecycle/stalls.ts';
import { judgePersons } from '../lifecycle/verdict.ts';
import { onceEach } from '../model/once-each.ts';
import { STAGES } from '../model/stage.ts';
import type { Value } from './bulk-insert.ts';
import { skewsBetween } from './clock-skew.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Connection } from './open.ts';
import { STANDING } from './queue-rows.ts';
import type { StoredPiece } from './queue-rows.ts';
import { QUEUE_SLOW_MS } from './queue-state.ts';
import { createHopReader } from './read-hops.ts';
import { createLineReader } from './read-lines.ts';
import { createSenderReader } from './senders.ts';
import type { SenderOf } from './senders.ts';
import { serverNumbers } from './server-names.ts';
import { createTextCache } from './text-cache.ts';
import type { TextCache } from './text-cache.ts';

/** The tables of the queue that messages have rows in. */
export const QUEUE_TABLES = {
  queue_message: [
    'message_id',
    'last_at',
    'servers',
    'may_be_open',
    'other_ms',
    'other_until',
    'ended_until',
  ],
  queue_person: STANDING,
  queue_stall: [
    'message_id',
    'number',
    'person',
    'recipient_id',
    'sender_id',
    'server_id',
    'at',
    'pieces',
    'is_system',
  ],
} as const;

export type QueueTable = keyof typeof QUEUE_TABLES;

/** Takes a row, of the columns above. */
export type PutQueueRow = (table: QueueTable, row: readonly Value[]) => void;

/** Ways between servers, and the order of logs. */
export type QueueRoads = Roads & { readonly slots: SlotOrder };

export function queueRoads(
  slots: SlotOrder,
  ours: OurHosts,
  skews: readonly ClockSkew[],
): QueueRoads {
  return { slots, resolve: hostResolver(ours), skewMs: skewsBetween(skews) };
}

/** What the tables have of one message, which stands for its life. */
interface QueueRows {
  readonly id: number;
  readonly lastAt: number;
  readonly servers: number;
  readonly mayBeOpen: boolean;
  readonly stalls: MessageStalls;
  /** Of each recipient in order; null: gone. */
  readonly standings: readonly (Standing | null)[];
}

/** Judges messages by their numbers, in order, and gives what the tables of the queue keep of them. */
export type QueueJudge = (ids: readonly number[], mayBeOpen: (id: number) => boolean) => void;

/** `isSystem`: of the number of an address. */
export function createQueueJudge(
  db: Connection,
  roads: QueueRoads,
  isSystem: (address: number) => boolean,
  put: PutQueueRow,
): QueueJudge {
  const { slots } = roads;
  const addresses = numbered(createTextCache(db, 'address'));
  const hosts = numbered(createTextCache(db, 'host'));
  const [hostName, addressText] = [hosts.textOf, addresses.textOf];
  const reader = createHopReader({ db, slots, hostName, addressText });
  const linesOf = createLineReader({ db, slots, addressText });
  const context = standingContext(roads);
  const rows = new QueueRowMaker(db, { addresses, hosts, isSystem }, put);
  const senders = createSenderReader(db);
  return (ids, mayBeOpen) => {
    const senderOf = senders(ids);
    for (const [id, hops] of reader.ofMany(ids)) {
      const judged = judgePersons(hops, context);
      const lines = onceEach((server: string) => linesOf([[id, server]], null)(id, server));
      const row = {
        id,
        ...extentOf(hops),
        mayBeOpen: mayBeOpen(id),
        stalls: messageStalls(judged, context, QUEUE_SLOW_MS, lines),
        standings: judged.map(standingOf),
      };
      rows.put(row, senderOf);
      addresses.forget();
      hosts.forget();
    }
  };
}

function extentOf(rows: readonly HopRow[]): { lastAt: number; servers: number } {
  return {
    lastAt: rows.reduce((latest, { hop }) => Math.max(latest, hop.lastAt), -Infinity),
    servers: new Set(rows.map(({ server }) => server)).size,
  };
}

interface JudgeNames {
  readonly addresses: Numbered;
  readonly hosts: Numbered;
  readonly isSystem: (address: number) => boolean;
}

class QueueRowMaker {
  readonly #names: JudgeNames;
  readonly #serverOf: (name: string) => number;
  readonly #put: PutQueueRow;

  constructor(db: Connection, names: JudgeNames, put: PutQueueRow) {
    this.#names = names;
    this.#put = put;
    this.#serverOf = serverNumbers(db);
  }

  put({ id, lastAt, servers, mayBeOpen, stalls, standings }: QueueRows, senderOf: SenderOf): void {
    const { otherMs, otherUntil, endedUntil, kept } = stalls;
    const open = Number(mayBeOpen);
    this.#put('queue_message', [id, lastAt, servers, open, otherMs, otherUntil, endedUntil]);
    const isNeeded = kept.length > 0 || standings.some((standing) => standing !== null);
    const sender = isNeeded ? senderOf(id) : null;
    const numbers = this.#putPersons(id, sender, standings);
    for (const [place, { person, isHere, recipient, server, at, pieces }] of kept.entries()) {
      const address = this.#addressOf(recipient);
      this.#put('queue_stall', [
        id,
        place,
        isHere ? (numbers[person] ?? null) : null,
        address,
        sender,
        this.#serverOf(server),
        at,
        textOfPieces(pieces, at),
        this.#isSystem(address, sender),
      ]);
    }
  }

  /** Gives the number of each standing. */
  #putPersons(
    id: number,
    sender: number | null,
    standings: QueueRows['standings'],
  ): (number | null)[] {
    let number = 0;
    return standings.map((standing) => {
      if (standing === null) return null;
      const { recipient, server, code, at, since, nextHop, joined } = standing;
      const address = this.#addressOf(recipient);
      this.#put('queue_person', [
        id,
        number,
        address,
        sender,
        this.#serverOf(server),
        code,
        at,
        since,
        standing.lastAt,
        nextHop === null ? null : this.#names.hosts.numberOf(nextHop),
        Number(joined),
        this.#isSystem(address, sender),
        ...(hasLeft(standing) ? [null, null] : [this.#textOf(sender), recipient]),
      ]);
      number += 1;
      return number - 1;
    });
  }

  #addressOf(recipient: string | null): number {
    return recipient === null ? 0 : this.#names.addresses.numberOf(recipient);
  }

  #textOf(sender: number | null): string | null {
    return sender === null ? null : this.#names.addresses.textOf(sender);
  }

  #isSystem(recipient: number, sender: number | null): number {
    const { isSystem } = this.#names;
    return Number(isSystem(recipient) || (sender !== null && isSystem(sender)));
  }
}

/** Times are milliseconds before `at`; what is too short to count is left out. */
function textOfPieces(pieces: readonly OpenPiece[], at: number): string {
  const stored: StoredPiece[] = [];
  for (const { stage, since, from, to } of pieces)
    if (to === null || to - since > KEPT_STALL_MS)
      stored.push([STAGES.indexOf(stage), at - since, at - from, to === null ? null : at - to]);
  return JSON.stringify(stored);
}

interface Numbered {
  readonly textOf: TextCache;
  /** The number of a text that was given since `forget`. */
  readonly numberOf: (text: string) => number;
  readonly forget: () => void;
}

function numbered(text: TextCache): Numbered {
  const numbers = new Map<string, number>();
  const textOf = (id: number): string => {
    const found = text(id);
    numbers.set(found, id);
    return found;
  };
  return {
    textOf: Object.assign(textOf, { ahead: text.ahead }),
    numberOf: (found) => numbers.get(found) ?? 0,
    forget() {
      if (numbers.size > 10_000) numbers.clear();
    },
  };
}
