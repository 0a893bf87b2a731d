import type { FindQuery } from '../queries/find.ts';
import type { QueueFilter } from '../queries/queue-filter.ts';
import type { FindOptions } from './commands/find.ts';
import { rangeOf } from './with-store.ts';

/** What `find` is asked by: other commands take some of its options. */
type Search = Pick<FindOptions, 'tz' | 'color'> & Partial<Omit<FindOptions, 'limit'>>;

/** The search that options ask for; `ids`: only these messages. */
export function findQuery(
  options: Search,
  logEnd: number,
  ids: readonly number[] | null = null,
): FindQuery {
  const { from, to, subject, server, state, stage, stalled } = options;
  return {
    from: from ?? null,
    to: to ?? null,
    subject: subject ?? null,
    ids,
    ...rangeOf(options, logEnd),
    server: server ?? null,
    state: state ?? null,
    stage: stage ?? null,
    stalled: stalled ?? false,
    ...queueFilterOf(options),
  };
}

function queueFilterOf(options: Search): QueueFilter {
  const { open, withSystem, destination, senderDomain, nextHop, minAge, youngerThan } = options;
  return {
    open: open ?? false,
    withSystem: withSystem ?? false,
    destination: destination ?? null,
    senderDomain: senderDomain ?? null,
    nextHop: nextHop ?? null,
    minAgeMs: minAge ?? null,
    youngerThanMs: youngerThan ?? null,
  };
}
