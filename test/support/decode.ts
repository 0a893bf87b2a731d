import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { Decoded } from '../../src/formats/format.ts';
import type { LogEvent } from '../../src/model/log-event.ts';

/** Decodes lines of one file as ingest does it: header lines change how those after them are read. */
export function decodeLines(lines: readonly string[]): Decoded[] {
  let layout = exchange2003.initialLayout;
  const decoded: Decoded[] = [];
  for (const line of lines) {
    if (exchange2003.isDirective(line)) layout = exchange2003.readDirective(line, layout);
    else decoded.push(exchange2003.decoder(layout)(line));
  }
  return decoded;
}

/** The event of the only line that is no header; fails if it is rejected. */
export function eventOf(...lines: readonly string[]): LogEvent {
  const [decoded, ...more] = decodeLines(lines);
  const event = decoded?.kind === 'event' ? decoded.events[0] : undefined;
  if (event === undefined || more.length > 0)
    throw new Error(`not one event: ${JSON.stringify([decoded, ...more])}`);
  return event;
}
