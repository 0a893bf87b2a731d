import { withHours } from '../../queries/covered-hours.ts';
import { dailyCoverage } from '../../queries/daily-coverage.ts';
import { resolveEach, resolveIds } from '../../queries/resolve-ids.ts';
import { readSearchBox } from '../../queries/search-box.ts';
import { searchReport } from '../../queries/search-report.ts';
import type { SearchReport } from '../../queries/search-report.ts';
import { searchSoon } from '../../queries/search-soon.ts';
import { searchQueries } from '../../queries/search.ts';
import { traceReport } from '../../queries/trace.ts';
import type { TraceInput } from '../../queries/trace.ts';
import type { DailyReport } from '../../model/daily-report.ts';
import type { StuckReport } from '../../model/stuck-report.ts';
import { createRowReader } from '../../store/msgtrk-rows.ts';
import { createRawReader } from '../../store/raw-lines.ts';
import type { Store } from '../../store/reader.ts';
import { asUserError } from '../../store/user-errors.ts';
import type { Kept } from '../../store/kept.ts';
import { holdsFormat } from '../../store/holds-format.ts';
import type { StoredEvent } from '../../store/read-messages.ts';
import type { Answers, DailyAsked, Search, TraceAsked } from '../../web/answers.ts';
import { findQuery } from '../find-query.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { createReportCache, keepRead } from '../report-cache.ts';
import type { ReportCache } from '../report-cache.ts';
import { createSearchPlaces } from '../search-places.ts';
import { contextFor, rangeOf, withSnapshot } from '../with-store.ts';
import { askDaily, dateOf } from './daily-run.ts';
import type { ServeOptions } from './serve.ts';
import { exportZip } from './serve-export.ts';
import { keyOf } from './serve-far.ts';
import type { Far } from './serve-far.ts';
import { askStuck } from './stuck-run.ts';

/** What a search may take where it is asked for, as `searchBudget` counts it: half a second at most, or so. */
const FAR = 200_000;
/** Rows that are counted before those asked for, where a page has a number but no place: of more of them that takes longer than a page may. */
const COUNTED = 100;
/** What one may take that may go further, before it does so elsewhere: to begin that takes as long. */
const NEAR = 20_000;

/** What answers are made with. */
interface Beside {
  readonly cache?: ReportCache;
  /** What is read between reports; absent: its own. */
  readonly kept?: () => Kept | null;
  /** Absent: all is made where it is asked for. */
  readonly far?: Far | undefined;
}

/** The reports of the commands, for pages: each question opens the database read-only, as its command does. */
export function createAnswers(
  options: ServeOptions,
  io: Io,
  { far, ...beside }: Beside = {},
): Answers {
  const file = dbFile(options, io.env);
  const { cache = createReportCache(file), kept = keepRead(file) } = beside;
  const { tz, color } = options;
  const global = { tz, color };
  const ask = <T>(work: (store: Store, logEnd: number) => T): T => {
    try {
      return withSnapshot(file, work, false, kept());
    } catch (error) {
      throw asUserError(error, file);
    }
  };
  const search = (asked: Search): SearchReport =>
    ask((store, logEnd) => {
      const context = contextFor(store, logEnd, { ...global, ...asked });
      const queries = queriesOf(store, { ...global, ...asked }, logEnd);
      const { work, most } = asked;
      if (work === null || most === undefined) return searchReport(store, queries, asked, context);
      const wanted = asked.skip + asked.limit + 1;
      const bounded = (bound: number): SearchReport =>
        searchReport(store, queries, { ...asked, work: bound }, context);
      return searchSoon(bounded, { work, most, wanted });
    });
  return {
    search: searcher(search, cache, far),
    trace: async (asked) =>
      ask((store, logEnd) => {
        const context = contextFor(store, logEnd, { ...global, ...asked });
        return traceReport(store, traceInput(store, asked), context);
      }),
    stuck: growing(cache, far?.stuck, (asked) => {
      const make = (store: Store, logEnd: number): StuckReport =>
        askStuck(store, logEnd, { ...global, ...asked }).report;
      // A list of all that is open may be as large as the queue.
      return asked.limit === 0 ? ask(make) : cache.get(keyOf('stuck', asked), () => ask(make));
    }),
    daily: (named) => {
      const asked = byDate(named, (date) => ask((_, logEnd) => dateOf(date, global, logEnd)));
      const make = (): DailyReport =>
        ask((store, logEnd) => askDaily(store, logEnd, asked.date, { ...global, ...asked }).report);
      return far?.daily?.(asked, make) ?? cache.get(keyOf('daily', asked), make);
    },
    coverage: (asked) =>
      ask((store, logEnd) => {
        const context = contextFor(store, logEnd, { ...global, ...asked });
        const range = rangeOf({ ...global, ...asked }, logEnd);
        const { hourDays } = asked;
        const found = dailyCoverage(store, context, range, tz);
        const report = hourDays === undefined ? found.report : withHours(found, tz, hourDays);
        return { schema: 'mailtrail/coverage/1', ...report } as const;
      }),
    exportZip: (asked) => exportZip(asked, options, io),
  };
}

