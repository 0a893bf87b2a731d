import type { MsgtrkCode } from './msgtrk-codes.ts';
import type { EventEntry, EventFlow } from './types.ts';

type Text = Omit<EventEntry, 'id' | keyof EventFlow>;

/** What an event means, in words. */
export function msgtrkText({ event }: MsgtrkCode): Text {
  return {
    name: event,
    meaning: `The server wrote ${event}.`,
    causes: [],
    nextCheck: 'Look at the lines before and after it.',
    versions: ['2007', '2010', '2013', '2016', '2019', 'SE'],
    source: 'Microsoft Learn, "Message tracking"',
  };
}
