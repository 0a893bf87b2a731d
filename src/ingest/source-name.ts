import { basename, dirname } from 'node:path';

const DATE_IN_NAME = /(?:^|\D)(\d{4})(\d{2})(\d{2})(?:\d{2})?(?=\D|$)/;

/**
 * The log slot of a file: its base name without endings, which says what period it holds (`20040218`).
 * It orders lines of one server that share a second, wherever the files lie.
 */
export function slotName(path: string): string {
  return baseOf(path)
    .replace(/\.gz$/i, '')
    .replace(/\.(log|txt|csv)$/i, '')
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

/**
 * Exchange 2000 and 2003 keep and share their logs as `SERVER.log\\20040218.log`, 4.0 to 5.5 in a folder that is called `tracking.log` on each server:
 * there the folder around it names the server, unless it is the one that Setup makes. Null when folders are named otherwise.
 */
export function serverOfFolder(path: string): string | null {
  const folder = dirname(path.replaceAll('\\', '/'));
  const name = /^(.+)\.log$/i.exec(basename(folder))?.[1] ?? null;
  if (name?.toLowerCase() !== 'tracking') return name;
  const around = basename(dirname(folder));
  return /^(?:|\.{1,2}|[a-z]:|exchsrvr)$/i.test(around) ? null : around;
}

/** The folder that Exchange 2007 and later writes to, which its logs are often copied with. */
const LOG_FOLDER = /^messagetracking$/i;
const SERVER_NAME = /^(?=.*[A-Z])(?=.*\d)(?!LOG|MSGTRK)[A-Z\d][A-Z\d-]{0,14}$/;
const FULL_NAME = /^[a-z][a-z\d-]*(?:\.[a-z\d-]+)+\.[a-z]+$/i;

/**
 * Logs of 2007 and later have no folder of their server's name, but people who copy them make one: `EX01/MSGTRK2024021909-1.LOG`. Only what looks
 * like nothing but a server (capitals with a digit, or a full name) is taken for one; null for any other folder.
 */
export function serverOfBareFolder(path: string): string | null {
  const folder = dirname(path.replaceAll('\\', '/'));
  const name = basename(folder);
  const bare = LOG_FOLDER.test(name) ? basename(dirname(folder)) : name;
  return SERVER_NAME.test(bare) || FULL_NAME.test(bare) ? bare : null;
}

function baseOf(path: string): string {
  return basename(path.replaceAll('\\', '/'));
}
