import { basename, dirname } from 'node:path';

const DATE_IN_NAME = /(?:^|\D)(\d{4})(\d{2})(\d{2})(?:\d{2})?(?=\D|$)/;

/**
 * The log slot of a file: its base name without endings, which says what period it holds (`20040218`).
 * It orders lines of one server that share a second, wherever the files lie.
 */
export function slotName(path: string): string {
  return baseOf(path)
    .replace(/\.gz$/i, '')
    .replace(/\.(log|txt)$/i, '')
    .toLowerCase();
}

/** The UTC day that a file's name says it holds, as days since 1970; null for other names. */
export function slotDay(slot: string): number | null {
  const match = DATE_IN_NAME.exec(slot);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = Date.UTC(year, month - 1, day);
  const named = match.slice(1).join('-');
  return new Date(at).toISOString().startsWith(named) ? at / 86_400_000 : null;
}

/** Exchange keeps and shares its logs as `SERVER.log\20040218.log`; null when the folder is named otherwise. */
export function serverOfFolder(path: string): string | null {
  return /^(.+)\.log$/i.exec(basename(dirname(path.replaceAll('\\', '/'))))?.[1] ?? null;
}

function baseOf(path: string): string {
  return basename(path.replaceAll('\\', '/'));
}
