import { IMS_EVENTS } from './ims-events.ts';
import { MTA_EVENTS } from './mta-events.ts';
import { allMsgtrkEvents, findMsgtrkEvent } from './msgtrk-events.ts';
import { SMTP_EVENTS } from './smtp-events.ts';
import type { EventEntry } from './types.ts';

/** Every known event of Exchange 2003 and before, by id. */
export const ALL_EVENTS: readonly EventEntry[] = [MTA_EVENTS, IMS_EVENTS, SMTP_EVENTS]
  .flatMap((table) => Object.values<EventEntry>(table))
  .toSorted((a, b) => a.id - b.id);

const eventsById = new Map(ALL_EVENTS.map((entry) => [entry.id, entry]));

/** The row of an event id; undefined for one that nobody knows, which is shown as it is and moves nothing. */
export function findEvent(id: number): EventEntry | undefined {
  return eventsById.get(id) ?? findMsgtrkEvent(id);
}

/** All ids, old and modern, whose row is such. */
export function eventIdsWhere(is: (entry: EventEntry) => boolean): number[] {
  return [...ALL_EVENTS, ...allMsgtrkEvents()].filter(is).map(({ id }) => id);
}

/** Ids by which a message is handed to another host. */
export const HAND_OVERS = eventIdsWhere(({ handsOver }) => handsOver);
