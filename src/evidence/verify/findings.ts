import type { BagFailure, BagFailureCode, BagNote } from '../../model/verify-report.ts';

/** More failures than anybody reads: a hostile bag may have millions. */
const MAX_LISTED = 100_000;

/** Collects what is wrong, in order, and what a reader should know. */
export class Findings {
  readonly failures: BagFailure[] = [];
  readonly notes: BagNote[] = [];
  notListed = 0;

  fail(
    code: BagFailureCode,
    path: string | null,
    detail: string,
    line: number | null = null,
  ): void {
    if (this.failures.length < MAX_LISTED) this.failures.push({ code, path, line, detail });
    else this.notListed += 1;
  }

  note(code: string, detail: string): void {
    this.notes.push({ code, detail });
  }
}
