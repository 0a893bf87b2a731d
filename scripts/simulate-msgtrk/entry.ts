import { newCopy, step, wait, type Copy } from './copy.ts';
import { segmentOf, type Part } from './latency.ts';
import { nobody, type Message, type Recipient } from './message.ts';
import { HOSTS, type ExternalHost, type Person, type Server } from './organisation.ts';
import { receive } from './receive.ts';
import type { Row } from './rows.ts';
import { handOn } from './send.ts';
import type { Sim } from './simulation.ts';

/** How far a mail gets out of its mailbox. */
interface Submission {
  /** `received`: never handed over; `submitted`: handed over, never taken in */
  readonly until?: 'received' | 'submitted';
  /** SUBMITDEFER rows before the hand-over */
  readonly defers?: number;
  readonly hub?: Server;
  /** the rows of the submission service after the first name no recipient */
  readonly unnamed?: boolean;
}

const ASSISTANT = 'SubmissionAssistant:MailboxTransportSubmissionEmailAssistant';
const CLIENTS = ['MOMT', 'MOMT', 'OWA', 'EWS', 'AirSync', 'Transport', 'Monitoring'] as const;

/**
 * A mailbox sends: NOTIFYMAPI, RECEIVE and SUBMIT by the submission service, then RECEIVE by a transport service.
 * Null when it never comes there.
 */
export function fromMailbox(
  sim: Sim,
  message: Message,
  sender: Person,
  at: number,
  to: readonly Recipient[],
  plan: Submission = {},
): Copy | null {
  const { random } = sim;
  const mailbox = sender.mailbox;
  if (mailbox === null) throw new Error(`${sender.address} has no mailbox`);
  const server = mailbox.database.server;
  message.originalArrival = at + server.skew;
  const copy = newCopy({ sim, message, server, role: 'MSGTRKMS', recipients: to, at });
  const context =
    `MDB:${mailbox.database.guid}, Mailbox:${mailbox.guid}, Event:${40_000_000 + sim.nextNumber()}, ` +
    `MessageClass:IPM.Note, CreationTime:${new Date(at + server.skew).toISOString()}, ` +
    `ClientType:${random.pick(CLIENTS)}, ${ASSISTANT}`;
  wait(copy, 'SA', random.int(20, 400));
  notify(copy, context, mailbox.database.guid);
  if (!sim.release.services) return byHub(copy, context, plan.hub ?? sim.hub(server, copy.at));
  wait(copy, 'MTSS', random.int(30, 300), ['MTSSD', 'MTSSDC']);
  const custom = `S:MailboxDatabaseGuid=${mailbox.database.guid};S:DeliveryPriority=Normal;S:AccountForest=contoso.example`;
  const connection = {
    'source-context': `${context}, ServerMdbConnectionId:08DE${copy.internalId}`,
  };
  step(copy, 'storeReceive', copy.at, to, {
    statuses: to.map((recipient) => recipient.kind),
    row: { ...connection, 'message-info': '04I: ', 'custom-data': custom },
  });
  const unnamed = plan.unnamed ?? random.chance(0.1);
  deferred(copy, plan.defers ?? 0, context);
  if (plan.until === 'received') return null;
  wait(copy, 'MTSS', random.int(20, 200));
  const hub = plan.hub ?? sim.hub(server, copy.at);
  const { segments } = handOver(copy, hub, context, unnamed);
  if (plan.until === 'submitted') return null;
  const client = { ip: server.ip, name: server.fqdn };
  return receive(sim, message, hub, { at: copy.at, to, client, segments, info: '0aI: ' });
}

/** Before 2013 the mailbox server tells a hub, which fetches the mail. */
function byHub(copy: Copy, context: string, hub: Server): Copy {
  const { sim, message, server, recipients } = copy;
  handOver({ ...copy, recipients: [] }, hub, context, true);
  const at = copy.at + sim.random.int(10, 900);
  const taken = newCopy({ sim, message, server: hub, recipients, at });
  step(taken, 'hubReceive', at, recipients, {
    peer: { ip: server.ip, name: server.name },
    row: { 'source-context': context, 'message-info': '04I: ' },
  });
  return taken;
}

