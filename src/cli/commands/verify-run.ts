import { readPublicKeysFile } from '../../evidence/signing/read-key-file.ts';
import { verifyBag } from '../../evidence/verify/verify-bag.ts';
import { EXIT } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { VerifyReport } from '../../model/verify-report.ts';
import { verifyProgress, verifyText } from '../../render/verify-text.ts';
import { safeJson } from '../../render/visible.ts';
import { createView } from '../io.ts';
import type { Io } from '../io.ts';
import { createProgress } from '../progress.ts';
import type { VerifyCliOptions } from './verify.ts';

export async function runVerify(bag: string, options: VerifyCliOptions, io: Io): Promise<ExitCode> {
  const trusted = options.key === undefined ? null : readPublicKeysFile(options.key);
  const progress = createProgress(io, verifyProgress);
  let report: VerifyReport;
  try {
    report = await verifyBag(bag, {
      logs: options.logs ?? null,
      trusted,
      caFile: options.tsaCa ?? null,
      maxBytes: options.maxSize ?? null,
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
  }
  io.out(options.json ? `${safeJson(report, 2)}\n` : verifyText(report, createView(io, options)));
  return report.ok ? EXIT.done : EXIT.integrity;
}
