import { setFlagsFromString } from 'node:v8';

/** The engine of Node 20, which this was measured on: others weigh a function's work otherwise, and may not know the flags. */
const MEASURED = /^11\./;

/** What a process does; what does neither is left as it is, and a large load ends with both. */
type Work = 'load' | 'answer';

const FLAGS: Readonly<Record<Work, string>> = {
  /**
   * How much work, in bytes of bytecode, a function does before the engine optimises it: six times as much as usual. A load of a few seconds spends a fifth of its
   * time on that, for most functions more than it saves there; what is hot passes either number at once. And garbage may be two fifths of what is used, not several
   * times as much: 50 MB of 300 for 1 % of the time, which tables of names use better.
   */
  load: '--interrupt-budget=400000 --heap-growing-percent=40',
  /**
   * Functions of more bytecode than that stay calls in what is optimised. In the second that an answer from millions of lines takes, the engine spends as
   * much time on optimising as the answer takes, beside it; with less to put into one another it is done sooner: an answer takes 13 % less.
   */
  answer: '--max-inlined-bytecode-size=50',
};

/**
 * For the whole process. To be called when all modules are loaded: what the engine keeps compiled of those of Node itself
 * holds only for the flags that it started with.
 */
export function tuneEngine(
  work: Work,
  version: string = process.versions.v8,
  set: (flags: string) => void = setFlagsFromString,
): void {
  if (MEASURED.test(version)) set(FLAGS[work]);
}
