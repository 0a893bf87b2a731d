import type { Begun, ReportsOverTime } from './reports-over-time.ts';

/** What failed is told for so long, and not tried again: milliseconds. */
const FAILED_MS = 5000;

/** Answers that others make, which takes long. */
export interface SharedAnswers {
  /**
   * The answer that is kept for the key, else the one that is under way, else a new one. `make` has it made elsewhere; `makeHere` at once, for the rare case
   * that what was kept is gone when it is taken. One that is not `isKept` is for those alone who ask before it is there.
   */
  ask<Report extends object>(
    key: string,
    make: () => Promise<Report>,
    makeHere: () => Report,
    isKept?: boolean,
  ): Report | Promise<Report>;
  /** Whether nothing has to be begun for the answer. */
  isKnown(key: string): boolean;
}

interface UnderWay {
  readonly begun: Begun;
  readonly answer: Promise<object>;
}

/** What the last one came to, of a state of the database that may be gone. */
interface Last {
  readonly answer: Promise<object>;
  readonly hasFailed: boolean;
  readonly at: number;
  readonly tookMs: number;
}

interface Question {
  underWay: UnderWay | null;
  last: Last | null;
}

type Cache = Pick<ReportsOverTime<unknown>, 'begin' | 'soon' | 'state' | 'has' | 'get'>;

/**
 * Each question is asked once, whoever asks it meanwhile, and its answer kept while the database stays as it is. `exact` answers with what the database holds
 * when it is asked. `soon`, for pages, with what it held up to `olderMs` ago (of an answer that took so long, in milliseconds): else a question about a
 * database that is written to all the time would never be answered for who asks again.
 */
export function shareAnswers(
  cache: Cache,
  olderMs: (tookMs: number) => number,
  clock: () => number = Date.now,
): { readonly exact: SharedAnswers; readonly soon: SharedAnswers } {
  const book = createBook(cache, olderMs, clock);
  return { exact: answersOfNow(cache, book), soon: answersSoon(cache, book) };
}

/** Questions that are under way, or were. */
interface Book {
  /** Without those that nothing is to be told of any more. */
  find(key: string): Question | undefined;
  begin(
    key: string,
    question: Question,
    make: () => Promise<object>,
    isKept: boolean,
  ): Promise<object>;
  isFresh(last: Last): boolean;
  mayBegin(last: Last | null): boolean;
}

function createBook(
  cache: Pick<Cache, 'begin'>,
  olderMs: (tookMs: number) => number,
  clock: () => number,
): Book {
  const questions = new Map<string, Question>();
  const isFresh = ({ at, tookMs, hasFailed }: Last): boolean =>
    clock() - at <= (hasFailed ? FAILED_MS : olderMs(tookMs));
  return {
    isFresh,
    find(key) {
      for (const [of, { underWay, last }] of questions)
        if (underWay === null && (last === null || !isFresh(last))) questions.delete(of);
      return questions.get(key);
    },
    begin(key, question, make, isKept) {
      const [begun, at] = [cache.begin(), clock()];
      const answer = make();
      question.underWay = { begun, answer };
      questions.set(key, question);
      const end = (hasFailed: boolean): void => {
        question.underWay = null;
        question.last = { answer, hasFailed, at: clock(), tookMs: clock() - at };
      };
      answer.then(
        (report) => {
          if (isKept) begun.keep(key, report);
          end(false);
          if (!isKept) question.last = null;
        },
        () => end(true),
      );
      return answer;
    },
    // Made over and over it takes half of the time at most.
    mayBegin: (last) =>
      last === null || clock() - last.at >= (last.hasFailed ? FAILED_MS : last.tookMs),
  };
}

const NEVER_ASKED: Question = { underWay: null, last: null };

function answersOfNow(cache: Cache, { find, begin }: Book): SharedAnswers {
  /** One of the state that the database is in, as far as that can be told. */
  const underWayOf = (key: string): UnderWay | null => {
    const underWay = find(key)?.underWay ?? null;
    const state = cache.state();
    return state !== null && underWay?.begun.state === state ? underWay : null;
  };
  return {
    isKnown: (key) => underWayOf(key) !== null || cache.has(key),
    ask(key, make, makeHere, isKept = true) {
      const underWay = underWayOf(key);
      if (cache.has(key)) return cache.get(key, makeHere);
      if (underWay !== null) return typed(underWay.answer);
      const question = { ...NEVER_ASKED, last: find(key)?.last ?? null };
      return typed(begin(key, question, make, isKept));
    },
  };
}

function answersSoon({ soon }: Cache, { find, begin, isFresh, mayBegin }: Book): SharedAnswers {
  return {
    isKnown: (key) => find(key) !== undefined || soon.has(key),
    ask(key, make, makeHere, isKept = true) {
      if (soon.has(key)) return soon.get(key, makeHere);
      const question = find(key) ?? { ...NEVER_ASKED };
      const { last } = question;
      if (question.underWay === null && mayBegin(last)) void begin(key, question, make, isKept);
      const older = last !== null && isFresh(last) ? last.answer : null;
      return typed(older ?? question.underWay?.answer ?? begin(key, question, make, isKept));
    },
  };
}

/** A key stands for one question, so what is answered under it is what its `make` gives. */
function typed<Report extends object>(answer: Promise<object>): Promise<Report> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return answer as Promise<Report>;
}
