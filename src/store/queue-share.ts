import type { Value } from './bulk-insert.ts';
import type { JoinedHops } from './join-hops.ts';
import type { SkewRow } from './clock-skew.ts';
import type { QueueTable } from './queue-judge.ts';
import type { TrafficRow } from './traffic-tables.ts';

/** Messages that several threads work on, each of them the next page that nobody took: in shared memory. */
export interface SharedTask {
  /** Numbers of messages in order. */
  readonly ids: Float64Array;
  /** 1: it may be open. */
  readonly areOpen: Uint8Array;
  /** The place of the first one that nobody took. */
  readonly next: Int32Array;
}

/** So many at once: those that a statement reads. */
const PAGE = 100;

export function shareTask(
  ids: readonly number[],
  mayBeOpen: (id: number) => boolean = () => false,
): SharedTask {
  const task = {
    ids: new Float64Array(new SharedArrayBuffer(ids.length * Float64Array.BYTES_PER_ELEMENT)),
    areOpen: new Uint8Array(new SharedArrayBuffer(ids.length)),
    next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  task.ids.set(ids);
  for (const [place, id] of ids.entries()) task.areOpen[place] = Number(mayBeOpen(id));
  return task;
}

/** Some messages of a task. */
export interface TaskPage {
  /** The place of the first one. */
  readonly from: number;
  readonly ids: readonly number[];
  readonly mayBeOpen: (id: number) => boolean;
}

/** Takes page after page until none is left. */
export function* takePages(task: SharedTask): Generator<TaskPage, void, undefined> {
  for (;;) {
    const from = Atomics.add(task.next, 0, PAGE);
    if (from >= task.ids.length) return;
    const ids = [...task.ids.subarray(from, from + PAGE)];
    const open = new Set(ids.filter((_, place) => task.areOpen[from + place] === 1));
    yield { from, ids, mayBeOpen: (id) => open.has(id) };
  }
}

/** So many messages from a place of the task on. */
interface DonePage {
  readonly from: number;
  readonly count: number;
}

/** How pages are done: here, and by another thread, which gives what is not given yet. `all`: once it has done all that it took, or cannot. */
interface Workers<Page extends DonePage> {
  readonly here: (page: TaskPage) => void;
  readonly there: (all: boolean) => Iterable<Page>;
  readonly take: (page: Page) => void;
  /** Whether to wait for the end of the other thread also where it took none: it may only be starting. */
  readonly untilEnd: boolean;
}

/** Works on a task together with another thread. Gives those that it took and did not do. */
export function shareWork<Page extends DonePage>(
  task: SharedTask,
  { here, there, take, untilEnd }: Workers<Page>,
): number[] {
  const isDone = new Uint8Array(task.ids.length);
  const note = ({ from, count }: DonePage): unknown => isDone.fill(1, from, from + count);
  const takeAll = (all: boolean): void => {
    for (const page of there(all)) {
      take(page);
      note(page);
    }
  };
  for (const page of takePages(task)) {
    here(page);
    note({ from: page.from, count: page.ids.length });
    takeAll(false);
  }
  if (untilEnd || isDone.includes(0)) takeAll(true);
  return [...task.ids].filter((_, place) => isDone[place] === 0);
}

/** What becomes of the hops of so many messages from a place of the task on. */
export interface JoinedPage extends DonePage {
  readonly joined: JoinedHops;
}

/** So many messages from a place of the task on, and the rows of each table, their values one after the other. */
export interface JudgedPage extends DonePage {
  readonly rows: Readonly<Record<QueueTable, readonly Value[]>>;
}

/** What all logs together tell. */
export interface Learned {
  readonly suffixes: readonly string[];
  readonly skews: readonly SkewRow[];
}

/** Another thread, which works on what is committed. What it does not give is done by who asks. */
export interface QueueHelper {
  /** Begins to join hops of messages that are left in the task. */
  join(ids: readonly number[]): SharedTask;
  /** What it has joined and was not given yet. `all`: waits until it has joined all that it took, or cannot. */
  joined(all: boolean): Iterable<JoinedPage>;
  /** Begins to look which suffixes are ours, and how clocks differ. */
  learn(): void;
  /** Waits for that; null: it cannot. */
  learned(): Learned | null;
  /** Begins to count the traffic. */
  countTraffic(): void;
  /** Begins to judge messages that are left in the task. */
  judge(ids: readonly number[], mayBeOpen: (id: number) => boolean): SharedTask;
  /** What it has judged and was not given yet. `all`: waits until it has judged all that it took, or cannot. */
  judged(all: boolean): Iterable<JudgedPage>;
  /** Waits for the traffic; null: it cannot. */
  traffic(): readonly TrafficRow[] | null;
}
