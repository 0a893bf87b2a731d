import type { EventEntry, EventFlow } from '../types.ts';
import type { MsgtrkEventId, MsgtrkRole, MsgtrkSource } from '../msgtrk-codes.ts';

/** What an event means, in words. */
export type EventText = Omit<EventEntry, 'id' | keyof EventFlow>;

/** The words of a modern event, whatever wrote it, and what differs. */
interface MsgtrkText extends EventText {
  /** By the source that wrote it. */
  readonly from?: { readonly [S in MsgtrkSource]?: Partial<EventText> };
  /** By whom it speaks of (msgtrk-codes.ts); believed before the source. */
  readonly as?: { readonly [R in Exclude<MsgtrkRole, 'named'>]?: Partial<EventText> };
}

/** A row for each event id: a missing one fails to compile. */
export type MsgtrkTexts = { readonly [E in MsgtrkEventId]: MsgtrkText };
