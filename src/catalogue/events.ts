import { IMS_EVENTS } from './ims-events.ts';
import { MTA_EVENTS } from './mta-events.ts';
import { SMTP_EVENTS } from './smtp-events.ts';
import type { EventEntry } from './types.ts';

/** Every known event, by id. */
export const ALL_EVENTS: readonly EventEntry[] = [MTA_EVENTS, IMS_EVENTS, SMTP_EVENTS]
  .flatMap((table) => Object.values<EventEntry>(table))
  .toSorted((a, b) => a.id - b.id);

/** Ids by which a message is handed to another host. */
export const HAND_OVERS = ALL_EVENTS.filter(({ handsOver }) => handsOver).map(({ id }) => id);

const eventsById = new Map(ALL_EVENTS.map((entry) => [entry.id, entry]));

/** The row of an event id; undefined for one that nobody knows, which is shown by its number and moves nothing. */
export function findEvent(id: number): EventEntry | undefined {
  return eventsById.get(id);
}
