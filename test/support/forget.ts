import type { ForgottenReport } from '../../src/model/forget-report.ts';
import { forgetSource } from '../../src/store/forget-source.ts';
import type { Connection } from '../../src/store/open.ts';
import { readSources } from '../../src/store/read-sources.ts';

/** Forgets the last source of this name, as the command does it. */
export function forgetFile(db: Connection, file: string): ForgottenReport {
  const source = readSources(db).findLast((one) => one.file === file);
  if (source === undefined) throw new Error(`no source ${file}`);
  return forgetSource(db, 'test.db', source.id, () => undefined);
}
