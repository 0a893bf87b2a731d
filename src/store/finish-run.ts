import { learnSkews, putSkews } from './clock-skew.ts';
import { joinHops } from './join-hops.ts';
import { updateLives } from './message-lives.ts';
import type { Names } from './names.ts';
import { makeQueryIndexes, withoutCheckpoints } from './open.ts';
import type { Connection } from './open.ts';
import { learnSuffixes, putSuffixes } from './our-suffixes.ts';
import type { Learned, QueueHelper } from './queue-share.ts';
import { updateQueue } from './queue-tables.ts';
import type { TransactionGroups } from './transaction-groups.ts';
import type { LineWriter } from './write-lines.ts';

/** What is left to the end of a run. */
interface EndOfRun extends Pick<LineWriter, 'isWhole'>, Pick<TransactionGroups, 'runAlone'> {
  readonly helper: QueueHelper | null;
}

/**
 * What a run leaves to its end, and what only all logs together tell, in some transactions: the helper sees what is committed. Each part knows what it was done
 * for, so the next run does what one that was killed in between did not.
 */
export function finishRun(db: Connection, names: Names, end: EndOfRun): void {
  if (end.helper === null) finish(db, names, end);
  else withoutCheckpoints(db, () => finish(db, names, end));
}

function finish(db: Connection, names: Names, { isWhole, runAlone, helper }: EndOfRun): void {
  runAlone(() => {
    // Indexes are sorted in as much memory again.
    db.pragma('shrink_memory');
    joinHops(db, names.slots, isWhole);
    if (helper !== null) makeQueryIndexes(db, [LOOKED_UP_BY]);
  });
  helper?.learn();
  runAlone(() => {
    makeQueryIndexes(db);
    updateLives(db);
    learn(db, helper?.learned() ?? null);
  });
  runAlone(() => {
    updateQueue(db, names, helper);
    db.pragma('optimize');
  });
}

/** Hops of several servers are looked up by this index, of which more is learned than of single ones. */
const LOOKED_UP_BY = 'hop_by_recipient';

function learn(db: Connection, learned: Learned | null): void {
  if (learned === null) {
    learnSuffixes(db);
    learnSkews(db);
    return;
  }
  putSuffixes(db, learned.suffixes);
  putSkews(db, learned.skews);
}
