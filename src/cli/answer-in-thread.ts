import type { Worker } from 'node:worker_threads';
import { serveEnded } from './turns.ts';
import type { Answerer } from './turns.ts';

/**
 * Asks a thread, which answers each message with one. It goes on for a while: what has run before runs twice as fast. One that was asked nothing for
 * `idleMs` ends, and one that is gone is replaced with the next question. A question that its thread could not answer rejects with what ended that.
 */
export function answerInThread<Question, Answer>(
  start: () => Worker,
  idleMs: number,
): Answerer<Question, Answer> {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const thread = worker;
    worker = null;
    await thread?.terminate();
  };
  const started = (): Worker => {
    const thread = start();
    thread.unref();
    const gone = (): void => {
      if (worker === thread) worker = null;
    };
    thread.on('error', gone).on('exit', gone);
    return thread;
  };
  return {
    answer: (question) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        const thread = (worker ??= started());
        const onExit = (): void => settle(() => reject(serveEnded()));
        const onError = (error: unknown): void => settle(() => reject(error));
        const onAnswer = (answer: Answer): void => settle(() => resolve(answer));
        const settle = (tell: () => void): void => {
          thread.off('message', onAnswer).off('error', onError).off('exit', onExit);
          if (worker === thread) idle = setTimeout(() => void end(), idleMs).unref();
          tell();
        };
        thread.on('message', onAnswer).on('error', onError).on('exit', onExit);
        thread.postMessage(question);
      }),
    end,
  };
}
