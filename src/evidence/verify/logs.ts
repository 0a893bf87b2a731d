import { createHash } from 'node:crypto';
import { errorMessage } from '../../model/errors.ts';
import type { VerifyProgress, VerifyReport } from '../../model/verify-report.ts';
import type { Bag } from './bag.ts';
import { findCandidates } from './log-candidates.ts';
import type { LogCandidate } from './log-candidates.ts';
import { matchLogs } from './match-logs.ts';
import type { LogMatch } from './match-logs.ts';
import { PROVENANCE, rowsAgain } from './provenance.ts';
import type { Provenance } from './provenance.ts';
import type { ProvenanceRow } from './provenance-row.ts';
import { ForwardReader } from './read-bytes.ts';
import { sourceKey } from './source-list.ts';

/** Compares the rows of a bag with the original logs in a folder. */
export async function checkLogs(
  bag: Bag,
  folder: string,
  { sources }: Provenance,
  isRedacted: boolean,
  onProgress: (progress: VerifyProgress) => void,
): Promise<NonNullable<VerifyReport['logs']>> {
  const { candidates, close } = await findCandidates(folder, bag.findings);
  try {
    const tell = (what: string): void => {
      onProgress({ bytes: 0, totalBytes: 0, what });
    };
    const matches = await matchLogs(sources.all, candidates, ({ file }) => {
      tell(file);
    });
    const counts = isRedacted
      ? new Map<string, RowCounts>()
      : await compareRows(bag, matches, tell);
    for (const match of matches) tellMatch(bag, match, counts.get(sourceKey(match.source)));
    if (isRedacted)
      bag.findings.note(
        'log-lines-not-compared',
        'the lines of a redacted bag are not those of the logs: only the logs as a whole were looked for, by their SHA-256',
      );
    const found = matches.filter(({ original }) => original !== null);
    const lines = found.reduce(
      (sum, { source }) =>
        sum +
        (counts.get(sourceKey(source))?.same ?? 0) +
        (counts.get(sourceKey(source))?.different ?? 0),
      0,
    );
    return { folder, found: found.length, lines };
  } finally {
    close();
  }
}

interface RowCounts {
  same: number;
  different: number;
}

function tellMatch({ findings }: Bag, match: LogMatch, counts: RowCounts | undefined): void {
  const { source, original, namesake } = match;
  if (original !== null) return;
  const of = `SHA-256 ${source.sha256} of its first ${source.size} bytes`;
  if (namesake?.isSameFolder === true) {
    const { file, size } = namesake.candidate;
    const lines =
      counts === undefined
        ? ''
        : `; of the lines of the bag ${counts.same} are there unchanged, ${counts.different} are not`;
    const bytes = size === null ? '' : ` (it has ${size} bytes)`;
    findings.fail('log-differs', source.file, `${file} does not have the ${of}${bytes}${lines}`);
    return;
  }
  const other =
    namesake === null ? '' : `; ${namesake.candidate.file} has its name, and other content`;
  findings.fail('log-missing', source.file, `no file has the ${of}${other}`);
}

/** Reads the lines of each log that was found, or of its namesake, at their places. */
async function compareRows(
  bag: Bag,
  matches: readonly LogMatch[],
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
      await compareRow(bag, open, row, line, countsOf(counts, key));
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

async function compareRow(
  bag: Bag,
  log: OpenLog,
  row: ProvenanceRow,
  line: number,
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
      'log-line-differs',
      PROVENANCE,
      `line ${row.line} of ${log.file} (bytes ${row.offset} to ${row.offset + row.length - 1}) has SHA-256 ${actual ?? 'of nothing, as it ends before'}, the row says ${row.bytes?.lineSha256 ?? ''}`,
      line,
    );
}
