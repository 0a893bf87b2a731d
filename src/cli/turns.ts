import { UserError } from '../model/user-error.ts';

/** Answers one question at a time. */
export interface Answerer<Question, Answer> {
  answer(question: Question): Promise<Answer>;
  end(): Promise<void>;
}

/** Questions that wait for one of a few who answer them. */
export interface Turns<Question, Answer> {
  /** `isLong`: it takes many seconds. Of those one at a time is answered, so that others need not wait for them. Throws UserError `too-many-questions`, `serve-ended`. */
  ask(question: Question, isLong: boolean): Promise<Answer>;
  /** Those that wait, and all later ones, are refused. */
  end(): Promise<void>;
}

/** Who answers at once, at most: each is a thread. */
const MOST = 2;
/** More are refused: who waits already is answered first. */
const MOST_WAITING = 16;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly isLong: boolean;
  readonly resolve: (answer: Promise<Answer>) => void;
  readonly reject: (error: UserError) => void;
}

/** `start` gives another one who answers; that is done when there is a question for him. */
export function takeTurns<Question, Answer>(
  start: () => Answerer<Question, Answer>,
): Turns<Question, Answer> {
  const all: Answerer<Question, Answer>[] = [];
  const free: Answerer<Question, Answer>[] = [];
  const waiting: Waiting<Question, Answer>[] = [];
  let long = 0;
  let hasEnded = false;

  function someone(): Answerer<Question, Answer> | undefined {
    const found = free.pop();
    if (found !== undefined || all.length >= MOST) return found;
    const another = start();
    all.push(another);
    return another;
  }

  function next(): void {
    const index = waiting.findIndex(({ isLong }) => !isLong || long === 0);
    if (index === -1) return;
    const answerer = someone();
    if (answerer === undefined) return;
    const [one] = waiting.splice(index, 1);
    if (one !== undefined) give(one, answerer);
    next();
  }

  function give(
    { question, isLong, resolve }: Waiting<Question, Answer>,
    answerer: Answerer<Question, Answer>,
  ): void {
    if (isLong) long += 1;
    const answer = answerer.answer(question);
    resolve(answer);
    const goOn = (): void => {
      if (isLong) long -= 1;
      free.push(answerer);
      next();
    };
    answer.then(goOn, goOn);
  }

  return {
    ask: (question, isLong) =>
      new Promise((resolve, reject) => {
        if (hasEnded) throw serveEnded();
        waiting.push({ question, isLong, resolve, reject });
        next();
        if (waiting.length > MOST_WAITING) waiting.pop()?.reject(tooMany());
      }),
    async end() {
      hasEnded = true;
      for (const { reject } of waiting.splice(0)) reject(serveEnded());
      await Promise.all(all.map((one) => one.end()));
    },
  };
}

function tooMany(): UserError {
  return new UserError('too-many-questions', 'too much that takes long was asked at once', {
    hint: 'ask again when the others are answered',
  });
}

export function serveEnded(): UserError {
  return new UserError('serve-ended', 'mailtrail serve ended before this was answered', {
    hint: 'start mailtrail serve again, and ask again',
  });
}
