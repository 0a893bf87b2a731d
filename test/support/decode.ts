import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { Decoded, LogFormat } from '../../src/formats/format.ts';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import type { LogEvent } from '../../src/model/log-event.ts';

/** Decodes lines of one file as ingest does it: header lines change how those after them are read. */
export function decodeLines(lines: readonly string[], format: LogFormat = exchange2003): Decoded[] {
  let layout = format.initialLayout;
  const decoded: Decoded[] = [];
  for (const line of lines) {
    if (format.isDirective(line)) layout = format.readDirective(line, layout);
    else decoded.push(format.decoder(layout)(line));
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

/** All events of lines of a modern log; fails if one is rejected. */
export function msgtrkEvents(...lines: readonly string[]): LogEvent[] {
  return decodeLines(lines, msgtrk).flatMap((decoded) => {
    if (decoded.kind === 'event') return decoded.events;
    throw new Error(`no event: ${JSON.stringify(decoded)}`);
  });
}

/** The event of the only line of a modern log that is no header; fails unless it is one. */
export function msgtrkEvent(...lines: readonly string[]): LogEvent {
  const [event, ...more] = msgtrkEvents(...lines);
  if (event === undefined || more.length > 0) throw new Error('not one event');
  return event;
}
