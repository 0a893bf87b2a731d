import { setFlagsFromString } from 'node:v8';

/** The engine of Node 20, which this was measured on: others weigh a function's work otherwise, and may not know the flag. */
const MEASURED = /^11\./;

/**
 * How much work, in bytes of bytecode, a function does before the engine optimises it: six times as much as usual. A load of a few seconds spends a fifth of its
 * time on that, for most functions more than it saves there; what is hot passes either number at once.
 */
const WORK_BEFORE_OPTIMISING = 400_000;

/**
 * For the whole process. To be called when all modules are loaded: what the engine keeps compiled of those of Node itself
 * holds only for the flags that it started with.
 */
export function tuneEngine(
  version: string = process.versions.v8,
  set: (flags: string) => void = setFlagsFromString,
): void {
  if (MEASURED.test(version)) set(`--interrupt-budget=${WORK_BEFORE_OPTIMISING}`);
}
