import { EXIT } from '../model/user-error.ts';

/** Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Something half-made. */
interface Removable {
  discard(): void;
}

export interface RemovalAtExit {
  /** What to remove if the program is stopped from now on. */
  watch(made: Removable): void;
  dispose(): void;
}

/** Removes what is half-made where the program is stopped. */
export function removalAtExit(): RemovalAtExit {
  let made: Removable | null = null;
  const stop = (): void => {
    made?.discard();
    process.exit(EXIT.interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    watch(one) {
      made = one;
    },
    dispose() {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}
