import type { MessageReport, TraceReport } from '../../src/model/report.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { resolveEach } from '../../src/queries/resolve-ids.ts';
import { traceReport } from '../../src/queries/trace.ts';
import { createRowReader } from '../../src/store/msgtrk-rows.ts';
import { openStore } from '../../src/store/reader.ts';
import { fileDb } from './ingest.ts';
import { headerMsgtrk, lineMsgtrk } from './log-msgtrk.ts';
import type { MsgtrkFields } from './log-msgtrk.ts';
import type { TempFolder } from './temp-folder.ts';

/** `trace` of one id, as the command does it. */
export function tracedIn(db: string, id: string): TraceReport {
  using store = openStore(db);
  const context = queryContext(store, { asOf: null, thresholdMs: DEFAULT_THRESHOLD_MS });
  const wanted = { query: [id], ...resolveEach(store, [id]) };
  const rowOf = createRowReader(store);
  return traceReport(store, { ...wanted, rawLine: null, rowOf, to: null }, context);
}

/** The same of the one message it is. */
export function messageIn(db: string, id: string): MessageReport {
  const [message] = tracedIn(db, id).messages;
  if (message === undefined) throw new Error(`no message ${id}`);
  return message;
}

/** A database of a log of these lines. */
export async function dbOfLines(
  folder: TempFolder,
  lines: readonly MsgtrkFields[],
  name = 'MSGTRK2024021909-1.LOG',
): Promise<string> {
  const log = [...headerMsgtrk(), ...lines.map((fields) => lineMsgtrk(fields))];
  return fileDb(folder.at('test.db'), [folder.write(name, `${log.join('\r\n')}\r\n`)]);
}
