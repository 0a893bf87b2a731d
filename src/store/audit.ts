import { closeWritten, openBesideWriter } from './open.ts';
import type { Connection } from './open.ts';
import { asUserError } from './user-errors.ts';

/** Who asked what of the database, and what came out: a row of the view `audit`. */
export interface AuditEntry {
  /** Milliseconds UTC, by the clock of the machine. */
  readonly at: number;
  readonly action: 'export' | 'trace' | 'purge';
  /** What `--case` names. */
  readonly caseName: string | null;
  readonly actor: string;
  /** What `--reason` tells. */
  readonly reason: string | null;
  /** What was asked; kept as JSON. */
  readonly query: Readonly<Record<string, unknown>>;
  /** What came out; kept as JSON. */
  readonly outcome: Readonly<Record<string, unknown>>;
  /** `mailtrail` and its version. */
  readonly tool: string;
}

/**
 * Adds an entry to the database's audit. It goes on beside a run of `ingest` and waits some seconds for it, or for whoever reads; so nothing in this
 * process may be reading in a transaction. Throws UserError where it cannot be written: on a read-only medium, for instance.
 */
export function noteAudit(file: string, entry: AuditEntry): void {
  try {
    const db = openBesideWriter(file);
    try {
      insertAudit(db, entry);
    } finally {
      closeWritten(db);
    }
  } catch (error) {
    throw asUserError(error, file);
  }
}

/** The same, in a transaction of the caller's. */
export function insertAudit(db: Connection, entry: AuditEntry): void {
  const { at, action, caseName, actor, reason, query, outcome, tool } = entry;
  db.prepare(
    `insert into audit_entry (at_ms, action, case_name, actor, reason, query, outcome, tool)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(at, action, caseName, actor, reason, JSON.stringify(query), JSON.stringify(outcome), tool);
}
