import type { IngestProgress } from '../model/ingest-report.ts';
import { formatDuration } from '../model/time.ts';
import { formatBytes, formatCount } from './numbers.ts';
import { clip } from './visible.ts';

const BAR = 20;

/** `[=====>    ]  45 %  120 MB of 265 MB  310,000 events/s  5 s left  20040218.log` */
export function progressText(progress: IngestProgress, seconds: number, width: number): string {
  const { bytes, totalBytes, events, file } = progress;
  const share = totalBytes === 0 ? 0 : Math.min(1, bytes / totalBytes);
  const filled = Math.round(share * BAR);
  const bar = `${'='.repeat(filled)}${filled < BAR ? '>' : ''}`.padEnd(BAR).slice(0, BAR);
  const rate = seconds > 0 ? events / seconds : 0;
  const left = share > 0 && share < 1 ? (seconds * (1 - share)) / share : 0;
  const parts = [
    `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %`,
    `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    `${formatCount(Math.round(rate))} events/s`,
    `${formatDuration(Math.ceil(left))} left`,
    file,
  ];
  return clip(parts.join('  '), width);
}
