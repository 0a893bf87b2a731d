import type { Copy } from './copy.ts';
import { recipientOf, type Message, type Trouble } from './message.ts';
import { DOMAIN, type Person } from './organisation.ts';
import type { Sim } from './simulation.ts';
import { fromService } from './transport.ts';

/** The server that gave up on a message tells its sender: a new message with a life of its own. */
export function sendReports(sim: Sim): void {
  for (let next = sim.reports.shift(); next !== undefined; next = sim.reports.shift()) {
    const { copy, at } = next;
    const { sender, report } = copy.message;
    // There is no report about a report, and none to the null sender.
    if (sender !== null && !report) send(sim, copy, at, sender);
  }
}

function send(sim: Sim, copy: Copy, at: number, to: Person): void {
  const { message, server } = copy;
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
    odd: false,
    mtaStuck: false,
    trouble: message.bounceBad ? badmail(sim) : null,
    everyone: new Set(),
  };
  sim.open(report);
  fromService(sim, report, server, at + sim.random.int(20, 800), [recipientOf(to)]);
}

/** The bridgehead cannot bring it to the (forged) sender's host. */
function badmail(sim: Sim): Trouble {
  const { bridge } = sim.org;
  return { stage: 'transfer', act: 'badmail', server: bridge, only: null, alternate: null };
}
