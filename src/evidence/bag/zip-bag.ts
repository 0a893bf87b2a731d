import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { filesBelow } from './files-below.ts';

/** Zip's own epoch: the same whenever, and in whatever zone, a bag is packed. */
const FIXED = new Date(1980, 0, 1);

/** Packs a bag that lies in `folder` into the new zip file `out`, as the one folder `name` (RFC 8493, 4.1); the same bag gives the same bytes. */
export async function zipBag(folder: string, name: string, out: string): Promise<void> {
  const zip = new ZipFile();
  const { outputStream } = zip;
  zip.on('error', (error: Error) => {
    outputStream.emit('error', error);
  });
  for (const path of await filesBelow(folder))
    zip.addFile(join(folder, ...path.split('/')), `${name}/${path}`, {
      mtime: FIXED,
      mode: 0o100600,
      forceDosTimestamp: true,
    });
  zip.end();
  await pipeline(outputStream, createWriteStream(out, { flags: 'wx', mode: 0o600 }));
}
