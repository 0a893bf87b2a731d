import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { containerKind, gzipEntry, openZip } from '../../ingest/containers.ts';
import type { PackedEntry } from '../../ingest/containers.ts';
import { resolvePaths } from '../../ingest/paths.ts';
import type { Findings } from './findings.ts';

/** A file that may be the original of a log. */
export interface LogCandidate {
  /** As found; of a packed one, the container and the name in it. */
  readonly file: string;
  /** Bytes; null of a packed file, which tells only when it is unpacked. */
  readonly size: number | null;
  open(): Promise<AsyncIterable<unknown>>;
}

const CHUNK = 256 * 1024;

/** All files under a folder but those of the bag itself, those in .gz and .zip files too, in order of name; `close` when done. */
export async function findCandidates(
  folder: string,
  bag: string,
  findings: Findings,
): Promise<{ candidates: readonly LogCandidate[]; close: () => void }> {
  const { files, problems } = await resolvePaths([await existing(folder)]);
  for (const { file, error } of problems) findings.note('log-unreadable', `${file}: ${error}`);
  const candidates: LogCandidate[] = [];
  const closers: (() => void)[] = [];
  const inBag = await withinBag(bag);
  for (const { file } of files) {
    try {
      if (await inBag(file)) continue;
      const kind = containerKind(file);
      if (kind === 'zip') {
        const zip = await openZip(file, file);
        closers.push(zip.close);
        candidates.push(...zip.entries.map(packed));
      } else if (kind === 'gzip') candidates.push(packed(gzipEntry(file, file)));
      else candidates.push(plain(file, (await stat(file)).size));
    } catch (error) {
      findings.note('log-unreadable', `${file}: ${errorMessage(error)}`);
    }
  }
  const close = (): void => {
    for (const closer of closers) closer();
  };
  return { candidates, close };
}

/** The bag may lie among the logs: what it holds proves nothing of itself. */
async function withinBag(bag: string): Promise<(file: string) => Promise<boolean>> {
  const real = await realpath(bag);
  return async (file) => {
    const path = await realpath(file);
    return path === real || path.startsWith(real + sep);
  };
}

/** A name that holds `*` is no glob here: only a folder or file that is there is meant. */
async function existing(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    throw new UserError('no-such-path', `cannot read ${JSON.stringify(folder)}`, {
      hint: 'name the folder that holds the original logs with --logs',
      exitCode: EXIT.internal,
      cause: error,
    });
  }
}

function plain(file: string, size: number): LogCandidate {
  return {
    file,
    size,
    open: () => Promise.resolve(createReadStream(file, { highWaterMark: CHUNK })),
  };
}

function packed({ file, open }: PackedEntry): LogCandidate {
  return { file, size: null, open };
}
