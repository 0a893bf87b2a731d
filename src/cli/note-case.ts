import { UserError, EXIT } from '../model/user-error.ts';
import { VERSION } from '../model/version.ts';
import { noteAudit } from '../store/audit.ts';
import type { AuditEntry } from '../store/audit.ts';
import { actorName } from './actor.ts';
import { now } from './clock.ts';
import { tell } from './io.ts';
import type { Io } from './io.ts';
import type { CaseOptions } from './options.ts';

export const TOOL = `mailtrail ${VERSION}`;

/**
 * Notes in the database's audit what was asked for a case, and what came out. A database that cannot be written to gives its answers
 * all the same: then it is told.
 */
export function noteCase(
  io: Io,
  file: string,
  options: CaseOptions,
  entry: Pick<AuditEntry, 'action' | 'query' | 'outcome'>,
): void {
  try {
    noteAudit(file, {
      ...entry,
      at: now(io.env).getTime(),
      caseName: options.case ?? null,
      actor: actorName(options.by),
      reason: options.reason ?? null,
      tool: TOOL,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell(io, `not noted in the database: ${error.message}`, `  ${error.hint}`);
  }
}

/** Nothing is noted without a case, so nobody may believe it was. */
export function refuseWithoutCase(options: CaseOptions): void {
  if (options.case !== undefined) return;
  if (options.reason === undefined && options.by === undefined) return;
  throw new UserError('no-case', '--reason and --by go with --case', {
    hint: 'name the case: --case NAME',
    exitCode: EXIT.usage,
  });
}
