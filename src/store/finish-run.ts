import { learnSkews } from './clock-skew.ts';
import { joinHops } from './join-hops.ts';
import { updateLives } from './message-lives.ts';
import type { Names } from './names.ts';
import { makeQueryIndexes } from './open.ts';
import type { Connection } from './open.ts';
import { learnSuffixes } from './our-suffixes.ts';
import type { QueueHelper } from './queue-share.ts';
import { updateQueue } from './queue-tables.ts';
import type { TransactionGroups } from './transaction-groups.ts';
import type { LineWriter } from './write-lines.ts';

/** What is left to the end of a run. */
interface EndOfRun extends Pick<LineWriter, 'isWhole'>, Pick<TransactionGroups, 'runAlone'> {
  readonly helper: QueueHelper | null;
}

/**
 * What a run leaves to its end, and what only all logs together tell, in two transactions: the helper sees what is committed. Each part knows what it was done
 * for, so the next run does what one that was killed in between did not.
 */
export function finishRun(
  db: Connection,
  names: Names,
  { isWhole, runAlone, helper }: EndOfRun,
): void {
  runAlone(() => {
    // Indexes are sorted in as much memory again.
    db.pragma('shrink_memory');
    joinHops(db, names.slots, isWhole);
    makeQueryIndexes(db);
    updateLives(db);
    learnSuffixes(db);
    learnSkews(db);
  });
  runAlone(() => {
    updateQueue(db, names, helper);
    db.pragma('optimize');
  });
}
