import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUserError } from '../../store/user-errors.ts';
import type { ExportAsked } from '../../web/answers.ts';
import type { Io } from '../io.ts';
import { dbFile } from '../options.ts';
import { removalAtExit } from '../removal-at-exit.ts';
import { exportCase, noteExport } from './export-run.ts';
import type { ServeOptions } from './serve.ts';

/** The bag that `export ID --zip` makes, in a private folder that is gone afterwards; null: no message has this id. */
export async function exportZip(
  { id, case: name, reason }: ExportAsked,
  { tz, color, db }: ServeOptions,
  io: Io,
): Promise<Uint8Array | null> {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-export-'));
  const discard = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const removal = removalAtExit();
  removal.watch({ discard });
  // The name of the file names the folder in the zip; the name of the case may be no file name.
  const out = join(folder, 'evidence.zip');
  const options = {
    tz,
    color,
    case: name,
    out,
    zip: true,
    ...(db === undefined ? {} : { db }),
    ...(reason === undefined ? {} : { reason }),
  };
  try {
    const report = await exportCase([id], options, io, {
      onPlace: () => undefined,
      onProgress: () => undefined,
    });
    noteExport([id], options, io, report);
    return report === null ? null : readFileSync(out);
  } catch (error) {
    throw asUserError(error, dbFile(options, io.env));
  } finally {
    removal.dispose();
    discard();
  }
}
