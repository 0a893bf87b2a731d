import type { ForgottenReport } from '../model/forget-report.ts';
import { learnSkews } from './clock-skew.ts';
import { planServers } from './forget-servers.ts';
import { joinHops } from './join-hops.ts';
import { dropLives, noteLives, updateLives } from './message-lives.ts';
import { createNames } from './names.ts';
import type { Connection } from './open.ts';
import { learnSuffixes } from './our-suffixes.ts';
import { dropTraffic } from './queue-state.ts';
import { updateQueue } from './queue-tables.ts';
import { readSource } from './read-sources.ts';
import { createHopRefolder } from './refold-hops.ts';
import { removeHops, removeLines, watchNames } from './remove-lines.ts';
import { createReteller } from './retell-messages.ts';
import { findTouched } from './touched-messages.ts';
import type { TouchedMessages } from './touched-messages.ts';
import { asUserError } from './user-errors.ts';

/** How many of the messages that a source tells of are done. */
export type OnForgetting = (done: number, total: number) => void;

/** What would go, without a change: the database may be open for reading only. */
export function previewForget(
  db: Connection,
  source: number,
  onProgress: OnForgetting,
): ForgottenReport {
  const touched = findTouched(db, source);
  const { gone } = planServers(db, source);
  let kept = 0;
  let done = 0;
  for (const { messages, untold } of touched.pages()) {
    kept += untold.size;
    done += messages.length;
    onProgress(done, touched.count);
  }
  return { ...reportOf(db, source, touched), messagesNotRetold: kept, serversGone: gone };
}

/**
 * Takes a source out again, as if it had never been read, all at once or not at all. Names keep the spelling that is stored
 * of them. What was stored is overwritten, not only let go of.
 */
export function forgetSource(
  db: Connection,
  file: string,
  source: number,
  onProgress: OnForgetting,
): ForgottenReport {
  try {
    db.pragma('secure_delete = on');
    const report = db.transaction(() => forget(db, source, onProgress)).immediate();
    db.pragma('optimize');
    return report;
  } catch (error) {
    throw asUserError(error, file);
  }
}

function forget(db: Connection, source: number, onProgress: OnForgetting): ForgottenReport {
  const touched = findTouched(db, source);
  const servers = planServers(db, source);
  const report = reportOf(db, source, touched);
  const removeUnnamed = watchNames(db);
  removeHops(db);
  removeLines(db, source);
  const names = createNames(db);
  const refolder = createHopRefolder(db, names.slots);
  const reteller = createReteller(db, names);
  let kept = 0;
  let done = 0;
  for (const page of touched.pages()) {
    for (const message of page.messages) refolder.refold(message);
    reteller.retell(page);
    kept += page.untold.size;
    done += page.messages.length;
    onProgress(done, touched.count);
  }
  removeUnnamed();
  servers.apply(reteller.sawWindows2000);
  joinHops(db, names.slots);
  learnSuffixes(db);
  learnSkews(db);
  noteLives(db);
  dropLives(db);
  updateLives(db);
  db.exec('insert or ignore into queue_touched select id from touched');
  dropTraffic(db);
  updateQueue(db, names);
  return { ...report, messagesNotRetold: kept, serversGone: servers.gone };
}

function reportOf(
  db: Connection,
  id: number,
  { count, alone }: TouchedMessages,
): Omit<ForgottenReport, 'messagesNotRetold' | 'serversGone'> {
  return { ...readSource(db, id), messages: count, messagesGone: alone };
}
