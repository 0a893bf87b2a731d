import { storeLog } from './file.ts';
import type { FileContext, Outcome } from './file.ts';
import { ingestInput } from './input.ts';
import { OpenAhead } from './open-ahead.ts';
import type { InputFile } from './paths.ts';

/** What became of a file, and the input that it is, or is packed in. */
export interface InputOutcome extends Outcome {
  readonly input: InputFile;
}

/**
 * Reads inputs one after the other. While one is stored, the next ones are opened and their reading begun, so that neither thread
 * waits for the other between files. What is packed is unpacked in its turn.
 */
export async function* ingestInputs(
  inputs: readonly InputFile[],
  contextOf: (input: InputFile) => FileContext,
): AsyncGenerator<InputOutcome> {
  const ahead = new OpenAhead(inputs, contextOf);
  try {
    for (const input of inputs) {
      const context = contextOf(input);
      if (context.options.signal.aborted) return;
      const next = await ahead.next();
      if (next.kind === 'skipped') yield { ...next, input };
      else if (next.kind === 'reading') {
        const outcome = await storeLog(next.log, next.reading, context);
        next.end();
        yield { ...outcome, input };
      } else {
        context.sink.commit();
        for await (const outcome of ingestInput(input, context)) yield { ...outcome, input };
        ahead.goOn();
      }
    }
  } finally {
    await ahead.drop();
  }
}
