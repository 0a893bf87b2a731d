import { join } from 'node:path';
import type { Message, Move, Recipient } from './message.ts';
import { RowFile } from './row-file.ts';
import { STEPS, type Stage } from './steps.ts';

/** All times are milliseconds UTC as the lines have them: whole seconds by the clock of the server that wrote them. */
export interface StayRow {
  readonly messageId: string;
  /** as in the truth: the SMTP address once it was seen, else the EX form */
  readonly recipient: string;
  readonly kind: string;
  /** mail of the system itself */
  readonly system: boolean;
  readonly sender: string;
  readonly server: string;
  /** each move on the server: when it was logged, to which stage, and when the last arrival was logged until then */
  readonly stages: readonly (readonly [at: number, stage: Stage, since: number])[];
  /** when it ended there or left; null: still there when the logs were copied */
  readonly leftAt: number | null;
  /** which of our servers it left for */
  readonly handedTo: string | null;
  /** the first line on any server that has the SMTP address, and what lines had until then */
  readonly namedAt: number | null;
  readonly ex: string | null;
  /** of a list that was expanded: the first line of any member on any server */
  readonly membersAt: number | null;
  /** lines about the message are in the file that was left out */
  readonly cut: boolean;
}

export interface ServerRow {
  readonly server: string;
  readonly written: boolean;
  /** its clock minus the true time */
  readonly skew: number;
  /** the last line of its log */
  readonly logEnd: number;
  /** the day whose file was left out, by its own clock: half-open */
  readonly leftOut: readonly [from: number, to: number] | null;
}

export function isStay(value: unknown): value is StayRow {
  return typeof value === 'object' && value !== null && 'stages' in value && 'leftAt' in value;
}

export function isServer(value: unknown): value is ServerRow {
  return typeof value === 'object' && value !== null && 'logEnd' in value && 'skew' in value;
}

const OPEN = new Set<Stage>(
  Object.values(STEPS).flatMap(({ to }) =>
    to !== null && (to.state === 'waiting' || to.state === 'retrying') ? [to.stage] : [],
  ),
);

export function isOpenStage(stage: Stage): boolean {
  return OPEN.has(stage);
}

/** Writes the true history of the queues, as far as lines were written of it: a row for each stay of a recipient on a server. */
export class QueueWriter {
  private readonly out: string | null;
  private readonly file: RowFile;

  constructor(out: string | null) {
    this.out = out;
    this.file = new RowFile(out === null ? null : join(out, 'queue.jsonl'));
  }

  settle(message: Message): void {
    if (this.out === null) return;
    const everyone = [...message.everyone];
    const cut = everyone.some((recipient) => recipient.cut);
    const senderNamed = everyone.some(({ moves }) => moves.some((move) => move.senderNamed));
    const { id, kind, senderText, senderEx } = message;
    const known = {
      messageId: id,
      kind,
      system: kind.startsWith('system-'),
      sender: senderNamed ? senderText : (senderEx ?? senderText),
      cut,
    };
    for (const recipient of everyone) {
      const stays = staysOf(recipient);
      const whose = { ...known, ...nameOf(recipient) };
      for (const [index, stay] of stays.entries())
        this.file.put({ ...whose, ...rowOf(stay, recipient, index === stays.length - 1) });
    }
  }

  close(servers: readonly ServerRow[]): void {
    this.file.close();
    const file = new RowFile(this.out === null ? null : join(this.out, 'servers.jsonl'));
    for (const server of servers) file.put(server);
    file.close();
  }
}

function nameOf({ smtpSeen, address, ex, moves }: Recipient) {
  const named = moves.filter((move) => move.named).map(({ loggedAt }) => loggedAt);
  return {
    recipient: smtpSeen ? address : (ex ?? address),
    namedAt: named.length === 0 ? null : Math.min(...named),
    ex,
  };
}

/** A recipient comes back to a server, or arrives anew after its life there ended. */
function staysOf({ moves }: Recipient): Move[][] {
  const stays: Move[][] = [];
  for (const move of moves) {
    const stay = stays.at(-1);
    const before = stay?.at(-1);
    const goesOn = before?.server === move.server && (OPEN.has(before.stage) || !move.arrival);
    if (stay !== undefined && goesOn) stay.push(move);
    else stays.push([move]);
  }
  return stays;
}

function rowOf(stay: readonly Move[], { gaveWayTo }: Recipient, isLast: boolean) {
  let since: number | null = null;
  const stages = stay.map(({ loggedAt, stage, arrival }) => {
    if (arrival || since === null) since = loggedAt;
    return [loggedAt, stage, since] as const;
  });
  const lastOpen = stay.findLastIndex(({ stage }) => OPEN.has(stage));
  const members = isLast && gaveWayTo !== null ? gaveWayTo.flatMap(({ moves }) => moves) : [];
  const [first] = members.toSorted((a, b) => a.at - b.at);
  return {
    server: stay[0]?.server.name ?? '',
    stages,
    leftAt: stay[lastOpen + 1]?.loggedAt ?? first?.loggedAt ?? null,
    handedTo: stay.at(-1)?.handedTo?.name ?? null,
    membersAt: first === undefined ? null : Math.min(...members.map(({ loggedAt }) => loggedAt)),
  };
}
