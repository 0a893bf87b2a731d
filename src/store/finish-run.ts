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

/** What a run leaves to its end, and what only all logs together tell. */
export function finishRun(db: Connection, names: Names, end: EndOfRun): void {
  const { helper, runAlone } = end;
  if (helper !== null) {
    withoutCheckpoints(db, () => finishWith(helper, db, names, end));
    return;
  }
  runAlone(() => {
    joinAll(db, names, end);
    makeQueryIndexes(db);
    updateLives(db);
    learn(db, null);
    updateQueue(db, names);
    db.pragma('optimize');
  });
}

/**
 * The same of a first load, in some transactions: the helper sees what is committed. Each part knows what it was done for, so the next run does what one that was
 * killed in between did not.
 */
function finishWith(helper: QueueHelper, db: Connection, names: Names, end: EndOfRun): void {
  const { runAlone } = end;
  runAlone(() => {
    joinAll(db, names, end, helper);
    makeQueryIndexes(db, [LOOKED_UP_BY]);
  });
  helper.learn();
  runAlone(() => {
    makeQueryIndexes(db);
    updateLives(db);
    learn(db, helper.learned());
  });
  runAlone(() => {
    updateQueue(db, names, helper);
    db.pragma('optimize');
  });
}

function joinAll(
  db: Connection,
  { slots }: Names,
  { isWhole }: EndOfRun,
  helper: QueueHelper | null = null,
): void {
  // Indexes are sorted in as much memory again.
  db.pragma('shrink_memory');
  joinHops(db, slots, { isWhole, helper });
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
