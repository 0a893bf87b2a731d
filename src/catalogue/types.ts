import type { Place, Stage, StageKind, State } from '../model/stage.ts';

/** Exchange versions that write an event: 4 = 4.0, 5 = 5.0/5.5, 6 = 2000, 6.5 = 2003. */
export type ExchangeVersion = '4.0' | '5.5' | '2000' | '2003';

/** What one event id of a tracking log means. One row a known id; code looks ids up, never switches on them. */
export interface EventEntry {
  readonly id: number;
  /** The event's name as Microsoft's documents give it. */
  readonly name: string;
  /** The stage the event moves a recipient to; null: a note, which is shown and moves nothing. */
  readonly stage: Stage | null;
  /** The recipient arrives anew: after an end, this event opens it again. */
  readonly opens: boolean;
  /** The next hop has the message now: its own log should go on with it. */
  readonly handsOver: boolean;
  /** One or two sentences in our words. */
  readonly meaning: string;
  /** Why a message may rest here; empty for events at which nothing can stall. */
  readonly causes: readonly string[];
  /** The first thing to check when this is the last event; never empty. */
  readonly nextCheck: string;
  readonly versions: readonly ExchangeVersion[];
  /** The document that says so: a KB number, or a page's title. */
  readonly source: string;
}

/** What resting in a stage means, why it happens, and what to check first. */
export interface StageEntry {
  readonly stage: Stage;
  readonly kind: StageKind;
  /** Where a stall in this stage is said to be; null: nothing stalls here. */
  readonly place: Place | null;
  /** The state of a recipient whose last word is this stage. */
  readonly state: State;
  /** How a sentence names it: "in the categorizer", "waiting in the remote queue". */
  readonly phrase: string;
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly nextCheck: string;
  /** The queue to look at in Exchange System Manager; null where there is none. */
  readonly queue: string | null;
  readonly source: string;
}

export interface StateEntry {
  readonly state: State;
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly nextCheck: string;
}

/** One enhanced status code (RFC 3463), or a family of them written with x: `4.2.x`. */
export interface StatusEntry {
  readonly code: string;
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly nextCheck: string;
  readonly source: string;
}
