/** How many questions somebody waits for, told between threads: what nobody waits for yet lets them pass. */
export type Waited = Int32Array<SharedArrayBuffer>;

export function createWaited(): Waited {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Has others wait until it is done. */
export async function goFirst<Result>(
  waited: Waited,
  work: () => Promise<Result>,
): Promise<Result> {
  Atomics.add(waited, 0, 1);
  try {
    return await work();
  } finally {
    Atomics.sub(waited, 0, 1);
    Atomics.notify(waited, 0);
  }
}

/** Waits while there are such questions; not to be called by the thread that they come from. */
export function letPass(waited: Waited): void {
  for (let count; (count = Atomics.load(waited, 0)) > 0;) Atomics.wait(waited, 0, count);
}
