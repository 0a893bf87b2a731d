import { closeSync, openSync, readSync } from 'node:fs';

/** `length` bytes of a file from `position` on; null when they are not there, or the file cannot be read. */
export function readBytes(file: string, position: number, length: number): Buffer | null {
  const buffer = Buffer.alloc(length);
  let fd: number | undefined;
  try {
    fd = openSync(file, 'r');
    return readSync(fd, buffer, 0, length, position) === length ? buffer : null;
  } catch {
    return null;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
