import { segmentOf, seconds, wholeSeconds, type Part } from './latency.ts';
import { isOurs, type Message, type Recipient, type Transit } from './message.ts';
import type { Server } from './organisation.ts';
import { roleIn, type Release } from './release.ts';
import { lineOf, listOf, type Row } from './rows.ts';
import type { Sim } from './simulation.ts';
import { STEPS, type Role, type Stage, type State, type Step, type StepName } from './steps.ts';

/** A message in the transport service of one server, as one internal-message-id. */
export interface Copy {
  readonly sim: Sim;
  readonly message: Message;
  readonly server: Server;
  readonly internalId: string;
  recipients: Recipient[];
  /** true time up to which this copy has come */
  at: number;
  /** finished segments of message-info */
  readonly segments: readonly string[];
  /** of the segment of this server so far; they tile the time since the last segment */
  readonly parts: Part[];
  /** what its shadow copy waits for; null once it was told, or without a shadow */
  readonly shadow: { discard: ((at: number) => void) | null };
}

export interface Origin {
  readonly sim: Sim;
  readonly message: Message;
  readonly server: Server;
  readonly role?: Role;
  readonly internalId?: string;
  readonly recipients: readonly Recipient[];
  readonly at: number;
  readonly segments?: readonly string[];
}

/** A copy with nothing behind it on its server yet. */
export function newCopy(origin: Origin): Copy {
  const { sim, message, server, recipients, at, segments = [] } = origin;
  const internalId = origin.internalId ?? sim.nextInternalId(server, origin.role ?? 'MSGTRK');
  const parts: Part[] = [];
  const shadow = { discard: null };
  return {
    sim,
    message,
    server,
    internalId,
    recipients: [...recipients],
    at,
    segments,
    parts,
    shadow,
  };
}

/** What nobody measured: the time since its original arrival, of a mail that comes up again. */
export function lyingSince(message: Message, server: Server, at: number): Part {
  return { name: 'UNK', ms: Math.max(0, at + server.skew - message.originalArrival) };
}

export interface Peer {
  readonly ip: string;
  readonly name: string;
}

export interface Extra {
  /** the other end */
  readonly peer?: Peer;
  readonly server?: Server;
  readonly statuses?: readonly string[];
  readonly row?: Row;
  readonly role?: Role;
  /** recipients move, but the row does not name them */
  readonly unnamed?: boolean;
  /** the row tells what a later one has overtaken: nobody moves */
  readonly still?: boolean;
}

export function wait(copy: Copy, name: string, ms: number, children?: readonly string[]): void {
  copy.at += ms;
  const last = copy.parts.at(-1);
  if (last?.name === name) last.ms += ms;
  else copy.parts.push(children === undefined ? { name, ms } : { name, ms, children });
}

/** The same copy for a subset of its recipients, with a time of its own from here on. */
export function branch(copy: Copy, recipients: readonly Recipient[]): Copy {
  const parts = copy.parts.map((part) => ({ ...part }));
  return { ...copy, recipients: [...recipients], parts };
}

/** The mail has gone on: its shadow copy is of no more use. */
export function releaseShadow({ sim, at, shadow }: Copy): void {
  shadow.discard?.(at + sim.random.int(5_000, 400_000));
  shadow.discard = null;
}

/** Original arrival and all segments, the last one as far as it has come. */
export function infoOf(copy: Copy): string {
  const { message, segments, server, parts } = copy;
  const arrival = new Date(message.originalArrival).toISOString();
  const own = segmentOf(server, 'TOTAL-HUB', parts);
  switch (copy.sim.release.info) {
    case 'parts':
      return [arrival, ...segments, own].join(';');
    case 'seconds':
      return [arrival, wholeSeconds(server, parts)].join(';');
    case 'time':
      return arrival;
  }
}

/** `S:E2ELatency=...`: the time of the row minus the original arrival. */
export function endToEnd(copy: Copy, server: Server, at: number): string {
  return `S:E2ELatency=${seconds(at + server.skew - copy.message.originalArrival)}`;
}

/** Moves the recipients, and writes the row if this server's file is there. */
export function step(
  copy: Copy,
  name: StepName,
  at: number,
  recipients: readonly Recipient[],
  extra: Extra = {},
): void {
  const { sim, message } = copy;
  const spec: Step = STEPS[name];
  const { release } = sim;
  if (!writes(release, spec)) return;
  const asked = extra.role ?? spec.role;
  const role = roleIn(release, asked);
  const moved = asked === 'MSGTRKMD' && role !== asked;
  const server = moved ? copy.server : (extra.server ?? copy.server);
  for (const recipient of recipients) message.everyone.add(recipient);
  const log = sim.logFor(server, role, at);
  if (log === null) return;
  const shown = extra.unnamed === true ? [] : recipients;
  const row = { ...rowOf(copy, spec, server, at, shown, extra), ...extra.row };
  log.add(at + server.skew, lineOf(row, sim.options.layout));
  if (extra.still !== true) for (const recipient of recipients) move(recipient, spec, server, at);
}

