import { DOMAIN } from './organisation.ts';
import type { Copy } from './copy.ts';
import { recipientOf, type Message, type Recipient } from './message.ts';
import { fromService } from './transport.ts';

/** The server that gives up on a message tells its sender: a new message with a life of its own. */
export function bounce(copy: Copy, at: number, failed: readonly Recipient[]): void {
  const { sim, message, server } = copy;
  if (message.sender === null || message.report || failed.length === 0) return;
  const report: Message = {
    id: sim.nextId('service', `${server.name}.${DOMAIN}`),
    kind: message.bounceBad ? 'dsn-badmail' : 'dsn',
    sender: null,
    senderText: '<>',
    senderEx: null,
    subject: 'Delivery Status Notification (Failure)',
    size: message.size + 1800,
    priority: 0,
    originated: null,
    exUntil: 0,
    path: [],
    report: true,
    bounceBad: false,
    mtaStuck: false,
    trouble: message.bounceBad
      ? { stage: 'transfer', act: 'badmail', server: sim.org.bridge, only: null, alternate: null }
      : null,
    everyone: new Set(),
  };
  sim.open(report);
  fromService(sim, report, server, at + sim.random.int(20, 800), [recipientOf(message.sender)]);
}
