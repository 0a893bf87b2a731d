import { storeLog } from './file.ts';
import type { FileContext, Outcome } from './file.ts';
import { ingestInput } from './input.ts';
import { OpenAhead } from './open-ahead.ts';
import type { InputFile } from './paths.ts';

/**
 * Reads inputs one after the other. While one is stored, the next ones are opened and their reading begun, so that neither thread
 * waits for the other between files. What is packed is unpacked in its turn.
 */
export async function* ingestInputs(
  inputs: readonly InputFile[],
  contextOf: (input: InputFile) => FileContext,
): AsyncGenerator<Outcome> {
  const ahead = new OpenAhead(inputs, contextOf);
  try {
    for (const input of inputs) {
      const context = contextOf(input);
      if (context.options.signal.aborted) return;
      const next = await ahead.next();
      if (next.kind === 'skipped') yield next;
      else if (next.kind === 'reading') {
        const outcome = await storeLog(next.log, next.reading, context);
        next.end();
        yield outcome;
      } else {
        context.sink.commit();
        yield* ingestInput(input, context);
        ahead.goOn();
      }
    }
  } finally {
    await ahead.drop();
  }
}