/** The same question, the day by its date: a day that was counted ahead is known by that. */
function byDate(asked: DailyAsked, find: (date: string) => string): DailyAsked {
  const { date } = asked;
  return date === undefined || /^\d{4}-\d\d-\d\d$/.test(date)
    ? asked
    : { ...asked, date: find(date) };
}

/** Searches where that takes least, and tells how their pages follow one another. */
function searcher(
  search: (asked: Search) => SearchReport,
  cache: ReportCache,
  far: Far | undefined,
): Answers['search'] {
  const places = createSearchPlaces();
  const found = (asked: Search): SearchReport | Promise<SearchReport> => {
    const here = (): SearchReport => search(asked);
    if (isFirst(asked)) return cache.get(keyOf('search', asked), here);
    if (far === undefined || isNear(asked)) return here();
    // A bounded one that begins at a place does not count what comes before it.
    const isWhole = asked.work === null && asked.place !== undefined;
    if (isWhole || isCounted(asked) || far.isSearched(asked)) return far.search(asked, here);
    const { most: _, ...once } = asked;
    const { paging, ...near } = search({ ...once, work: NEAR });
    if (near.lookedBackTo !== undefined) return far.search(asked, here);
    return asked.work === null || paging === undefined ? near : { ...near, paging };
  };
  return async (asked) => {
    const report = await found(asked);
    const noted = places.noted(asked, report);
    far?.noteCopy?.(report, noted);
    return noted;
  };
}

/**
 * Where it takes long to find how the queue grew, and a thread may find it, gives the report without that, and keeps the whole one for who
 * asks again. Not while the database is written to: it would not be kept.
 */
function growing(
  cache: ReportCache,
  makeAside: Far['stuck'],
  stuck: Answers['stuck'],
): Answers['stuck'] {
  const making = new Set<string>();
  const failed = new Set<string>();
  return (asked) => {
    const key = keyOf('stuck', asked);
    const state = cache.state();
    const canWait = asked.growth === 'aside' && makeAside !== undefined && state !== null;
    // What failed there tells here what is wrong.
    if (!canWait || cache.has(key) || failed.delete(key)) return stuck(asked);
    const soon = stuck({ ...asked, growth: 'soon' });
    if (soon.growth !== undefined || making.has(key)) return soon;
    making.add(key);
    void makeAside(asked)
      .then((report) => cache.put(key, report, state))
      .catch(() => failed.add(key))
      .finally(() => making.delete(key));
    return soon;
  };
}

/** What the first page lists, before anything is searched for. */
function isFirst(asked: Search): boolean {
  const isAll = Object.keys(asked).every((name) => LISTING.has(name));
  return isAll && asked.skip === 0 && asked.work !== null;
}

const LISTING: ReadonlySet<string> = new Set([
  'skip',
  'limit',
  'work',
  'most',
] satisfies (keyof Search)[]);

function isNear(asked: Search): boolean {
  const { work, most = work } = asked;
  return (most ?? Number.POSITIVE_INFINITY) <= FAR && !isCounted(asked);
}

/** Whether many rows before those asked for are to be counted. */
function isCounted({ place, skip }: Search): boolean {
  return place === undefined && skip > COUNTED;
}

/** The searches that the box and the filters ask for together; what a filter names counts where the box names it too. */
function queriesOf(store: Store, asked: Search & { tz: string; color: boolean }, logEnd: number) {
  const box = readSearchBox(asked.q ?? '');
  const { from, to, subject, since, until } = box;
  const named = Object.fromEntries(
    Object.entries({ from, to, subject, since, until }).filter(([, value]) => value !== null),
  );
  const id = asked.id ?? box.id;
  const ids = id === null ? null : resolveIds(store, id);
  return searchQueries(store, box, findQuery({ ...named, ...asked }, logEnd, ids));
}

function traceInput(store: Store, { id, to, rawLines }: TraceAsked): TraceInput {
  return {
    query: [id],
    ...resolveEach(store, [id]),
    rawLine: rawLines === 0 ? null : rawLineOf(store, rawLines),
    rowOf: holdsFormat(store, 'msgtrk') ? createRowReader(store) : null,
    to: to ?? null,
  };
}

/** Reads so many lines, each once; a line that names several recipients is asked for again. */
function rawLineOf(store: Store, most: number): (event: StoredEvent) => string | null {
  const read = createRawReader(store);
  const lines = new Map<string, string | null>();
  return (event) => {
    const place = `${event.offset} ${event.file}`;
    let line = lines.get(place);
    if (line === undefined) {
      line = lines.size < most ? read(event) : null;
      lines.set(place, line);
    }
    return line;
  };
}
