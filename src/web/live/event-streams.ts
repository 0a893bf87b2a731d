import { isoTime } from '../../model/time.ts';
import type { LiveFeed, LiveNews } from './feed.ts';

/** More pages than one person looks at. */
export const MOST_STREAMS = 16;

/** A connection that nothing is sent on may be taken for a dead one. */
export const KEEP_ALIVE_MS = 15_000;

/** What waits for a browser at most; one that takes in nothing is given up. */
const MOST_WAITING = 16;

/** Streams of server-sent events, one for each page that is looked at. */
export interface EventStreams {
  /** Begins with the current state. It ends when it is cancelled, as when a browser goes away, or by `close`. Null: there are too many. */
  open(): ReadableStream<Uint8Array> | null;
  /** How many are open. */
  count(): number;
  /** Ends them all; no further one is opened. */
  close(): void;
}

interface Stream {
  send(text: string): void;
  close(): void;
}

/** All streams hear one listener and share one timer, and neither is there while nobody looks. */
export function createEventStreams(feed: LiveFeed): EventStreams {
  const streams = new Set<Stream>();
  let stopHearing: (() => void) | null = null;
  let isClosed = false;

  function hear(): () => void {
    const deaf = feed.listen((news) => sendAll(eventText(news)));
    const pulse = setInterval(() => sendAll(': \n\n'), KEEP_ALIVE_MS);
    return () => {
      deaf();
      clearInterval(pulse);
    };
  }

  function sendAll(text: string): void {
    for (const stream of streams) stream.send(text);
  }

  function drop(stream: Stream): void {
    streams.delete(stream);
    if (streams.size > 0) return;
    stopHearing?.();
    stopHearing = null;
  }

  return {
    open() {
      if (isClosed || streams.size >= MOST_STREAMS) return null;
      let stream: Stream | null = null;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            stream = streamOf(controller, drop);
            streams.add(stream);
            stopHearing ??= hear();
            stream.send(eventText(feed.current()));
          },
          cancel() {
            if (stream !== null) drop(stream);
          },
        },
        { highWaterMark: MOST_WAITING },
      );
    },
    count: () => streams.size,
    close() {
      isClosed = true;
      for (const stream of streams) stream.close();
    },
  };
}

function streamOf(
  controller: ReadableStreamDefaultController<Uint8Array>,
  drop: (stream: Stream) => void,
): Stream {
  const stream: Stream = {
    send(text) {
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(Buffer.from(text, 'utf8'));
      else stream.close();
    },
    close() {
      drop(stream);
      controller.close();
    },
  };
  return stream;
}

/** One event: what changed, no more. What a page shows of it the page is asked for. */
function eventText({ version, state }: LiveNews): string {
  const data = {
    version,
    ...(state.kind === 'read'
      ? { lines: state.lines, asOf: state.asOf === null ? null : isoTime(state.asOf) }
      : state.kind === 'reading'
        ? { events: state.events }
        : {}),
  };
  return `id: ${version}\nevent: ${state.kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
