import type { Io } from './io.ts';

/** Redrawn at most this often, so that drawing costs nothing. */
const EVERY_MS = 100;

/** A line on the terminal that shows how far a run is; nothing off a terminal. `text` gets its seconds and the width. */
export function createProgress<T>(
  io: Io,
  text: (progress: T, seconds: number, width: number) => string,
): {
  show: (progress: T) => void;
  clear: () => void;
} {
  const startedAt = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show(progress) {
      const now = performance.now();
      if (!io.errIsTerminal || io.env['TERM'] === 'dumb' || now - drawnAt < EVERY_MS) return;
      drawnAt = now;
      drawn = true;
      io.err(
        `\r\u001b[K${text(progress, (now - startedAt) / 1000, (process.stderr.columns || 80) - 1)}`,
      );
    },
    clear() {
      if (drawn) io.err('\r\u001b[K');
      drawn = false;
    },
  };
}
