import type { PurgedReport } from '../../src/model/purge-report.ts';
import type { Connection } from '../../src/store/open.ts';
import { purgeLines } from '../../src/store/purge.ts';

/** Removes what is older, as the command does it. */
export function purgeBefore(db: Connection, before: number): PurgedReport {
  return purgeLines(
    db,
    'test.db',
    before,
    () => ({
      at: 0,
      action: 'purge',
      caseName: null,
      actor: 'test',
      reason: null,
      query: {},
      outcome: {},
      tool: 'test',
    }),
    () => undefined,
  );
}
