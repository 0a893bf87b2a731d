import type { CoverageReport } from '../../model/report.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import { coverageReport } from '../../queries/coverage-report.ts';
import { coverageText, rejectText } from '../../render/coverage-text.ts';
import { safeJson } from '../../render/visible.ts';
import { readRejects } from '../../store/read-rejects.ts';
import type { StoredReject } from '../../store/read-rejects.ts';
import type { Store } from '../../store/reader.ts';
import { csvRow } from '../csv.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { contextFor, isIncomplete, withStore } from '../with-store.ts';
import type { CoverageOptions } from './coverage.ts';

const REJECT_COLUMNS = ['file', 'line', 'offset', 'length', 'code', 'detail', 'start'];
const SERVER_COLUMNS = ['server', 'from', 'to', 'gapFrom', 'gapTo', 'gapWhy', 'rejectedLines'];

export function runCoverage(options: CoverageOptions, io: Io): ExitCode {
  return withStore(dbFile(options, io.env), (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const report = coverageReport(context);
    if (options.jsonl || options.csv)
      for (const row of options.rejects ? rejectRows(store, options) : serverRows(report, options))
        io.out(row);
    else if (options.json) {
      const rejects = options.rejects ? { rejects: [...readRejects(store)] } : {};
      io.out(`${safeJson({ schema: 'mailtrail/coverage/1', ...report, ...rejects }, 2)}\n`);
    } else {
      const view = createView(io, options);
      io.out(coverageText(report, view));
      if (options.rejects)
        for (const reject of readRejects(store)) io.out(rejectText(reject, view));
    }
    return options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done;
  });
}

function* rejectRows(store: Store, { csv }: CoverageOptions): Generator<string> {
  if (csv) yield csvRow(REJECT_COLUMNS);
  for (const reject of readRejects(store))
    yield csv ? csvRow(rejectCells(reject)) : `${safeJson(reject)}\n`;
}

function* serverRows({ servers }: CoverageReport, { csv }: CoverageOptions): Generator<string> {
  if (csv) yield csvRow(SERVER_COLUMNS);
  for (const server of servers) {
    if (!csv) yield `${safeJson(server)}\n`;
    // A server without gaps has a row too.
    else
      for (const gap of server.gaps.length === 0 ? [null] : server.gaps) yield gapRow(server, gap);
  }
}

type ServerReport = CoverageReport['servers'][number];

function gapRow(server: ServerReport, gap: ServerReport['gaps'][number] | null): string {
  const { from, to, rejectedLines } = server;
  const missing = gap === null ? [null, null, null] : [gap.from, gap.to, gap.why];
  return csvRow([server.server, from, to, ...missing, rejectedLines]);
}

function rejectCells(reject: StoredReject): (string | number | null)[] {
  const { file, line, offset, length, code, detail, start } = reject;
  return [file, line, offset, length, code, detail, start];
}
