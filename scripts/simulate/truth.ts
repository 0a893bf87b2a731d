import { THRESHOLD } from './clock.ts';
import type { Message, Recipient, Seen } from './message.ts';
import type { Server } from './organisation.ts';
import { RowFile } from './row-file.ts';
import { PLACES, type Place, type Stage, type State } from './steps.ts';

interface TruthRow {
  readonly messageId: string;
  readonly recipient: string;
  readonly state: State;
  readonly stage: Stage;
  readonly place: Place | null;
  readonly server: string;
  readonly kind: string;
}

export interface View {
  /** the moment the logs were copied */
  readonly horizon: number;
  /** is a line that this server wrote at that true time in the file that was left out */
  hidden(server: Server, at: number): boolean;
}

/**
 * Settles a hand-over to one of our own servers that no later line follows.
 * - the other server has no log, or the line of the arrival went to the file that was left out: `unlogged`;
 * - it came, or would have come, after the logs were copied, or less than the threshold before: not judged;
 * - else its log is there and complete, and the message never came: `lost`.
 */
function settleTransit(seen: Seen, view: View): State {
  const transit = seen.transit;
  if (transit === null) return seen.state;
  if (!transit.to.written) return 'unlogged';
  if (transit.arrival !== null) {
    return view.hidden(transit.to, transit.arrival) ? 'unlogged' : 'waiting';
  }
  return view.horizon - transit.at < THRESHOLD ? 'waiting' : 'lost';
}

interface Open {
  readonly row: TruthRow;
  readonly server: Server;
  readonly since: number;
}

/** Writes the truth. What is still open waits for the end, since its age counts to the last line of its server. */
export class TruthWriter {
  private readonly file: RowFile;
  private readonly open: Open[] = [];

  constructor(file: string | null) {
    this.file = new RowFile(file);
  }

  get rows(): number {
    return this.file.rows;
  }

  settle(message: Message, view: View): void {
    for (const recipient of message.everyone) {
      if (recipient.seen !== null) this.settleOne(message, recipient, recipient.seen, view);
    }
  }

  /** `endOf`: the second of the last line of a server's log. */
  close(endOf: (server: Server) => number): void {
    for (const { row, server, since } of this.open) {
      const age = endOf(server) - Math.floor((since + server.skew) / 1000);
      this.file.put(age * 1000 >= THRESHOLD ? { ...row, place: PLACES[row.stage] } : row);
    }
    this.file.close();
  }

  private settleOne(message: Message, recipient: Recipient, seen: Seen, view: View): void {
    const state = settleTransit(seen, view);
    const name = recipient.smtpSeen ? recipient.address : (recipient.ex ?? recipient.address);
    const row: TruthRow = {
      messageId: message.id,
      recipient: name,
      state,
      stage: seen.stage,
      place: placeOf(state, seen.stage),
      server: seen.server.name,
      kind: message.kind,
    };
    const open = state === 'waiting' || state === 'retrying';
    // A hand-over that is not judged is open, but never stalled.
    if (open && seen.transit === null)
      this.open.push({ row, server: seen.server, since: seen.since });
    else this.file.put(row);
  }
}

function placeOf(state: State, stage: Stage): Place | null {
  if (state === 'lost' || state === 'unlogged') return 'transit';
  if (state === 'waiting' || state === 'retrying' || state === 'expanded') return null;
  return PLACES[stage];
}
