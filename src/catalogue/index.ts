import { IMS_EVENTS } from './ims-events.ts';
import { MTA_EVENTS } from './mta-events.ts';
import { SMTP_EVENTS } from './smtp-events.ts';
import type { EventEntry } from './types.ts';

export { IMS_EVENTS } from './ims-events.ts';
export { MTA_EVENTS } from './mta-events.ts';
export { REJECT_TABLE } from './rejects.ts';
export type { RejectCode } from './rejects.ts';
export { SMTP_EVENTS } from './smtp-events.ts';
export { STAGE_TABLE } from './stages.ts';
export { STATE_TABLE } from './states.ts';
export { findStatus, STATUS_TABLE } from './status-codes.ts';
export type {
  Advice,
  EventEntry,
  RejectEntry,
  StageEntry,
  StateEntry,
  StatusEntry,
} from './types.ts';

/** Raise it whenever a `stage`, `opens` or `handsOver` changes: stored hops are then folded anew from their events. */
export const CATALOGUE_VERSION = 1;

/** Every known event, by id. */
export const ALL_EVENTS: readonly EventEntry[] = [MTA_EVENTS, IMS_EVENTS, SMTP_EVENTS]
  .flatMap((table) => Object.values<EventEntry>(table))
  .toSorted((a, b) => a.id - b.id);

const eventsById = new Map(ALL_EVENTS.map((entry) => [entry.id, entry]));

/** The row of an event id; undefined for one that nobody knows, which is shown by its number and moves nothing. */
export function findEvent(id: number): EventEntry | undefined {
  return eventsById.get(id);
}