/** Seen in the Outbox; neither the message nor its recipients have a name here. */
function notify(copy: Copy, context: string, database: string): void {
  const { sim, message, server, at } = copy;
  const arrival = new Date(message.originalArrival).toISOString();
  const parts = copy.parts.map((part) => ({ name: part.name, ms: part.ms }));
  const info = `${arrival};${segmentOf(server, 'TOTAL-SUB', parts, 'LSRV')}`;
  step(copy, 'notify', at, [], {
    row: {
      ...NAMELESS,
      'client-ip': server.ip6,
      'source-context': context,
      'sender-address': message.senderText,
      'message-info': info,
      'custom-data': `S:ItemEntryId=00-00-00-00-${database.slice(0, 8).toUpperCase()}-${sim.nextNumber()}`,
    },
  });
}

const NAMELESS: Row = {
  'internal-message-id': '',
  'message-id': '',
  'network-message-id': '',
  'total-bytes': '',
  'recipient-count': '',
  'message-subject': '',
  'return-path': '',
  directionality: '',
  'original-client-ip': '',
  'original-server-ip': '',
  'transport-traffic-type': '',
};

/**
 * Something stays in an Outbox: NOTIFYMAPI, and nothing more. The message has no other name than its mailbox and the
 * number of the event, and no recipient.
 */
export function notifyOnly(
  sim: Sim,
  message: Message,
  sender: Person,
  at: number,
  event: number,
): void {
  const { mailbox } = sender;
  if (mailbox === null) return;
  const { server, guid } = mailbox.database;
  const copy = newCopy({ sim, message, server, internalId: '', recipients: [], at });
  message.originalArrival = at + server.skew;
  wait(copy, 'SA', sim.random.int(20, 400));
  notify(
    copy,
    `MDB:${guid}, Mailbox:${mailbox.guid}, Event:${event}, MessageClass:IPM.Note, ClientType:MOMT`,
    guid,
  );
  if (!sim.release.notifies || sim.logFor(server, 'MSGTRKMS', copy.at) === null) return;
  const seen = {
    state: 'waiting',
    stage: 'submission',
    server,
    since: copy.at,
    transit: null,
  } as const;
  message.everyone.add({ ...nobody(''), seen });
}

function deferred(copy: Copy, count: number, context: string): void {
  for (let i = 0; i < count; i++) {
    wait(copy, 'MTSS', copy.sim.random.int(60_000, 240_000));
    step(copy, 'submitDefer', copy.at, copy.recipients, {
      row: {
        'source-context': `${context}; Transient failure: 451 4.4.0 No connection to a transport service`,
        'internal-message-id': '',
      },
    });
  }
}

function handOver(copy: Copy, hub: Server, context: string, unnamed: boolean) {
  const { recipients, at, server, parts } = copy;
  step(copy, 'submit', at, recipients, {
    peer: { ip: hub.ip, name: hub.fqdn },
    unnamed,
    row: { 'source-context': context, 'internal-message-id': '', 'total-bytes': '' },
  });
  return { segments: [segmentOf(server, 'TOTAL-SUB', parts)] };
}

/** From the Internet, through the front end of a server, which logs nothing. */
export function fromInternet(
  sim: Sim,
  message: Message,
  at: number,
  to: readonly Recipient[],
  server: Server = sim.hub(sim.random.pick(sim.org.mailboxes), at),
): Copy {
  const host = message.sender?.host ?? sim.random.pick(HOSTS);
  message.originalClientIp = host.ip;
  const { edge } = sim.org;
  if (edge !== null && sim.random.chance(0.7))
    return throughEdge(sim, message, at, to, edge, server);
  message.originalArrival = at + server.skew;
  const parts: Part[] = [{ name: 'SMR', ms: sim.random.int(20, 500), children: ['SMRPI-FE'] }];
  const segments = [segmentOf(server, 'TOTAL-FE', parts)];
  const arrived = at + (parts[0]?.ms ?? 0);
  // The front end hands it on; who connected to it is in original-client-ip and custom-data alone.
  const client = { ip: server.ip, name: server.fqdn };
  return receive(sim, message, server, { at: arrived, to, client, segments, info: '0cA: ' });
}

function throughEdge(
  sim: Sim,
  message: Message,
  at: number,
  to: readonly Recipient[],
  edge: Server,
  server: Server,
): Copy {
  message.originalArrival = at + edge.skew;
  const host: ExternalHost = message.sender?.host ?? sim.random.pick(HOSTS);
  const client = { ip: host.ip, name: host.fqdn };
  const copy = receive(sim, message, edge, { at, to, client, segments: [], info: '00A: ' });
  return handOn(copy, server, to);
}
