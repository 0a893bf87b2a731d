import type { IngestProgress } from '../model/ingest-report.ts';
import { progressText } from '../render/progress-text.ts';
import type { Io } from './io.ts';

/** Redrawn at most this often, so that drawing costs nothing. */
const EVERY_MS = 100;

/** A line on the terminal that shows how far a run is; nothing off a terminal. */
export function createProgress(io: Io): {
  show: (progress: IngestProgress) => void;
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
        `\r\u001b[K${progressText(progress, (now - startedAt) / 1000, (process.stderr.columns || 80) - 1)}`,
      );
    },
    clear() {
      if (drawn) io.err('\r\u001b[K');
      drawn = false;
    },
  };
}
