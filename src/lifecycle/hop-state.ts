import type { Stage, StageKind } from '../model/stage.ts';
import { eventEffect } from './effect.ts';
import type { Hop } from './hop.ts';
import { isAfter } from './order.ts';
import type { Mark, SlotOrder } from './order.ts';

/** Where one hop stands, read off its marks. */
export interface HopState {
  readonly kind: StageKind;
  readonly stage: Stage;
  /** The event that says so. */
  readonly mark: Mark;
  /** When the message last arrived on this server. */
  readonly arrivedAt: number;
  /** The host the message was last handed or queued to, in this life. */
  readonly nextHop: string | null;
  readonly handedOver: boolean;
}

/**
 * Reads a hop's state; null when only notes were seen.
 * An end holds until a new arrival opens the recipient again. A redirection holds only until the recipient goes on
 * under the same address ("deliver to both").
 */
export function hopState(hop: Hop, slots: SlotOrder): HopState | null {
  if (hop.move === null) return null;
  const mark = decidingMark(hop, hop.move, slots);
  const effect = eventEffect(mark.code);
  if (effect.stage === null || effect.kind === null) return null;
  return {
    kind: effect.kind,
    stage: effect.stage,
    mark,
    arrivedAt: arrivalBefore(hop, mark, slots),
    nextHop: isAfter(hop.opener, hop.nextHop, slots) ? null : (hop.nextHop?.host ?? null),
    handedOver: effect.handsOver,
  };
}

function decidingMark(hop: Hop, move: Mark, slots: SlotOrder): Mark {
  if (hop.end === null || isAfter(hop.opener, hop.end, slots))
    return goneWithin(hop, takenIn(hop, move), slots);
  const goesOn = eventEffect(hop.end.code).kind === 'redirected' && isAfter(move, hop.end, slots);
  return goesOn ? move : hop.end;
}

/** A hand-over from the mailbox is told when the transport service has taken the message, which tells of that itself. */
function takenIn({ opener }: Hop, move: Mark): Mark {
  const { stage, yields } = eventEffect(move.code);
  const isTaken = opener !== null && eventEffect(opener.code).stage === 'accepted';
  return yields && stage === 'submission' && isTaken ? opener : move;
}

/** What was given to another service of the server, of which that one tells nothing. */
function goneWithin({ nextHop }: Hop, mark: Mark, slots: SlotOrder): Mark {
  return nextHop !== null && eventEffect(nextHop.code).within && isAfter(nextHop, mark, slots)
    ? nextHop
    : mark;
}

/** An arrival logged after the end (a stray second telling) does not make an ended life younger. */
function arrivalBefore(hop: Hop, mark: Mark, slots: SlotOrder): number {
  if (hop.arrival === null) return hop.first?.at ?? hop.firstAt;
  return isAfter(hop.arrival, mark, slots) ? hop.firstAt : hop.arrival.at;
}

export function isOpen(state: HopState): boolean {
  return state.kind === 'waiting' || state.kind === 'retrying';
}
