import { tellsOfOriginal } from './msgtrk-roles.ts';
import type { MsgtrkRow } from './msgtrk-row.ts';

/** Whom a server's reports come from; their return path is that of nobody (all organisations have this mailbox, whatever their domain). */
export const REPORTER = 'microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@';

/** Mailboxes of the organisation itself; one of them asks moderators. */
const SYSTEM_MAILBOX = /^SystemMailbox\{[0-9a-f-]+\}@/i;

/** Whether a line names the mailbox that asks moderators, who writes in the name of another. */
function isArbitration(address: string): boolean {
  return SYSTEM_MAILBOX.test(address);
}

/** Reports are those of the null sender, as old logs say it. Who asks a moderator is not who sent what waits: only the return path tells that. */
export function senderOf(row: MsgtrkRow, source: string, event: string): string | null {
  if (tellsOfOriginal(event) && isArbitration(row('sender-address'))) return returnTo(row);
  const sender = row('sender-address') || row('return-path');
  const isReport = writesReports(source) || sender.toLowerCase().startsWith(REPORTER);
  return isReport ? '<>' : sender || null;
}

function returnTo(row: MsgtrkRow): string | null {
  const address = row('return-path');
  return address === '' || address === '<>' || isArbitration(address) ? null : address;
}

/** Whether all messages of a source are reports. */
export function writesReports(source: string): boolean {
  return source.toUpperCase() === 'DSN';
}
