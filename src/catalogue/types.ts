import type { Place, Stage, StageKind, State } from '../model/stage.ts';

/** The versions that event ids are told apart by; `5.5` stands for 5.0 as well. */
export type ExchangeVersion =
  '4.0' | '5.5' | '2000' | '2003' | '2007' | '2010' | '2013' | '2016' | '2019' | 'SE' | 'Online';

/**
 * What to tell about a rest or an end. A cause is a phrase, without capital or full stop, so that several can
 * be joined; `nextCheck` is one or two sentences, the most telling check first, and is never empty.
 */
export interface Advice {
  /** Most likely first; empty where nothing can stall. */
  readonly causes: readonly string[];
  readonly nextCheck: string;
}

/** What an event does to the life of a recipient. */
export interface EventFlow {
  /** The stage the event moves a recipient to; null: a note, which is shown and moves nothing. */
  readonly stage: Stage | null;
  /** The recipient arrives anew: after an end, this event opens it again. */
  readonly opens: boolean;
  /** The next hop has the message now: its own log should go on with it. */
  readonly handsOver: boolean;
  /** It is tried again later, whatever the stage's kind. */
  readonly retrying?: true;
  /** No event says that the recipient is in that stage: it is what follows the event. */
  readonly inferred?: true;
  /** It is told when the next service has taken the message, whose word holds, be it before or after this one. */
  readonly yields?: true;
  /** The recipient goes on to another service of the same server: it has left only as long as that one tells nothing of it. */
  readonly within?: true;
  /** It is what a message on hold waits for, on whichever server it is told. */
  readonly decides?: true;
  /** What an address gave way to: the members of a list, or another form of the same address. */
  readonly becomes?: 'members' | 'other-form';
}

/** What one event id of a tracking log means. One row a known id; code looks ids up, never switches on them. */
export interface EventEntry extends Advice, EventFlow {
  /** The number that the store keeps (msgtrk-codes.ts). */
  readonly id: number;
  /** The event's name as Microsoft's documents give it. */
  readonly name: string;
  /** One or two sentences in our words. */
  readonly meaning: string;
  /** The versions known to write it; a document may list it for more of them. */
  readonly versions: readonly ExchangeVersion[];
  /** The document that says so: a KB number, or a page's title. */
  readonly source: string;
}

/** A table of exactly the ids `Id`, each row under its own id: a missing, surplus or misplaced row fails to compile. */
export type EventTable<Id extends number> = {
  readonly [K in Id]: EventEntry & { readonly id: K };
};

/** What resting in a stage means, why it happens, and what to check first. */
export interface StageEntry extends Advice {
  readonly stage: Stage;
  readonly kind: StageKind;
  /** Where a stall in this stage is said to be; null: nothing stalls here. */
  readonly place: Place | null;
  /** The state of a recipient whose last word is this stage. */
  readonly state: State;
  /**
   * Words for a sentence, without server and time. A waiting or retrying stage completes "It is ___ on EXCH02
   * since ..." ("waiting in the remote queue"); every other stage completes "It ___ on EXCH02 at ..."
   * ("was given up as badmail").
   */
  readonly phrase: string;
  readonly meaning: string;
  /** The queue to look at in Exchange System Manager 2003; null where there is none. */
  readonly queue: string | null;
  readonly source: string;
  /** What to say instead where an event of Exchange 2007 or later led here; null where none leads here, or nothing differs. */
  readonly modern: ModernStage | null;
}

interface ModernStage extends Advice {
  /** The queue to look at with Get-Queue; null where there is none. */
  readonly queue: string | null;
}

/** What a recipient's state says, and what to do about it. */
export interface StateEntry extends Advice {
  readonly state: State;
  readonly meaning: string;
  /** What to say instead where an event of Exchange 2007 or later led here; null where nothing differs. */
  readonly modern: Advice | null;
}

/** An enhanced status code (RFC 3463), a family of them (`4.2.x`) or a class (`4.x.x`). */
export interface StatusEntry extends Advice {
  readonly code: string;
  readonly meaning: string;
  readonly source: string;
}

/** Why a line of a log was set aside, and what to do about it. */
export interface RejectEntry<Code extends string> {
  readonly code: Code;
  readonly meaning: string;
  readonly nextCheck: string;
}
