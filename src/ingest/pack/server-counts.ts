import { isNearDay } from '../../model/server-marks.ts';
import type { HourCount, ServerTraits } from './packed-batch.ts';

const HOUR_MS = 3_600_000;

/** What lines tell of the servers that wrote them: hours with events, versions. */
export interface ServerCounts {
  /** `day` is the UTC day that the line's file is of. */
  add(
    server: number,
    at: number,
    code: number,
    isWindows2000Line: boolean,
    day: number | null,
  ): void;
  /** What was added since the last call. */
  take(): { readonly hours: readonly HourCount[]; readonly servers: readonly ServerTraits[] };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createServerCounts(): ServerCounts {
  let hours = new Map<number, Map<number, Mutable<HourCount>>>();
  let traits = new Map<number, Mutable<ServerTraits>>();
  // Lines come in order of time, and of one server mostly.
  let lastHour: Mutable<HourCount> | undefined;
  let lastTraits: Mutable<ServerTraits> | undefined;

  function hourOf(server: number, hour: number): Mutable<HourCount> {
    const ofServer = getOr(hours, server, () => new Map<number, Mutable<HourCount>>());
    return getOr(ofServer, hour, () => ({
      server,
      hour,
      events: 0,
      firstAt: Number.POSITIVE_INFINITY,
      lastAt: Number.NEGATIVE_INFINITY,
    }));
  }

  function addHour(server: number, at: number): void {
    const hour = Math.floor(at / HOUR_MS);
    if (lastHour?.hour !== hour || lastHour.server !== server) lastHour = hourOf(server, hour);
    lastHour.events += 1;
    if (at < lastHour.firstAt) lastHour.firstAt = at;
    if (at > lastHour.lastAt) lastHour.lastAt = at;
  }

  return {
    add(server, at, code, isWindows2000Line, day) {
      if (isNearDay(at, day)) addHour(server, at);
      if (lastTraits?.server !== server)
        lastTraits = getOr(traits, server, () => ({
          server,
          saw2003: false,
          sawWindows2000: false,
        }));
      if (code >= 1032 && code <= 1042) lastTraits.saw2003 = true;
      if (isWindows2000Line) lastTraits.sawWindows2000 = true;
    },
    take() {
      const taken = {
        hours: [...hours.values()].flatMap((ofServer) => [...ofServer.values()]),
        servers: [...traits.values()],
      };
      hours = new Map();
      traits = new Map();
      lastHour = undefined;
      lastTraits = undefined;
      return taken;
    },
  };
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const SPACE = 0x20;
const DOT = 0x2e;
const FIVE = 0x35;
const ZERO = 0x30;

/** `isWindows2000Build` of bytes. */
export function isWindows2000(bytes: Uint8Array, from: number, to: number): boolean {
  if (from < 0) return false;
  for (let i = from; i + 5 <= to; i++)
    if (
      bytes[i] === SPACE &&
      bytes[i + 1] === FIVE &&
      bytes[i + 2] === DOT &&
      bytes[i + 3] === ZERO &&
      bytes[i + 4] === DOT
    )
      return true;
  return false;
}
