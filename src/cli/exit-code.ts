import { EXIT } from '../model/user-error.ts';
import type { ExitCode } from '../model/user-error.ts';

/** Where several hold, the first of these wins. */
const ORDER: readonly ExitCode[] = [130, 1, 2, 6, 4, 3, 5, 0];

export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return ORDER.find((code) => codes.includes(code)) ?? 0;
}

/** That of a process of ours; one that a signal ended, or that is none of ours, counts as an internal error. */
export function exitCodeOf(code: number | null): ExitCode {
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.internal;
}
