import { containerKind } from './containers.ts';
import { startReading, storeLog } from './file.ts';
import type { FileContext, Outcome } from './file.ts';
import { ingestInput, isPiped } from './input.ts';
import { openLog } from './open-log.ts';
import type { BusyLog, NewLog, SkippedLog } from './open-log.ts';
import type { InputFile } from './paths.ts';
import type { LogReader, Reading } from './log-reader.ts';

/** A file that is ready to be stored, its reading begun; or one that has to wait for its turn. */
type Next =
  | { readonly kind: 'reading'; readonly log: NewLog; readonly reading: Reading }
  | SkippedLog
  | { readonly kind: 'container' };

/**
 * Reads inputs one after the other. While one is stored, the next one is opened and its reading begun, so that neither thread
 * waits for the other between files. What is packed is unpacked in its turn.
 */
export async function* ingestInputs(
  inputs: readonly InputFile[],
  contextOf: (input: InputFile) => FileContext,
): AsyncGenerator<Outcome> {
  let ahead: Promise<Settled> | null = null;
  try {
    for (const [index, input] of inputs.entries()) {
      const context = contextOf(input);
      if (context.options.signal.aborted) return;
      const next = unsettle(await (ahead ?? settle(prepare(input, context, null))));
      ahead = null;
      if (next.kind === 'skipped') yield next;
      else if (next.kind === 'container') {
        context.sink.commit();
        yield* ingestInput(input, context);
      } else {
        const stored = storeLog(next.log, next.reading, context);
        const following = inputs[index + 1];
        const busy = { opened: next.log.opened, done: stored.catch(() => undefined) };
        if (following !== undefined) ahead = settle(prepare(following, contextOf(following), busy));
        yield await stored;
      }
    }
  } finally {
    const [first] = inputs;
    if (ahead !== null && first !== undefined) await forget(ahead, contextOf(first).reader);
  }
}

async function prepare(
  { file }: InputFile,
  context: FileContext,
  busy: BusyLog | null,
): Promise<Next> {
  if (await isPiped(file)) return { kind: 'container' };
  if ((await containerKind(file)) !== null) return { kind: 'container' };
  const log = await openLog({ file, path: file }, context, busy);
  if (log.kind === 'skipped') return log;
  return { kind: 'reading', log, reading: startReading(log, context) };
}

/** An outcome that nobody waits for yet must not count as unhandled. */
type Settled = { readonly next: Next } | { readonly error: unknown };

function settle(next: Promise<Next>): Promise<Settled> {
  return next.then(
    (value) => ({ next: value }),
    (error: unknown) => ({ error }),
  );
}

function unsettle(settled: Settled): Next {
  if ('error' in settled) throw settled.error;
  return settled.next;
}

/** A file that was opened ahead and is not read after all: the reader may be at it already. */
async function forget(ahead: Promise<Settled>, reader: LogReader): Promise<void> {
  const settled = await ahead;
  if (!('next' in settled) || settled.next.kind !== 'reading') return;
  await reader.close();
  await settled.next.log.opened.handle.close();
}
