import type { RecipientReport } from '../model/report.ts';
import { isOpenState } from '../model/stage.ts';

/** Stalled and failed ones first, then open ones; else as they came. */
export function mostUrgent(recipients: readonly RecipientReport[]): RecipientReport[] {
  return recipients.toSorted((a, b) => urgency(a) - urgency(b));
}

/** 0: stalled or ended badly; 1: open; 2: the others. */
export function urgency(recipient: RecipientReport): number {
  if (recipient.stall !== null) return 0;
  return isOpen(recipient) ? 1 : 2;
}

/** Waits or is tried again. */
export function isOpen({ state }: RecipientReport): boolean {
  return isOpenState(state);
}
