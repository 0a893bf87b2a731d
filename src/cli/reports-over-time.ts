import { createReportCache } from './report-cache.ts';
import type { ReportCache } from './report-cache.ts';

/** A report of a state that is gone is given for so long at most, in milliseconds: somebody makes it anew meanwhile. */
const OLDER_MS = 30_000;
/** Who looks at a page asks again while it is shown: after so many milliseconds nobody does. */
const ASKED_MS = 120_000;
/** States of which it is known what was told, and reports that are made anew, at most. */
const KEPT = 16;

/** What a report that takes long is begun with. */
export interface Begun {
  /** Of the database; null: it may be written to just then. */
  readonly state: string | null;
  /** Keeps the report once it is made, where the database still is in that state. */
  keep(key: string, report: object): void;
}

/** Keeps reports of a database that is written to again and again. `Told`: what is told of a state when it is new. */
export interface ReportsOverTime<Told> extends ReportCache {
  /** Keeps a report that others make anew, over and over, as the database grows: also that of a state which is gone. */
  renew(key: string, report: object, state: string): void;
  /** Notes what a report is of that is begun now. */
  begin(): Begun;
  /** Rather than to let anybody wait, gives what `renew` kept of a state that is gone since a short time. */
  readonly soon: ReportCache;
  /** What was told of the state that such a report is of, or one that was begun; null: the database still is in it, or was when the report was made for who asked. */
  toldOf(report: object): Told | null;
  /** Notes that a copy of a report is of the same state. */
  noteCopy(report: object, copy: object): void;
  /** Somebody asked for one, or another report, within the last minutes. */
  isAsked(): boolean;
}

interface Renewed {
  readonly report: object;
  readonly state: string;
  /** When its state was seen to be gone, by the clock; null: it was not yet. */
  goneAt: number | null;
}

/** `tell` gives what was told until now: never of what is not stored yet. */
export function createReportsOverTime<Told>(
  file: string,
  tell: () => Told,
  clock: () => number = Date.now,
): ReportsOverTime<Told> {
  const cache = createReportCache(file, clock);
  const { get, put, has } = cache;
  const renewed = new Map<string, Renewed>();
  const told = new Map<string, Told>();
  const { note, ...notes } = createNotes<Told>(state);
  let askedAt = Number.NEGATIVE_INFINITY;
  function state(): string | null {
    // Before the state is looked at: what is stored in between is not told of yet.
    const telling = tell();
    const now = cache.state();
    if (now !== null && !told.has(now)) setLast(told, now, telling);
    for (const one of renewed.values()) if (one.state !== now) one.goneAt ??= clock();
    return now;
  }

  function older(key: string): Renewed | null {
    state();
    const found = renewed.get(key);
    if (found === undefined || cache.has(key)) return null;
    return clock() - (found.goneAt ?? clock()) > OLDER_MS ? null : found;
  }

  return {
    state,
    put,
    has,
    get,
    renew(key, report, of) {
      cache.put(key, report, of);
      const telling = told.get(of);
      if (telling === undefined) return;
      note(report, of, telling);
      setLast(renewed, key, { report, state: of, goneAt: null });
      state();
    },
    begin() {
      const [telling, of] = [tell(), state()];
      const keep = (key: string, report: object): void => {
        note(report, of, telling);
        if (of !== null) put(key, report, of);
      };
      return { state: of, keep };
    },
    soon: {
      state,
      put,
      has: (key) => older(key) !== null || cache.has(key),
      get<Report>(key: string, make: () => Report): Report {
        askedAt = clock();
        const found = older(key);
        // A key stands for one question, so what was made anew under it is what its `make` gives.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return found === null ? cache.get(key, make) : (found.report as Report);
      },
    },
    ...notes,
    isAsked: () => clock() - askedAt < ASKED_MS,
  };
}

/** Which state reports are of, and what was told of it. */
function createNotes<Told>(now: () => string | null): {
  note(report: object, state: string | null, told: Told): void;
  noteCopy(report: object, copy: object): void;
  toldOf(report: object): Told | null;
} {
  const notes = new WeakMap<object, { readonly state: string | null; readonly told: Told }>();
  return {
    note: (report, state, told) => void notes.set(report, { state, told }),
    noteCopy(report, copy) {
      const note = notes.get(report);
      if (note !== undefined) notes.set(copy, note);
    },
    toldOf(report) {
      const note = notes.get(report);
      if (note === undefined) return null;
      return note.state !== null && note.state === now() ? null : note.told;
    },
  };
}

/** The one that was set longest ago gives way. */
function setLast<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  for (const [first] of map) if (map.size >= KEPT) map.delete(first);
  map.set(key, value);
}
