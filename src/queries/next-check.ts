import { findEvent } from '../catalogue/events.ts';
import { isMsgtrkCode } from '../catalogue/msgtrk-codes.ts';
import { STATE_TABLE } from '../catalogue/states.ts';
import type { Verdict } from '../lifecycle/verdict.ts';

/** What to check first: the event it rests at says so, but for what the next server's log decides. */
export function nextCheckOf({ state, proof }: Pick<Verdict, 'state' | 'proof'>): string {
  const entry = proof === null ? undefined : findEvent(proof.code);
  const isDecidedElsewhere = ['lost', 'unlogged', 'expanded'].includes(state);
  if (!isDecidedElsewhere && entry !== undefined) return entry.nextCheck;
  const { modern, nextCheck } = STATE_TABLE[state];
  return proof !== null && isMsgtrkCode(proof.code) ? (modern?.nextCheck ?? nextCheck) : nextCheck;
}