/** Releases before have no such rows. */
function writes(release: Release, { event }: Step): boolean {
  if (event === 'AGENTINFO') return release.agents;
  if (event === 'NOTIFYMAPI') return release.notifies;
  if (event === 'SUBMIT') return release.submits;
  return release.shadows || !event.startsWith('HA');
}

function move(recipient: Recipient, spec: Step, server: Server, at: number): void {
  if (spec.to === null) return;
  const to = spec.to === 'queue' ? queueOf(recipient) : spec.to;
  see(recipient, server, at, spec.arrival, to);
}

/** No event says that a message was queued; where it waits follows from where it has to go. */
function queueOf(recipient: Recipient): { state: State; stage: Stage } {
  return { state: 'waiting', stage: isOurs(recipient) ? 'local-queue' : 'remote-queue' };
}

function see(
  recipient: Recipient,
  server: Server,
  at: number,
  arrival: boolean,
  to: { readonly state: State; readonly stage: Stage },
): void {
  const before = recipient.seen;
  const since = before === null || arrival || before.server !== server ? at : before.since;
  recipient.seen = { ...to, server, since, transit: null };
}

/** What the next server did with a hand-over. */
export function inTransit(recipients: readonly Recipient[], transit: Transit): void {
  for (const { seen } of recipients) if (seen !== null) seen.transit = transit;
}

function rowOf(
  copy: Copy,
  spec: Step,
  server: Server,
  at: number,
  recipients: readonly Recipient[],
  extra: Extra,
): Row {
  const { message } = copy;
  return {
    ...named(copy.sim, endsOf(spec, server, extra.peer ?? null)),
    'date-time': new Date(at + server.skew).toISOString(),
    source: spec.source,
    'event-id': spec.event,
    'internal-message-id': copy.internalId,
    'message-id': `<${message.id}>`,
    'network-message-id': message.networkId,
    'recipient-address': listOf(
      recipients.map((each) => (spec.arrival ? each.typed : each.address)),
    ),
    'recipient-status': listOf(extra.statuses ?? []),
    'total-bytes': String(message.size),
    'recipient-count': String(recipients.length),
    'message-subject': message.subject,
    'sender-address': message.senderText,
    'return-path': message.returnPath,
    directionality: message.incoming ? 'Incoming' : 'Originating',
    'original-client-ip': message.originalClientIp,
    'original-server-ip': server.ip,
    'custom-data': 'S:DeliveryPriority=Normal;S:AccountForest=contoso.example',
    'transport-traffic-type': message.traffic,
    'log-id': copy.sim.guid(),
    'schema-version': copy.sim.release.version ?? server.version,
  };
}

/** Our servers by the names that the organisation's rows have for them. */
function named({ org, release }: Sim, ends: Row): Row {
  if (release.names === 'usual') return ends;
  const nameOf = (text = ''): string => {
    const lower = text.toLowerCase();
    const ours = org.servers.find(({ name, fqdn }) => [name.toLowerCase(), fqdn].includes(lower));
    if (ours === undefined) return text;
    return release.names === 'short' ? ours.name : ours.fqdn;
  };
  return {
    ...ends,
    'client-hostname': nameOf(ends['client-hostname']),
    'server-hostname': nameOf(ends['server-hostname']),
  };
}

function endsOf(spec: Step, server: Server, peer: Peer | null): Row {
  const { ip = '', name = '' } = peer ?? {};
  switch (spec.local) {
    case 'client':
      return {
        'client-ip': server.ip,
        'client-hostname': server.fqdn,
        'server-ip': ip,
        'server-hostname': name,
      };
    case 'server':
      return {
        'client-ip': ip,
        'client-hostname': name,
        'server-ip': server.ip,
        'server-hostname': server.name,
      };
    case 'both':
      return {
        'client-ip': server.ip6,
        'client-hostname': server.fqdn,
        'server-ip': server.ip6,
        'server-hostname': server.name,
      };
  }
}

/** Recipients that go the same way, each way with those who go it. */
export function byWay<K>(
  recipients: readonly Recipient[],
  wayOf: (recipient: Recipient) => K,
): Map<K, Recipient[]> {
  const ways = new Map<K, Recipient[]>();
  for (const recipient of recipients) {
    const way = wayOf(recipient);
    const known = ways.get(way);
    if (known === undefined) ways.set(way, [recipient]);
    else known.push(recipient);
  }
  return ways;
}

export function databaseOf(recipient: Recipient) {
  return recipient.person?.mailbox?.database ?? null;
}
