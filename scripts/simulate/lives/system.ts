import { recipientOf, type Message, type Recipient } from '../message.ts';
import { DOMAIN, type Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import { fromStore } from '../transport.ts';
import { compose, otherThan, type Life } from './draft.ts';

function store(server: Server): Recipient {
  const address = `${server.name}-IS@${DOMAIN}`;
  return recipientOf({ address, cn: null, home: server, host: null });
}

const CONFIGURATION = '/O=CORP/OU=FIRST ADMINISTRATIVE GROUP/CN=CONFIGURATION/CN=SERVERS';

const SENDERS: Readonly<Record<'folders' | 'store', (server: Server) => string>> = {
  folders: (server) => `EX:${CONFIGURATION}/CN=${server.name}/CN=MICROSOFT PUBLIC MDB`,
  store: (server) => `${server.name}-IS@${DOMAIN}`,
};

/** Replication from the store of one server to that of another. */
function replication(sim: Sim, kind: string, at: number, from: Server, as: keyof typeof SENDERS) {
  const base = compose(sim, kind, at, sim.person(from), 'store');
  const subject = as === 'folders' ? 'Hierarchy Replication Message' : 'Backfill Response Message';
  const message: Message = { ...base, sender: null, senderText: SENDERS[as](from), subject };
  fromStore(sim, message, from, at, [store(otherThan(sim, from))]);
}

function system(as: keyof typeof SENDERS): Life['run'] {
  return (sim, kind, at) => replication(sim, kind, at, sim.random.pick(sim.org.mailboxes), as);
}

export const SYSTEM: readonly Life[] = [
  { kind: 'system-folders', weight: 90, run: system('folders') },
  { kind: 'system-store', weight: 30, run: system('store') },
];

/** A server that has been silent for a quarter of an hour has something to replicate: no false gaps at night. */
export function heartbeat(sim: Sim, at: number, server: Server): void {
  const from = server.role === 'mailbox' ? server : sim.org.mailboxes[0];
  if (from === undefined) return;
  if (from === server) return replication(sim, 'system-folders', at, from, 'folders');
  const message = compose(sim, 'system-store', at, sim.person(from), 'store');
  fromStore(sim, { ...message, sender: null }, from, at, [store(server)]);
}
