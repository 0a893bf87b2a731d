import { startReading } from './file.ts';
import type { FileContext } from './file.ts';
import { isPiped } from './input.ts';
import type { LogReader, Reading } from './log-reader.ts';
import { openInput } from './open-log.ts';
import type { BusyLog, Container, NewLog, SkippedLog } from './open-log.ts';
import type { InputFile } from './paths.ts';

/** Files that are open and being read while one is stored: of small ones so many that the reader has work while a transaction is committed. */
const FILES_AHEAD = 8;

/** A file that is ready to be stored, its reading begun; or one that has to wait for its turn. */
export type NextInput = ReadyLog | SkippedLog | Container;

interface ReadyLog {
  readonly kind: 'reading';
  readonly log: NewLog;
  readonly reading: Reading;
  /** It is stored. */
  readonly end: () => void;
}

/** Opens inputs in order, some ahead of their turn, up to one that is no plain file. */
export class OpenAhead {
  readonly #contextOf: (input: InputFile) => FileContext;
  readonly #rest: Iterator<InputFile, undefined>;
  readonly #busy = new Set<Busy>();
  readonly #reader: LogReader | null;
  #opened: Promise<Settled>[] = [];
  #mayOpen = true;
  #isDropped = false;

  constructor(inputs: readonly InputFile[], contextOf: (input: InputFile) => FileContext) {
    const [first] = inputs;
    this.#contextOf = contextOf;
    this.#rest = inputs.values();
    this.#reader = first === undefined ? null : contextOf(first).reader;
  }

  /** The next one; from now on one more may be opened. */
  async next(): Promise<NextInput> {
    this.#fill();
    const [first] = this.#opened;
    if (first === undefined) throw new Error('no input is left');
    const settled = await first;
    this.#opened = this.#opened.slice(1);
    this.#fill();
    if ('error' in settled) throw settled.error;
    return settled.next;
  }

  /** What is no plain file is done with. */
  goOn(): void {
    this.#mayOpen = true;
  }

  /** Closes what was opened and is not read after all. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    for (const { end } of this.#busy) end();
    for (const one of this.#opened) {
      const settled = await one;
      if (!('next' in settled) || settled.next.kind !== 'reading') continue;
      // It may be at the file already.
      await this.#reader?.close();
      settled.next.log.opened.handle.close();
    }
  }

  #fill(): void {
    if (!this.#mayOpen || this.#isDropped || this.#opened.length >= FILES_AHEAD) return;
    const { value: input } = this.#rest.next();
    if (input === undefined) return;
    this.#mayOpen = false;
    this.#opened.push(this.#open(input));
  }

  /** One after the other: what a file is may depend on those before it. */
  async #open(input: InputFile): Promise<Settled> {
    const settled = await settle(prepare(input, this.#contextOf(input), this.#busy));
    this.#mayOpen = !('next' in settled && settled.next.kind === 'container');
    this.#fill();
    return settled;
  }
}

/** Its end is told by who stores it, or drops it. */
type Busy = BusyLog & { readonly end: () => void };

async function prepare(
  { file, isPlain }: InputFile,
  context: FileContext,
  busy: Set<Busy>,
): Promise<NextInput> {
  if (!isPlain && isPiped(file)) return { kind: 'container' };
  const log = await openInput(file, context, [...busy]);
  if (log.kind !== 'new') return log;
  const one = busyLog(log, () => busy.delete(one));
  busy.add(one);
  return { kind: 'reading', log, reading: startReading(log, context), end: one.end };
}

function busyLog({ opened }: NewLog, onEnd: () => void): Busy {
  let tell = nothing;
  const done = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    opened,
    done,
    end() {
      onEnd();
      tell();
    },
  };
}

function nothing(): void {
  // Nobody waits yet.
}

/** An outcome that nobody waits for yet must not count as unhandled. */
type Settled = { readonly next: NextInput } | { readonly error: unknown };

function settle(next: Promise<NextInput>): Promise<Settled> {
  return next.then(
    (value) => ({ next: value }),
    (error: unknown) => ({ error }),
  );
}
