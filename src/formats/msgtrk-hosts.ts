import { firstLabel, foldHost, isSameHost, suffixOf } from '../model/host-name.ts';
import type { MsgtrkRow } from './msgtrk-row.ts';

/** Events of a service that is the client of the next one: the line's client is the server that wrote it. All others are written by the server. */
const WRITTEN_BY_CLIENT: ReadonlySet<string> = new Set([
  'SEND',
  'SENDEXTERNAL',
  'DELIVER',
  'DUPLICATEDELIVER',
  'DELIVERFAIL',
  'PROCESS',
  'PROCESSMEETINGMESSAGE',
  'FAIL',
  'NOTIFYMAPI',
  'NOTIFYSHADOW',
  'CLIENTSUBMISSION',
  'SUBMIT',
  'SUBMITDEFER',
  'SUBMITFAIL',
  'AGENTINFO',
]);

/** What the receiving server answers to a mail: its own number of it, and its name. */
const REPLY = /\[InternalId=\d+, ?Hostname=([^\],;\s]+)/i;

/** Events that are told with the other end as their server. */
const NAMING_RECEIVER: ReadonlySet<string> = new Set(['SEND', 'SENDEXTERNAL']);

export function isWrittenByClient(event: string): boolean {
  return WRITTEN_BY_CLIENT.has(event);
}

export function namesReceiver(event: string): boolean {
  return NAMING_RECEIVER.has(event);
}

export interface RowHosts {
  /** Without its suffix: lines name a server in full or not, and an organisation has each name once. */
  readonly server: string | null;
  readonly serverSuffix: string | null;
  readonly partner: string | null;
  readonly clientHost: string | null;
}

/** Which server wrote the line, whom it gave the message to, and who gave it the message (domain notes on modern logs, 1.6). */
export function hostsOf(row: MsgtrkRow, event: string): RowHosts {
  const client = row('client-hostname');
  const server = row('server-hostname');
  if (!isWrittenByClient(event))
    return { ...ownName(server || client), partner: null, clientHost: name(client) };
  const local = fullNameIn(row('message-info'), event, client || server);
  return { ...ownName(local), partner: partnerOf(row, event, local), clientHost: null };
}

type ServerName = Pick<RowHosts, 'server' | 'serverSuffix'>;

/** How long a message has waited for its submission is told under the full name of the server, where the line names it in short. */
const WAITED_ON = /(?:^|;)L?SRV=([^:;|]{1,255}):/i;

export function fullNameIn(messageInfo: string, event: string, local: string): string | null {
  const full = event === 'NOTIFYMAPI' ? WAITED_ON.exec(messageInfo)?.[1] : undefined;
  return full !== undefined && local !== '' && isSameHost(full, local) ? full : name(local);
}

export function ownName(written: string | null): ServerName {
  const full = name(written ?? '');
  if (full === null) return { server: null, serverSuffix: null };
  const serverSuffix = suffixOf(foldHost(full));
  // As NetBIOS names are written where lines do not name servers in full.
  const server = serverSuffix === null ? full : firstLabel(full).toUpperCase();
  return { server, serverSuffix };
}

export function fullName({ server, serverSuffix }: ServerName): string | null {
  return server === null || serverSuffix === null ? server : `${server}.${serverSuffix}`;
}

function partnerOf(row: MsgtrkRow, event: string, local: string | null): string | null {
  const server = name(row('server-hostname'));
  if (namesReceiver(event)) {
    const replied = event === 'SEND' ? repliedHost(row) : null;
    return replied ?? server ?? name(row('server-ip'));
  }
  if (event !== 'SUBMIT' || server === null) return null;
  return local !== null && isSameHost(local, server) ? null : server;
}

/** By its own name: the line may have that of a load balancer. The reply has a comma, so it stands in no line without quotes. */
function repliedHost(row: MsgtrkRow): string | null {
  return (REPLY.exec(row('recipient-status')) ?? REPLY.exec(row('source-context')))?.[1] ?? null;
}

function name(text: string): string | null {
  return text === '' ? null : text;
}
