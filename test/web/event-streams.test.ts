import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createEventStreams,
  KEEP_ALIVE_MS,
  MOST_STREAMS,
} from '../../src/web/live/event-streams.ts';
import { createLiveFeed } from '../../src/web/live/feed.ts';
import type { LiveState } from '../../src/web/live/feed.ts';

function read(lines: number): LiveState {
  return { kind: 'read', at: 0, lines, asOf: Date.parse('2004-02-18T09:12:03Z') };
}

/** What a stream gives next, as text; null: it ended. */
function readerOf(stream: ReadableStream<Uint8Array> | null) {
  const reader = stream?.getReader();
  return {
    async next(): Promise<string | null> {
      const { value } = (await reader?.read()) ?? {};
      return value === undefined ? null : Buffer.from(value).toString('utf8');
    },
    cancel: async () => reader?.cancel(),
  };
}

describe('streams of events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begin with what is, then tell what comes', async () => {
    const feed = createLiveFeed();
    const streams = createEventStreams(feed);
    const early = readerOf(streams.open());
    expect(await early.next()).toBe('id: 0\nevent: reading\ndata: {"version":0,"events":0}\n\n');
    feed.tell(read(12));
    const told =
      'id: 1\nevent: read\ndata: {"version":1,"lines":12,"asOf":"2004-02-18T09:12:03.000Z"}\n\n';
    expect(await early.next()).toBe(told);
    const late = readerOf(streams.open());
    expect(await late.next()).toBe(told);
    feed.tell({ kind: 'ended', why: 'x' });
    for (const one of [early, late])
      expect(await one.next()).toBe('id: 2\nevent: ended\ndata: {"version":2}\n\n');
    feed.tell(read(1));
    expect(feed.current()).toEqual({ version: 2, state: { kind: 'ended', why: 'x' } });
    streams.close();
    expect(await early.next()).toBeNull();
  });

  it('keep connections alive, with one timer for all and none for nobody', async () => {
    const streams = createEventStreams(createLiveFeed());
    expect(vi.getTimerCount()).toBe(0);
    const readers = [readerOf(streams.open()), readerOf(streams.open())];
    for (const reader of readers) await reader.next();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(KEEP_ALIVE_MS);
    for (const reader of readers) expect(await reader.next()).toBe(': \n\n');
    for (const reader of readers) await reader.cancel();
    expect([streams.count(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('are no more than one person looks at, and none after the end', async () => {
    const streams = createEventStreams(createLiveFeed());
    const readers = Array.from({ length: MOST_STREAMS }, () => readerOf(streams.open()));
    expect(streams.open()).toBeNull();
    await readers[0]?.cancel();
    expect(streams.open()).not.toBeNull();
    streams.close();
    expect([streams.count(), streams.open(), vi.getTimerCount()]).toEqual([0, null, 0]);
  });

  it('give up a browser that takes in nothing, and keep the others', async () => {
    const feed = createLiveFeed();
    const streams = createEventStreams(feed);
    const slow = streams.open();
    const quick = readerOf(streams.open());
    for (let lines = 0; lines < 100; lines += 1) {
      await quick.next();
      feed.tell(read(lines));
    }
    expect(await quick.next()).toContain('"lines":99');
    expect(streams.count()).toBe(1);
    let waiting = 0;
    for (const reader = readerOf(slow); (await reader.next()) !== null;) waiting += 1;
    expect(waiting).toBe(16);
  });
});
