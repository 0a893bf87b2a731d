import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { line2003 } from './log-2003.ts';

/** An event of a usual line, but for these. */
export function eventWith(changes: Partial<LogEvent> = {}): LogEvent {
  const decoded = exchange2003.decoder(exchange2003.initialLayout)(line2003());
  const event = decoded.kind === 'event' ? decoded.events[0] : undefined;
  if (event === undefined) throw new Error('not an event');
  return { ...event, ...changes };
}
