import { close, closeSync, fstat, fstatSync, open, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';

/** A file that is open for reading. Each call is done when it returns. Throws what the system says. */
export interface LogHandle {
  readonly fd: number;
  stat(): { readonly size: number; readonly dev: number; readonly ino: number };
  /** Bytes from a place in the file on, at most so many as there is room for; gives how many there were. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

/** A file that was opened, and the bytes that it begins with. */
export interface Beginning {
  readonly handle: LogHandle;
  readonly size: number;
  readonly head: Buffer;
}

export function openLogHandle(path: string): LogHandle {
  return handleOf(openSync(path, 'r'));
}

function handleOf(fd: number): LogHandle {
  return {
    fd,
    stat: () => fstatSync(fd),
    read: (into, position) => readSync(fd, into, 0, into.length, position),
    close() {
      closeSync(fd);
    },
  };
}

/** What takes longer, in milliseconds, lies on a share, or is not in memory. */
const SLOW_MS = 1;
/** Then so many files are opened elsewhere before it is tried here again. */
const ELSEWHERE = 32;

/** Opens files and reads up to so many bytes of each. Rejects with what the system says. */
export type OpenBeginning = (path: string, most: number) => Promise<Beginning>;

/**
 * Opens files of a disk at hand at once: a trip to another thread takes a hundred times what a call itself does, of small files more than all else about
 * them. Where it takes long, as on a share, it is done on another thread, and what was read before is stored meanwhile.
 */
export function createOpener(clock: () => number = () => performance.now()): OpenBeginning {
  let elsewhere = 0;
  return async (path, most) => {
    if (elsewhere > 0) {
      elsewhere -= 1;
      return openElsewhere(path, most);
    }
    const begun = clock();
    const opened = openHere(path, most);
    if (clock() - begun > SLOW_MS) elsewhere = ELSEWHERE;
    return opened;
  };
}

function openHere(path: string, most: number): Beginning {
  const handle = openLogHandle(path);
  try {
    const { size } = handle.stat();
    const head = Buffer.allocUnsafe(Math.min(size, most));
    return { handle, size, head: head.subarray(0, handle.read(head, 0)) };
  } catch (error) {
    handle.close();
    throw error;
  }
}

const there = {
  open: promisify(open),
  stat: promisify(fstat),
  read: promisify(read),
  close: promisify(close),
} as const;

async function openElsewhere(path: string, most: number): Promise<Beginning> {
  const fd = await there.open(path, 'r');
  try {
    const { size } = await there.stat(fd);
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await there.read(fd, Buffer.allocUnsafe(length), 0, length, 0);
    return { handle: handleOf(fd), size, head: buffer.subarray(0, bytesRead) };
  } catch (error) {
    await there.close(fd);
    throw error;
  }
}
