import { createHash } from 'node:crypto';
import { errorMessage } from '../../model/errors.ts';
import type { BagFailureCode } from '../../model/verify-report.ts';
import type { Bag } from './bag.ts';
import type { LogCandidate } from './log-candidates.ts';
import type { LogMatch } from './match-logs.ts';
import { PROVENANCE, rowsAgain } from './provenance.ts';
import type { ProvenanceRow } from './provenance-row.ts';
import { ForwardReader } from './read-bytes.ts';
import { sourceKey } from './source-list.ts';

/** Rows of one log. */
export interface RowCounts {
  same: number;
  different: number;
}

/** Reads the lines of each log that was found, or of its namesake, at their places; a line of a found log that differs is told as `code`. */
export async function compareRows(
  bag: Bag,
  matches: readonly LogMatch[],
  code: BagFailureCode,
  onFile: (file: string) => void,
): Promise<Map<string, RowCounts>> {
  const byKey = new Map(matches.map((match) => [sourceKey(match.source), match]));
  const counts = new Map<string, RowCounts>();
  let open: OpenLog | null = null;
  try {
    for await (const { row, line } of rowsAgain(bag)) {
      const key = keyOf(row);
      if (row.bytes === null) continue;
      if (open?.key !== key || row.offset < open.at) {
        await open?.reader?.close();
        open = await openLog(bag, key, byKey.get(key), onFile);
      }
      await compareRow(bag, open, { row, line, code }, countsOf(counts, key));
    }
  } catch (error) {
    bag.findings.note('log-unreadable', errorMessage(error));
  } finally {
    await open?.reader?.close();
  }
  return counts;
}

function keyOf({ file, sourceSha256, sourceSize }: ProvenanceRow): string {
  return sourceKey({ file, sha256: sourceSha256, size: sourceSize });
}

function countsOf(counts: Map<string, RowCounts>, key: string): RowCounts {
  let of = counts.get(key);
  if (of === undefined) {
    of = { same: 0, different: 0 };
    counts.set(key, of);
  }
  return of;
}

interface OpenLog {
  readonly key: string;
  readonly isOriginal: boolean;
  readonly file: string;
  reader: ForwardReader | null;
  at: number;
}

async function openLog(
  bag: Bag,
  key: string,
  match: LogMatch | undefined,
  onFile: (file: string) => void,
): Promise<OpenLog> {
  const original = match?.original ?? null;
  const namesake = match?.namesake?.isSameFolder === true ? match.namesake.candidate : null;
  const candidate: LogCandidate | null = original ?? namesake;
  const log: OpenLog = {
    key,
    isOriginal: original !== null,
    file: candidate?.file ?? '',
    reader: null,
    at: 0,
  };
  if (candidate === null) return log;
  onFile(candidate.file);
  try {
    log.reader = new ForwardReader(await candidate.open());
  } catch (error) {
    bag.findings.note('log-unreadable', `${candidate.file}: ${errorMessage(error)}`);
  }
  return log;
}

interface ComparedRow {
  readonly row: ProvenanceRow;
  readonly line: number;
  readonly code: BagFailureCode;
}

async function compareRow(
  bag: Bag,
  log: OpenLog,
  { row, line, code }: ComparedRow,
  counts: RowCounts,
): Promise<void> {
  if (log.reader === null) return;
  const hash = createHash('sha256');
  log.at = row.offset;
  let actual: string | null = null;
  try {
    const read = await log.reader.read(row.offset, row.length, (piece) => hash.update(piece));
    if (read === row.length) actual = hash.digest('hex');
  } catch (error) {
    bag.findings.note('log-unreadable', `${log.file}: ${errorMessage(error)}`);
    log.reader = null;
    return;
  }
  if (actual === row.bytes?.lineSha256) {
    counts.same += 1;
    return;
  }
  counts.different += 1;
  if (log.isOriginal)
    bag.findings.fail(
      code,
      PROVENANCE,
      `line ${row.line} of ${log.file} (bytes ${row.offset} to ${row.offset + row.length - 1}) has SHA-256 ${actual ?? 'of nothing, as it ends before'}, the row says ${row.bytes?.lineSha256 ?? ''}`,
      line,
    );
}
