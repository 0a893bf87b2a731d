import type { TraceReport } from '../../model/report.ts';
import { safeJson } from '../../render/visible.ts';

/** `safeJson(trace, 2)` and a line end, in pieces: of many messages it would not fit in one text. */
export function* traceJson(trace: TraceReport): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(trace)) {
    yield `${before}\n  ${safeJson(key)}: `;
    if (value === trace.messages && trace.messages.length > 0) yield* listJson(trace.messages);
    else yield indented(value, '  ');
    before = ',';
  }
  yield '\n}\n';
}

function* listJson(items: readonly object[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${indented(item, '    ')}`;
    before = ',';
  }
  yield '\n  ]';
}

/** JSON holds line ends between its tokens only. */
function indented(value: unknown, by: string): string {
  return safeJson(value, 2).replaceAll('\n', `\n${by}`);
}
