import type { MsgtrkRow } from './msgtrk-row.ts';

/** Whom a server's reports come from; their return path is that of nobody (all organisations have this mailbox, whatever their domain). */
export const REPORTER = 'microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@';

/** Reports are those of the null sender, as old logs say it. */
export function senderOf(row: MsgtrkRow, source: string): string | null {
  const sender = row('sender-address') || row('return-path');
  const isReport = writesReports(source) || sender.toLowerCase().startsWith(REPORTER);
  return isReport ? '<>' : sender || null;
}

/** Whether all messages of a source are reports. */
export function writesReports(source: string): boolean {
  return source.toUpperCase() === 'DSN';
}
