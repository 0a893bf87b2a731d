import { createHash } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import type { EvidenceSource } from '../model/evidence.ts';
import type { CaseSource } from '../store/case-sources.ts';
import type { ArchiveReader } from '../store/read-archive.ts';
import { sourcePaths } from './payload/part-paths.ts';
import type { BagFile } from './bag-file.ts';
import { openSource } from './source-stream.ts';

const STEP_BYTES = 1024 * 1024;

/**
 * Whole log files as they were read: from the file while it begins with these bytes, else from the archive. Reading one throws UserError
 * `source-gone` where neither has all of it.
 */
export function wholeSources(
  sources: readonly (CaseSource & Pick<EvidenceSource, 'original'>)[],
  readArchive: ArchiveReader,
): BagFile[] {
  const paths = sourcePaths(sources);
  return sources.map((source, index) => ({
    path: `data/sources/${paths[index] ?? ''}`,
    content: checked(
      source,
      source.original === 'unchanged' ? originalBytes(source) : archivedBytes(source, readArchive),
    ),
  }));
}

async function* originalBytes({ file, sizeBytes }: CaseSource): AsyncGenerator<Buffer> {
  const opened = await openSource(file);
  if (opened === null) return;
  try {
    let left = sizeBytes;
    for await (const chunk of opened.bytes) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) return;
    }
  } finally {
    await opened.close();
  }
}

async function* archivedBytes(
  { id, sizeBytes }: CaseSource,
  readArchive: ArchiveReader,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < sizeBytes; at += STEP_BYTES) {
    const bytes = readArchive(id, at, Math.min(STEP_BYTES, sizeBytes - at));
    if (bytes === null) return;
    yield bytes;
  }
}

async function* checked(
  source: CaseSource,
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === source.sha256) return;
  throw new UserError(
    'source-gone',
    `all of ${JSON.stringify(source.file)} cannot be had any more: the file is gone or changed, and the archive does not hold it`,
    { hint: 'put the log back where it was, or leave --include-sources out' },
  );
}
