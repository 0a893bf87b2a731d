import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { DailyReport } from '../../model/daily-report.ts';
import type { StuckReport } from '../../model/stuck-report.ts';
import { UserError } from '../../model/user-error.ts';
import type { SearchReport } from '../../queries/search-report.ts';
import type { DailyAsked, Search, StuckAsked } from '../../web/answers.ts';
import { answerInThread } from '../answer-in-thread.ts';
import { goFirst } from '../right-of-way.ts';
import type { Waited } from '../right-of-way.ts';
import type { SharedAnswers } from '../shared-answers.ts';
import { takeTurns } from '../turns.ts';
import type { Answerer } from '../turns.ts';

/** Where threads find what they answer from. */
export interface FarPlace {
  readonly db: string;
  /** Of days and times, IANA. */
  readonly tz: string;
}

/** What a thread is asked. */
export type FarQuestion =
  { readonly search: Search } | { readonly stuck: StuckAsked } | { readonly daily: DailyAsked };

/** What it answers: the report, or what a user can mend. */
export type FarAnswer =
  | { readonly search: SearchReport }
  | { readonly stuck: StuckReport }
  | { readonly daily: DailyReport }
  | {
      readonly error: Pick<UserError, 'code' | 'message' | 'hint' | 'exitCode'>;
    };

/** Makes reports elsewhere than in the thread that answers pages. */
export interface FarAnswers {
  search(asked: Search): Promise<SearchReport>;
  stuck(asked: StuckAsked): Promise<StuckReport>;
  daily(asked: DailyAsked): Promise<DailyReport>;
}

/**
 * Answers in threads: what goes through millions of messages takes seconds, and pages that are asked for meanwhile would wait for it. `stop` ends
 * them: nobody hears what they answer.
 */
export function answerInThreads(
  where: FarPlace,
  waited: Waited,
): FarAnswers & { readonly stop: () => Promise<void> } {
  const turns = takeTurns(() => startThread(where));
  const ask = async (asked: FarQuestion, isLong = false): Promise<FarAnswer> => {
    const answer = await goFirst(waited, () => turns.ask(asked, isLong));
    if (!('error' in answer)) return answer;
    const { code, message, hint, exitCode } = answer.error;
    throw new UserError(code, message, { hint, exitCode });
  };
  return {
    async search(asked) {
      const answer = await ask({ search: asked }, asked.work === null);
      if ('search' in answer) return answer.search;
      throw new Error(OTHER);
    },
    async stuck(asked) {
      const answer = await ask({ stuck: asked });
      if ('stuck' in answer) return answer.stuck;
      throw new Error(OTHER);
    },
    async daily(asked) {
      const answer = await ask({ daily: asked });
      if ('daily' in answer) return answer.daily;
      throw new Error(OTHER);
    },
    stop: turns.end,
  };
}

const OTHER = 'the answer to another question';

/** A thread that was asked nothing for so long ends: it takes a hundred megabytes or more. Milliseconds. */
const IDLE_MS = 60_000;

function startThread(workerData: FarPlace): Answerer<FarQuestion, FarAnswer> {
  return answerInThread(
    () => new Worker(new URL('./serve-far-worker.js', import.meta.url), { workerData }),
    IDLE_MS,
  );
}

/** Below so many bytes a database answers as soon as a thread does. */
const LARGE = 67_108_864;

export function isLargeFile(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= LARGE;
}

/** Questions that take long, each by its key; what is answered at once otherwise, `here` answers. */
export interface Far {
  search(asked: Search, here: () => SearchReport): SearchReport | Promise<SearchReport>;
  /** Whether that search need not be begun. */
  isSearched(asked: Search): boolean;
  /** Notes that a copy of a report is of the same state. */
  noteCopy?(report: object, copy: object): void;
  /** Absent: how a queue grew is made where it is asked for. */
  readonly stuck?: FarAnswers['stuck'];
  /** Null: it does not take long, or is not asked here. */
  daily?(asked: DailyAsked, here: () => DailyReport): DailyReport | Promise<DailyReport> | null;
}

/** What a report is kept as. */
export function keyOf(name: keyof FarAnswers, asked: object): string {
  return JSON.stringify([name, asked]);
}

/** A list of so many records takes a megabyte or so: of longer ones few would fill the memory. */
const MOST_KEPT = 1000;

function isSmall({ limit }: Search): boolean {
  return limit > 0 && limit <= MOST_KEPT;
}

/** Asks threads, and each question once. `isLarge`: whether the database is so large that a day takes long. */
export function farOf(
  { search, daily }: Pick<FarAnswers, 'search' | 'daily'>,
  shared: SharedAnswers,
  isLarge: () => boolean,
): Far {
  return {
    search: (asked, here) =>
      shared.ask(keyOf('search', asked), () => search(asked), here, isSmall(asked)),
    isSearched: (asked) => shared.isKnown(keyOf('search', asked)),
    daily: (asked, here) =>
      isLarge() ? shared.ask(keyOf('daily', asked), () => daily(asked), here) : null,
  };
}
