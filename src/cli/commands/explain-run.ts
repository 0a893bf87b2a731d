import { explain } from '../../queries/explain.ts';
import { explainText } from '../../render/explain-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import type { ExplainOptions } from './explain.ts';

export function runExplain(what: string, options: ExplainOptions, io: Io): void {
  const explanations = explain(what);
  io.out(
    options.json
      ? `${safeJson({ schema: 'mailtrail/explain/1', query: what, explanations }, 2)}\n`
      : explainText(explanations, createView(io, options)),
  );
}
