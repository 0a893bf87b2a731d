import type { Asked } from '../../evidence/method.ts';
import type { DailyReport } from '../../model/daily-report.ts';
import type { UnresolvedReport } from '../../model/report.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { foundMessages, stuckMessages } from '../../queries/case-messages.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../queries/context.ts';
import type { QueryContext } from '../../queries/context.ts';
import { askedDay, dailyReport } from '../../queries/daily.ts';
import { parseMoment } from '../../queries/parse-moment.ts';
import { resolveEach } from '../../queries/resolve-ids.ts';
import type { Store } from '../../store/reader.ts';
import { findQuery } from '../find-query.ts';
import { contextFor } from '../with-store.ts';
import type { ExportOptions } from './export.ts';

/** What is to be exported, and as of when. */
export interface Choice {
  readonly query: readonly string[];
  readonly ids: readonly number[];
  readonly unresolved: readonly UnresolvedReport[];
  readonly context: QueryContext;
  readonly daily: DailyReport | null;
}

const SEARCHES = [
  'from',
  'to',
  'subject',
  'since',
  'until',
  'server',
  'state',
  'stage',
  'stalled',
] as const;

/** Finds the messages of a case: by ids, by what `find` takes, or by a day. Throws UserError for anything else, or for two of them. */
export function chooseMessages(
  store: Store,
  texts: readonly string[],
  options: ExportOptions,
  logEnd: number,
): Choice {
  const searches = SEARCHES.some((name) => options[name] !== undefined);
  const ways = [texts.length > 0, searches, options.stuck !== undefined].filter(Boolean).length;
  if (ways !== 1) throw ways === 0 ? nothingNamed() : twoWays();
  if (options.stuck !== undefined) return ofDay(store, options.stuck, options, logEnd);
  const context = contextFor(store, logEnd, options);
  if (texts.length > 0) return { query: texts, ...exactly(store, texts), context, daily: null };
  return {
    query: [],
    ids: foundMessages(store, findQuery(options, logEnd), context),
    unresolved: [],
    context,
    daily: null,
  };
}

function nothingNamed(): UserError {
  return new UserError('no-id', 'export needs a message id, something to search by, or a day', {
    hint: 'mailtrail export ID --case NAME --out DIR; mailtrail export --help shows other ways',
    exitCode: EXIT.usage,
  });
}

function twoWays(): UserError {
  return new UserError('id-and-search', 'ids, searching and --stuck do not go together', {
    hint: 'export ids in one bag, and what a search finds in another',
    exitCode: EXIT.usage,
  });
}

/** A fragment may fit one message alone; of several, nobody can say which one is meant. */
function exactly(store: Store, texts: readonly string[]): Pick<Choice, 'ids' | 'unresolved'> {
  const { ids, unresolved } = resolveEach(store, texts);
  const several = unresolved.find(({ total }) => total > 0);
  if (several === undefined) return { ids, unresolved };
  throw new UserError(
    'ambiguous-id',
    `${several.total} messages fit ${JSON.stringify(several.query)}`,
    {
      hint: `mailtrail trace ${several.query} lists them; name the whole id`,
      exitCode: EXIT.usage,
    },
  );
}

function ofDay(store: Store, date: string, options: ExportOptions, logEnd: number): Choice {
  if (options.asOf !== undefined)
    throw new UserError('stuck-and-as-of', '--stuck and --as-of do not go together', {
      hint: '--stuck DATE takes the end of that day',
      exitCode: EXIT.usage,
    });
  const day = askedDay(
    parseMoment(date, '--stuck', { logEnd, zone: options.tz, edge: 'start' }),
    options,
  );
  const thresholdMs = options.olderThan ?? DEFAULT_THRESHOLD_MS;
  // The day is half-open: what was logged with its last moment belongs to the next one.
  const context = queryContext(store, { asOf: day.to - 1, thresholdMs });
  return {
    query: [],
    ids: stuckMessages(store, day.withSystem, context),
    unresolved: [],
    context,
    daily: dailyReport(store, day, queryContext(store, { asOf: day.to, thresholdMs })),
  };
}

const ASKED = [
  ['--from', 'from'],
  ['--to', 'to'],
  ['--subject', 'subject'],
  ['--since', 'since'],
  ['--until', 'until'],
  ['--server', 'server'],
  ['--state', 'state'],
  ['--stage', 'stage'],
  ['--stuck', 'stuck'],
  ['--as-of', 'asOf'],
] as const satisfies readonly (readonly [string, keyof ExportOptions])[];

/** What was asked for, as the user wrote it: what says where things lie on this machine is left out. */
export function askedFor(texts: readonly string[], options: ExportOptions): Asked[] {
  const { tz, olderThan, stalled, withSystem } = options;
  return [
    ...texts.map((text) => ['id', text] as const),
    ...ASKED.flatMap(([name, key]) => {
      const value = options[key];
      return value === undefined ? [] : [[name, value] as const];
    }),
    ...(stalled === true ? [['--stalled', ''] as const] : []),
    ...(withSystem === true ? [['--with-system', ''] as const] : []),
    ...(olderThan === undefined ? [] : [['--older-than', `${olderThan / 60_000} min`] as const]),
    ['--tz', tz],
  ];
}
