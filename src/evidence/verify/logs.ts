import type { VerifyProgress, VerifyReport } from '../../model/verify-report.ts';
import type { Bag } from './bag.ts';
import { compareRows } from './compare-rows.ts';
import type { RowCounts } from './compare-rows.ts';
import { findCandidates } from './log-candidates.ts';
import { matchLogs } from './match-logs.ts';
import type { LogMatch } from './match-logs.ts';
import type { Provenance } from './provenance.ts';
import { sourceKey } from './source-list.ts';

/** Compares the rows of a bag with the original logs in a folder. */
export async function checkLogs(
  bag: Bag,
  { path, folder }: { readonly path: string; readonly folder: string },
  { sources }: Provenance,
  isRedacted: boolean,
  onProgress: (progress: VerifyProgress) => void,
): Promise<NonNullable<VerifyReport['logs']>> {
  const { candidates, close } = await findCandidates(folder, path, bag.findings);
  try {
    const tell = (what: string): void => {
      onProgress({ bytes: 0, totalBytes: 0, what });
    };
    const matches = await matchLogs(sources.all, candidates, ({ file }) => {
      tell(file);
    });
    const counts = isRedacted
      ? new Map<string, RowCounts>()
      : await compareRows(bag, matches, 'log-line-differs', tell);
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

function tellMatch({ findings }: Bag, match: LogMatch, counts: RowCounts | undefined): void {
  const { source, original, namesake } = match;
  if (original !== null) return;
  const was = `its ${source.size} bytes had SHA-256 ${source.sha256}`;
  if (namesake?.isSameFolder === true) {
    const { file, size } = namesake.candidate;
    const bytes = size === null ? '' : ` of ${size} bytes`;
    const lines =
      counts === undefined
        ? ''
        : `; of the lines of the bag ${counts.same} are there unchanged, ${counts.different} are not`;
    findings.fail(
      'log-differs',
      source.file,
      `${file}${bytes} does not begin as the log that was read, ${was}${lines}`,
    );
    return;
  }
  const other =
    namesake === null ? '' : `; ${namesake.candidate.file} has its name, and other content`;
  findings.fail('log-missing', source.file, `no file begins as it did: ${was}${other}`);
}
