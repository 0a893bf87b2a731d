import {
  byWay,
  branch,
  databaseOf,
  endToEnd,
  inTransit,
  infoOf,
  releaseShadow,
  step,
  wait,
  type Copy,
} from './copy.ts';
import { segmentOf } from './latency.ts';
import { hostOf, type Recipient } from './message.ts';
import { HOSTS, type Database, type ExternalHost, type Server } from './organisation.ts';
import { receive, replyOf } from './receive.ts';
import type { Sim } from './simulation.ts';
import type { Role } from './steps.ts';

/** SMTP from one transport service of ours to another: the next copy. */
export function handOn(copy: Copy, server: Server, to: readonly Recipient[]): Copy {
  const { sim, message } = copy;
  const { random } = sim;
  wait(copy, 'QDM', random.int(5, 900));
  wait(copy, 'SMSC', random.int(1, 30));
  const begun = copy.at;
  const takes = random.int(30, 600);
  const internalId = sim.nextInternalId(server, 'MSGTRK');
  wait(copy, 'SMS', takes);
  const segments = [...copy.segments, segmentOf(copy.server, 'TOTAL-HUB', copy.parts)];
  const client = { ip: copy.server.ip, name: copy.server.fqdn };
  const next = receive(sim, message, server, {
    at: begun,
    to,
    client,
    segments,
    info: '0aI: ',
    takes: takes,
    internalId,
  });
  // The next server's own clock of this mail starts where the last one's segment ends.
  next.parts.length = 0;
  send(copy, to, { server, role: 'MSGTRK', internalId, arrival: next.at, ms: takes });
  return next;
}

interface Target {
  readonly server: Server;
  readonly role: Role;
  readonly internalId: string;
  /** true time of the row that shows the arrival; null: it never comes there */
  readonly arrival: number | null;
  readonly ms: number;
}

/** SEND to a service of ours. Where the arrival's row is there, it says more than this one. */
function send(
  copy: Copy,
  recipients: readonly Recipient[],
  target: Target,
  at = copy.at + 2,
): void {
  const { sim, message, server } = copy;
  const { arrival, role } = target;
  const hidden = arrival !== null && sim.hidden(target.server, role, arrival);
  const shown = arrival !== null && sim.logFor(target.server, role, arrival) !== null;
  const submitted = new Date(message.originalArrival).toISOString();
  const context = `;${replyOf(message, target.internalId, target.server, target.ms)};ClientSubmitTime:${submitted}`;
  const { ip, fqdn } = target.server;
  const name = nameOf(sim, fqdn);
  step(copy, 'send', at, recipients, {
    peer: { ip, name },
    still: shown,
    statuses: recipients.map(() => '250 2.1.5 Recipient OK'),
    row: {
      'source-context': context,
      'connector-id': 'Intra-Organization SMTP Send Connector',
      'message-info': infoOf(copy),
      'custom-data': `${endToEnd(copy, server, at)};S:DeliveryPriority=Normal;S:ToEntity=Hosted`,
    },
  });
  const written = sim.logFor(server, 'MSGTRK', at) !== null;
  if (written && !shown) inTransit(recipients, { at, hidden, arrival });
}

/** Mostly as it is; in capitals, or not at all where only the address is known. */
function nameOf({ random }: Sim, fqdn: string): string {
  const chance = random.next();
  if (chance < 0.05) return '';
  return chance < 0.12 ? fqdn.toUpperCase() : fqdn;
}

/** Accepted by a server of ours, and never seen there. */
export function lose(
  copy: Copy,
  recipients: readonly Recipient[],
  server: Server,
  role: Role,
): void {
  const internalId = copy.sim.nextInternalId(server, role);
  wait(copy, 'QDM', copy.sim.random.int(5, 900));
  wait(copy, 'SMS', copy.sim.random.int(20, 200));
  send(copy, recipients, { server, role, internalId, arrival: null, ms: 90 });
}

/** Where a recipient is sent to from this copy's server. */
function wayOf(copy: Copy, recipient: Recipient): Database | ExternalHost | Server {
  const database = databaseOf(recipient);
  const { org } = copy.sim;
  const edge = copy.server.role === 'edge';
  if (database !== null) {
    const near = database.server === copy.server || database.direct;
    return near && !edge ? database : database.server;
  }
  const outbound = !edge && org.edge !== null;
  if (outbound && org.edge !== null) return org.edge;
  return hostOf(recipient) ?? HOSTS[0] ?? fail();
}

