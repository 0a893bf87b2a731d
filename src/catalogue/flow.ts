import type { EventEntry } from './types.ts';

type Flow = Pick<EventEntry, 'opens' | 'handsOver'>;

/** Neither an arrival nor a hand-over. */
export const PLAIN = { opens: false, handsOver: false } as const satisfies Flow;

/** The message comes in, even if it ended here before. */
export const ARRIVAL = { opens: true, handsOver: false } as const satisfies Flow;

/** The next hop, whose log should go on with it, took the message. */
export const HAND_OVER = { opens: false, handsOver: true } as const satisfies Flow;
