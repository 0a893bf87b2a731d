import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * A file that is open for reading. Each call is done when it returns: through another thread it would cost a hundred times what the call itself
 * does, and of small files that is more than all else about them. Throws what the system says.
 */
export interface LogHandle {
  readonly fd: number;
  stat(): { readonly size: number; readonly dev: number; readonly ino: number };
  /** Bytes from a place in the file on, at most so many as there is room for; gives how many there were. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

export function openLogHandle(path: string): LogHandle {
  const fd = openSync(path, 'r');
  return {
    fd,
    stat: () => fstatSync(fd),
    read: (into, position) => readSync(fd, into, 0, into.length, position),
    close() {
      closeSync(fd);
    },
  };
}
