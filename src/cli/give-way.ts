import { setPriority } from 'node:os';

/** As others are served first where there are fewer processors than threads. */
const LOW = 10;

/** Of this thread alone, which Linux knows the priority of; elsewhere that is one of whole processes. */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(LOW);
  } catch {
    // Where that is not allowed, all threads are served alike.
  }
}
