import type { CustodyEntry } from '../../model/custody-report.ts';
import type { BagFailure, BagFailureCode } from '../../model/verify-report.ts';
import { parseEntry } from './parse-entry.ts';

export const CUSTODY = 'custody.jsonl';

export interface Chain {
  /** Those that can be read, in order of the file. */
  readonly entries: readonly CustodyEntry[];
  /** Empty: each entry is as it was written, and follows the one before. */
  readonly problems: readonly BagFailure[];
}

type Fail = (code: BagFailureCode, line: number, detail: string) => void;

/** Reads `custody.jsonl` and checks its entries and how they follow each other; `verify` tells more of what was done to it. */
export function parseCustody(bytes: Uint8Array): Chain {
  const problems: BagFailure[] = [];
  const fail: Fail = (code, line, detail) => {
    problems.push({ code, path: CUSTODY, line, detail });
  };
  const lines = linesOf(Buffer.from(bytes));
  const rest = lines.pop();
  if (rest !== undefined && rest.length > 0)
    fail('custody-bad-line', lines.length + 1, 'the last line has no line end');
  else if (lines.length === 0) fail('custody-bad-line', 1, 'there is no entry');
  const entries: CustodyEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const read = parseEntry(line);
    if (typeof read === 'string') {
      fail('custody-bad-line', index + 1, read);
      continue;
    }
    const { entry, actualHash } = read;
    entries.push(entry);
    if (actualHash !== entry.hash)
      fail(
        'custody-wrong-hash',
        index + 1,
        `entry ${entry.seq} was changed: its hash is ${actualHash}, it says ${entry.hash}`,
      );
  }
  // Where a line cannot be read all that follows would seem out of order.
  if (entries.length === lines.length) checkLinks(entries, fail);
  return { entries, problems };
}

/** Pieces between line ends; the last one is what follows the last of them. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return [...lines, bytes.subarray(from)];
}

function checkLinks(entries: readonly CustodyEntry[], fail: Fail): void {
  let before: CustodyEntry | null = null;
  for (const [index, entry] of entries.entries()) {
    const line = index + 1;
    const { seq, action, previous } = entry;
    if (seq !== line) fail('custody-broken-chain', line, `entry ${seq} stands in place of ${line}`);
    else if (previous !== (before?.hash ?? null))
      fail('custody-broken-chain', line, `entry ${seq} does not follow the one before it`);
    if ((action === 'export') !== (line === 1))
      fail('custody-broken-chain', line, `entry ${seq} has the action ${action}`);
    before = entry;
  }
}
