import { collectCase } from '../../src/evidence/collect.ts';
import type { EvidenceCase } from '../../src/model/evidence.ts';
import { DEFAULT_THRESHOLD_MS, queryContext } from '../../src/queries/context.ts';
import { dailyCoverage } from '../../src/queries/daily-coverage.ts';
import { resolveEach } from '../../src/queries/resolve-ids.ts';
import { traceReport } from '../../src/queries/trace.ts';
import { headsOf } from '../../src/store/message-lives.ts';
import { createRawReader } from '../../src/store/raw-lines.ts';
import { openStore } from '../../src/store/reader.ts';
import { dayOf } from './queues.ts';

interface Asked {
  readonly name?: string;
  /** What the user typed besides the ids of all messages. */
  readonly query?: readonly string[];
  /** `2004-02-18` */
  readonly day?: string;
}

/** The case of all messages of a database, with the raw lines in its trace, and the summary of a day. */
export async function caseOfAll(file: string, asked: Asked = {}): Promise<EvidenceCase> {
  using store = openStore(file);
  const context = queryContext(store, { asOf: null, thresholdMs: DEFAULT_THRESHOLD_MS });
  const messages = store.db
    .prepare<[], number>('select id from message where first_at is not null order by text')
    .pluck()
    .all();
  const ids = headsOf(store.db, messages);
  const query = asked.query ?? [];
  const { unresolved } = resolveEach(store, query);
  const trace = traceReport(
    store,
    { query, ids, unresolved, rawLine: createRawReader(store), rowOf: null, to: null },
    context,
  );
  const { report } = dailyCoverage(store, context, { since: null, until: null }, 'UTC');
  const { given } = await collectCase(
    store,
    {
      name: asked.name ?? 'case 17',
      ids,
      asOf: null,
      trace,
      daily: asked.day === undefined ? null : dayOf(file, asked.day),
      coverage: report,
    },
    () => undefined,
  );
  return given;
}
