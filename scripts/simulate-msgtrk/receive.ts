import { newCopy, step, wait, type Copy, type Peer } from './copy.ts';
import type { Message, Recipient } from './message.ts';
import type { Server } from './organisation.ts';
import type { Sim } from './simulation.ts';

export interface Incoming {
  /** true time when the connection began */
  readonly at: number;
  readonly to: readonly Recipient[];
  readonly client: Peer;
  readonly segments: readonly string[];
  readonly info: string;
  /** milliseconds until it was taken in */
  readonly takes?: number;
  readonly internalId?: string;
  readonly shadow?: boolean;
}

/** RECEIVE by a transport service, with the shadow copy that precedes it. */
export function receive(sim: Sim, message: Message, server: Server, incoming: Incoming): Copy {
  const { at, to, client } = incoming;
  const copy = newCopy({ ...incoming, sim, message, server, recipients: to });
  wait(copy, 'SMR', incoming.takes ?? sim.random.int(40, 900), ['SMRDE', 'SMRC', 'SMRPI-Antispam']);
  if (incoming.shadow !== false && server.role === 'mailbox') shadow(copy);
  const session = `08DE${sim.random.text(12, '0123456789ABCDEF')}`;
  step(copy, 'receive', copy.at, to, {
    peer: client,
    row: {
      'source-context': `${session};${new Date(at + server.skew).toISOString()};0`,
      'connector-id': `${server.name}\\Default ${server.name}`,
      'message-info': incoming.info,
    },
  });
  return copy;
}

/** A peer keeps a copy until the mail has gone on; or there is no peer. */
function shadow(copy: Copy): void {
  const { sim, server, at, recipients, message } = copy;
  const { random } = sim;
  const others = sim.org.mailboxes.filter((each) => each !== server);
  if (others.length === 0 || random.chance(0.15)) {
    const context = 'No suitable shadow servers';
    step(copy, 'haRedirectFail', at - 5, recipients, { row: { 'source-context': context } });
    return;
  }
  const peer = random.pick(others);
  const id = sim.nextInternalId(peer, 'MSGTRK');
  step(copy, 'haRedirect', at - 3, recipients, {
    peer: { ip: peer.ip, name: peer.fqdn },
    row: { 'source-context': replyOf(message, id, peer, random.int(20, 200)) },
  });
  const client = { ip: server.ip, name: server.fqdn };
  const shadowed: Copy = { ...copy, internalId: id, server: peer };
  step(shadowed, 'haReceive', at - random.int(4, 12), recipients, { peer: client });
  copy.shadow.discard = (later) => {
    step(shadowed, 'haDiscard', later, recipients, { peer: client });
  };
}

/** What a server of ours says when it has taken a mail in. */
export function replyOf(message: Message, internalId: string, host: Server, ms: number): string {
  const rate = (message.size / 1024 / (ms / 1000)).toFixed(3);
  return (
    `250 2.6.0 <${message.id}> [InternalId=${internalId}, Hostname=${host.fqdn}] ` +
    `${message.size} bytes in ${(ms / 1000).toFixed(3)}, ${rate} KB/sec Queued mail for delivery`
  );
}
