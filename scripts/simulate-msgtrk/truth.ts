import { THRESHOLD } from '../simulate/clock.ts';
import { RowFile } from '../simulate/row-file.ts';
import type { Message, Recipient, Seen } from './message.ts';
import type { Server } from './organisation.ts';
import { PLACES, type Place, type Stage, type State } from './steps.ts';

interface TruthRow {
  readonly messageId: string;
  readonly networkMessageId: string;
  readonly recipient: string;
  readonly state: State;
  readonly stage: Stage;
  readonly place: Place | null;
  readonly server: string;
  readonly kind: string;
}

/**
 * Settles a hand-over to one of our own servers that no later row follows.
 * - the row of the arrival went to the file that was left out: `unlogged`;
 * - it came, or would have come, after the logs were copied, or less than the threshold before: not judged;
 * - else the other log is there and complete, and the message never came: `lost`.
 */
function settleTransit({ state, transit }: Seen, horizon: number): State {
  if (transit === null) return state;
  if (transit.hidden) return 'unlogged';
  if (transit.arrival !== null) return 'waiting';
  return horizon - transit.at < THRESHOLD ? 'waiting' : 'lost';
}

interface Open {
  readonly row: TruthRow;
  readonly server: Server;
  readonly since: number;
}

/** Writes the truth. What is still open waits for the end, since its age counts to the last row of its server. */
export class TruthWriter {
  private readonly file: RowFile;
  private readonly open: Open[] = [];

  constructor(file: string | null) {
    this.file = new RowFile(file);
  }

  get rows(): number {
    return this.file.rows;
  }

  settle(message: Message, horizon: number): void {
    for (const recipient of message.everyone) {
      if (recipient.seen !== null) this.settleOne(message, recipient, recipient.seen, horizon);
    }
  }

  /** `endOf`: the last row of a server by its own clock, milliseconds. */
  close(endOf: (server: Server) => number): void {
    for (const { row, server, since } of this.open) {
      const age = endOf(server) - (since + server.skew);
      this.file.put(age >= THRESHOLD ? { ...row, place: PLACES[row.stage] } : row);
    }
    this.file.close();
  }

  private settleOne(message: Message, recipient: Recipient, seen: Seen, horizon: number): void {
    const state = settleTransit(seen, horizon);
    const row: TruthRow = {
      messageId: message.id,
      networkMessageId: message.networkId,
      recipient: recipient.address,
      state,
      stage: seen.stage,
      place: placeOf(state, seen.stage),
      server: seen.server.name,
      kind: message.kind,
    };
    const open = state === 'waiting' || state === 'retrying';
    // A hand-over that is not judged is open, but never stalled.
    if (open && seen.transit === null) {
      this.open.push({ row, server: seen.server, since: seen.since });
    } else this.file.put(row);
  }
}

function placeOf(state: State, stage: Stage): Place | null {
  if (state === 'lost' || state === 'unlogged') return 'transit';
  if (state === 'waiting' || state === 'retrying' || state === 'expanded') return null;
  return PLACES[stage];
}