function fail(): never {
  throw new Error('no way');
}

export interface Going {
  /** by SEND, as older builds log what leaves the organisation */
  readonly plainSend?: boolean;
  readonly duplicate?: boolean;
}

/** Sends each recipient on, and follows the mail to its end. */
export function deliver(copy: Copy, recipients = copy.recipients, going: Going = {}): void {
  for (const [way, group] of byWay(recipients, (recipient) => wayOf(copy, recipient))) {
    const part = branch(copy, group);
    if ('guid' in way) intoStore(part, group, way, going);
    else if ('domain' in way) outside(part, group, way, going);
    else deliver(handOn(part, way, group), group, going);
  }
  releaseShadow(copy);
}

/** Mailbox Transport Delivery of the database's server; DELIVER is mostly written some ms before SEND. */
function intoStore(
  copy: Copy,
  group: readonly Recipient[],
  database: Database,
  going: Going,
): void {
  const { sim } = copy;
  const { random } = sim;
  wait(copy, 'QDM', random.int(5, random.chance(0.1) ? 20_000 : 700));
  wait(copy, 'SMSC', random.int(1, 20));
  wait(copy, 'SMS', random.int(20, 700), [`SMSMBXD-${database.name}`]);
  const { server } = database;
  const internalId = sim.deliveryId(server, copy.internalId);
  const delivered = copy.at;
  tell(copy, group, database, internalId, going);
  if (!sim.release.services || !sim.release.sends) return;
  const sent = random.chance(0.8) ? delivered + random.int(1, 40) : delivered - random.int(0, 15);
  wait(copy, 'SMS', Math.max(0, sent - delivered));
  send(copy, group, { server, role: 'MSGTRKMD', internalId, arrival: delivered, ms: 70 }, sent);
}

/** DELIVER rows: for all at once, or for each. */
function tell(
  copy: Copy,
  group: readonly Recipient[],
  { server, name, guid }: Database,
  internalId: string,
  going: Going,
): void {
  const own: Copy = { ...copy, internalId };
  const peer = { ip: server.ip6, name: server.name };
  const submitted = new Date(copy.message.originalArrival).toISOString();
  const groups = copy.sim.random.chance(0.5) ? [group] : group.map((recipient) => [recipient]);
  const told = going.duplicate === true ? 'duplicateDeliver' : 'deliver';
  for (const recipients of groups) {
    step(own, told, copy.at, recipients, {
      server,
      peer,
      row: {
        'source-context': `08DE${internalId};${new Date(copy.at + server.skew).toISOString()};ClientSubmitTime:${submitted}`,
        'message-info': infoOf(copy),
        'custom-data': `${endToEnd(copy, server, copy.at)};S:DeliveryPriority=Normal;S:MailboxDatabaseName=${name};S:MailboxDatabaseGuid=${guid}`,
      },
    });
  }
}

/** SMTP out of the organisation: SENDEXTERNAL, or SEND over a connector. */
function outside(copy: Copy, group: readonly Recipient[], host: ExternalHost, going: Going): void {
  const { sim, message, server } = copy;
  const { random } = sim;
  wait(copy, 'QDE', random.int(20, 4000));
  wait(copy, 'SMSC', random.int(10, 400));
  const ms = random.int(50, 900);
  wait(copy, 'SMS', ms);
  const replies = [
    `250 2.0.0 Ok: queued as ${random.text(11, '0123456789ABCDEF')}`,
    `250 2.6.0 <${message.id}> [InternalId=${random.int(1, 9e9)}, Hostname=${host.fqdn}] ${message.size} bytes in 0.${ms}, 41.102 KB/sec Queued mail for delivery`,
    '250 OK id=1tXk2-0004nb-2f',
  ];
  const plain = !sim.release.external || (going.plainSend ?? random.chance(0.3));
  const event = plain ? 'send' : 'sendExternal';
  step(copy, event, copy.at, group, {
    peer: { ip: host.ip, name: host.fqdn },
    statuses: group.map(() => '250 2.1.5 Ok'),
    row: {
      'source-context': `08DE${copy.internalId};${random.pick(replies)};ClientSubmitTime:${new Date(message.originalArrival).toISOString()}`,
      'connector-id': 'Outbound to Internet',
      'message-info': infoOf(copy),
      'custom-data': `${endToEnd(copy, server, copy.at)};S:ExternalSendLatency=0.${ms};S:ToEntity=Internet;S:FromEntity=Hosted`,
    },
  });
}
