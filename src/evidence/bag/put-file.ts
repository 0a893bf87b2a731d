import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BagFile } from '../bag-file.ts';

/** What manifests tell of a file. */
export interface Digests {
  readonly sha256: string;
  readonly sha512: string;
  readonly bytes: number;
}

/** Paths of a bag need no escape in a manifest, and lead nowhere else. */
const SAFE_PATH = /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
const FLUSH_BYTES = 1024 * 1024;

/** Writes a file of a bag into `folder` and hashes it; only hashes it where `folder` is null. Only its owner may read it. */
export async function putFile(folder: string | null, file: BagFile): Promise<Digests> {
  if (!SAFE_PATH.test(file.path)) throw new Error(`no path for a bag: ${file.path}`);
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  const target = folder === null ? null : await openNew(folder, file.path);
  let bytes = 0;
  try {
    for await (const piece of inLargePieces(file.content)) {
      sha256.update(piece);
      sha512.update(piece);
      bytes += piece.length;
      await target?.writeFile(piece);
    }
  } finally {
    await target?.close();
  }
  return { sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), bytes };
}

async function openNew(folder: string, path: string) {
  const at = join(folder, ...path.split('/'));
  await mkdir(dirname(at), { recursive: true, mode: 0o700 });
  return open(at, 'wx', 0o600);
}

/** Rows of a table one by one would be a write each. */
async function* inLargePieces(content: BagFile['content']): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const piece of content) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : Buffer.from(piece);
    waiting.push(bytes);
    length += bytes.length;
    if (length < FLUSH_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
