import { judgeGone, judgeStanding } from '../lifecycle/standing.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';
import type { StoredStanding } from '../store/queue-rows.ts';
import type { QueryContext } from './context.ts';
import { isSystemMail } from './judged-messages.ts';
import type { JudgedMessage } from './judged-messages.ts';
import { isOpenState } from '../model/stage.ts';

/** One recipient that is open. */
export interface OpenRecipient {
  /** The number of its message. */
  readonly id: number;
  readonly sender: string | null;
  readonly verdict: StandingVerdict;
}

/** What a queue report is made of. */
export interface QueueContent {
  readonly open: OpenRecipient[];
  /** Too young to be judged where the log of their server ends. */
  readonly young: OpenRecipient[];
  lost: number;
  unlogged: number;
  /** Open mail of the system, which is in neither list. */
  system: number;
}

export function emptyContent(): QueueContent {
  return { open: [], young: [], lost: 0, unlogged: 0, system: 0 };
}

/** Sorts the recipients of a message into what a queue report tells apart. */
export function sortMessage(
  content: QueueContent,
  { id, sender, persons }: JudgedMessage,
  context: QueryContext,
  withSystem: boolean,
): void {
  for (const { verdict } of persons) {
    const isNoise = !withSystem && isSystemMail(sender, verdict.recipient);
    sortRecipient(content, { id, sender, verdict }, context, isNoise);
  }
}

/** The same for one recipient, whatever its state. `isNoise`: mail of the system that does not count. */
function sortRecipient(
  content: QueueContent,
  { id, sender, verdict }: OpenRecipient,
  context: QueryContext,
  isNoise: boolean,
): void {
  const { state } = verdict;
  const isOpen = isOpenState(state);
  if (!isOpen && state !== 'lost' && state !== 'unlogged') return;
  if (!isOpen) content[state] += isNoise ? 0 : 1;
  else if (isNoise) content.system += 1;
  else {
    const list = isYoungAtLogEnd(verdict, context) ? content.young : content.open;
    list.push({ id, sender, verdict: standingVerdict(verdict) });
  }
}

/** The same for one whose standing is kept. Gives what became of who is gone, else the verdict; null: mail of the system that does not count. */
export function sortStanding(
  content: QueueContent,
  standing: StoredStanding,
  context: QueryContext,
  withSystem: boolean,
): StandingVerdict | 'lost' | 'unlogged' | null {
  const isNoise = !withSystem && standing.isSystem;
  const gone = judgeGone(standing, context);
  if (gone !== null) {
    if (isNoise) return null;
    content[gone] += 1;
    return gone;
  }
  const verdict = judgeStanding(standing, context);
  const { id, sender } = standing;
  sortRecipient(content, { id, sender, verdict }, context, isNoise);
  return isNoise ? null : verdict;
}

/** Without the hops that a whole verdict keeps alive. */
function standingVerdict(verdict: StandingVerdict): StandingVerdict {
  const { recipient, state, stage, server, since, ageSeconds } = verdict;
  const { nextHop, stall, confidence, asOf } = verdict;
  return { recipient, state, stage, server, since, ageSeconds, nextHop, stall, confidence, asOf };
}

/** Whether it is one of `open`: judged as open, no mail of the system unless that counts too, and not too young. */
export function isOpenInQueue(
  { sender, verdict }: Omit<OpenRecipient, 'id'>,
  context: QueryContext,
  withSystem: boolean,
): boolean {
  const { state, recipient } = verdict;
  if (state !== 'waiting' && state !== 'retrying') return false;
  return (withSystem || !isSystemMail(sender, recipient)) && !isYoungAtLogEnd(verdict, context);
}

function isYoungAtLogEnd(
  verdict: StandingVerdict,
  { asOf, thresholdMs, logEnds }: QueryContext,
): boolean {
  if ((verdict.ageSeconds ?? 0) * 1000 >= thresholdMs) return false;
  if (asOf === null || asOf > verdict.asOf) return true;
  return (logEnds.get(verdict.server) ?? 0) <= asOf;
}
