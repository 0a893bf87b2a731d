import type { MsgtrkRole } from '../catalogue/msgtrk-codes.ts';
import { MSGTRK_FLOW } from '../catalogue/msgtrk-flow.ts';
import { foldAddress } from '../model/fold-names.ts';
import { isSameHost } from '../model/host-name.ts';
import { fullName } from './msgtrk-hosts.ts';
import type { RowHosts } from './msgtrk-hosts.ts';
import { splitList } from './msgtrk-lists.ts';
import type { MsgtrkRow } from './msgtrk-row.ts';

/** The events that the catalogue knows in a role. */
function eventsOf(role: MsgtrkRole): ReadonlySet<string> {
  return new Set(MSGTRK_FLOW.filter((flow) => flow.role === role).map(({ event }) => event));
}

const OF_MAILBOX = eventsOf('mailbox');
const OF_FORMER = eventsOf('former');
const OF_OWN_SERVER = eventsOf('own-server');
const OF_ORIGINAL = eventsOf('original');

/** A recipient that a line speaks of, and as what. */
export interface RowRecipient {
  readonly address: string | null;
  readonly role: MsgtrkRole;
}

/** Everyone a line speaks of, each once: its recipients (one that is nobody where it names none), then addresses that became these. */
export function recipientsOf(row: MsgtrkRow, event: string, hosts: RowHosts): RowRecipient[] {
  const seen = new Set<string>();
  const roleFor = roleOfRecipients(row, event, hosts);
  const named = addressesIn(row('recipient-address'), seen).map((address) => ({
    address,
    role: roleFor(address),
  }));
  const former = tellsOfFormer(event)
    ? addressesIn(row('related-recipient-address'), seen).map((address) => ({
        address,
        role: 'former' as const,
      }))
    : [];
  const all: RowRecipient[] = [...named, ...former];
  return all.length > 0 ? all : [{ address: null, role: 'named' }];
}

/** The recipients of the message that a line about moderation refers to. */
export function originalRecipients(row: MsgtrkRow): (string | null)[] {
  const related = addressesIn(row('related-recipient-address'), new Set());
  const addresses = related.length > 0 ? related : addressesIn(row('recipient-address'), new Set());
  return addresses.length > 0 ? addresses : [null];
}

/** Whether what a line says is true of the message that it refers to, too. */
export function tellsOfOriginal(event: string): boolean {
  return OF_ORIGINAL.has(event);
}

/** Whether it tells of addresses that became its recipients. */
export function tellsOfFormer(event: string): boolean {
  return OF_FORMER.has(event);
}

/** Whether the message may be handed over within the server. */
export function mayStayInServer(event: string): boolean {
  return OF_OWN_SERVER.has(event);
}

/** Whether a recipient of our organisation then waits for a mailbox. */
export function mayWaitForMailbox(event: string): boolean {
  return OF_MAILBOX.has(event);
}

function addressesIn(field: string, seen: Set<string>): string[] {
  const addresses: string[] = [];
  for (const item of splitList(field)) {
    const address = item.trim();
    const folded = foldAddress(address);
    if (address === '' || seen.has(folded)) continue;
    seen.add(folded);
    addresses.push(address);
  }
  return addresses;
}

function roleOfRecipients(
  row: MsgtrkRow,
  event: string,
  hosts: RowHosts,
): (address: string) => MsgtrkRole {
  const { partner } = hosts;
  const server = fullName(hosts);
  if (mayStayInServer(event) && server !== null && partner !== null)
    if (isSameHost(server, partner)) return () => 'own-server';
  if (!mayWaitForMailbox(event)) return () => 'named';
  const directionality = row('directionality').toLowerCase();
  const related = addressesIn(row('related-recipient-address'), new Set()).map(domainOf);
  const sender = domainOf(row('sender-address') || row('return-path'));
  // Who is addressed from outside is ours, and so is what became of the address, unless it lies elsewhere.
  const isFromOutside = directionality === 'incoming' && related.length > 0;
  return (address) => {
    if (directionality !== 'originating' && related.includes(domainOf(address))) return 'mailbox';
    return !isFromOutside && isOurs(address, directionality, sender, server) ? 'mailbox' : 'named';
  };
}

/** Whether a recipient is of our organisation, as far as the line tells. */
function isOurs(
  address: string,
  directionality: string,
  sender: string | null,
  server: string | null,
): boolean {
  if (directionality === 'incoming') return true;
  const domain = domainOf(address);
  if (domain === null) return false;
  if (domain === sender) return true;
  if (directionality === 'originating' || server === null) return false;
  return server.toLowerCase().endsWith(`.${domain}`);
}

function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@');
  return at < 0 || at === address.length - 1 ? null : address.slice(at + 1).toLowerCase();
}
