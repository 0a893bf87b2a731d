import type { Io } from './io.ts';
import { tell } from './io.ts';

/** Ctrl-C ends the work after the batch under way; a second one ends the program at once. */
export function interruptSignal(
  io: Io,
  text = 'stopping after this batch (Ctrl-C again to stop at once)',
): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    tell(io, text);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
