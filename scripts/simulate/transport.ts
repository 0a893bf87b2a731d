import { MINUTE, SECOND } from './clock.ts';
import { copyOn, inTransit, NO_CLIENT, setCount, step, type Client, type Copy } from './copy.ts';
import type { Message, Recipient } from './message.ts';
import type { ExternalHost, Server } from './organisation.ts';
import type { Sim } from './simulation.ts';
import { troubled, type Going } from './troubles.ts';

/** Mail from the store of a server (MAPI, OWA). */
export function fromStore(
  sim: Sim,
  message: Message,
  server: Server,
  at: number,
  recipients: readonly Recipient[],
): void {
  const client = { ip: server.ip, name: server.name };
  const setting = { hop: 0, born: true, client, count: recipients.length };
  const copy = copyOn(sim, message, server, at, setting);
  step(copy, 'submit', at, recipients);
  for (const going of troubled(copy, 'submission', { at, recipients }))
    accept(copy, later(copy, going));
}

/** Mail that comes in by SMTP, or is dropped into Pickup. */
export function bySmtp(
  sim: Sim,
  message: Message,
  server: Server,
  at: number,
  recipients: readonly Recipient[],
  client: Client,
  hop = 0,
): void {
  const setting = { hop, born: false, client, count: recipients.length };
  const copy = copyOn(sim, message, server, at, setting);
  accept(copy, { at, recipients });
}

/** A report made by this server's own SMTP service; some begin only at the categorizer. */
export function fromService(
  sim: Sim,
  message: Message,
  server: Server,
  at: number,
  recipients: readonly Recipient[],
): void {
  const setting = { hop: 0, born: false, client: NO_CLIENT, count: recipients.length };
  const copy = copyOn(sim, message, server, at, setting);
  if (sim.random.chance(0.5)) accept(copy, { at, recipients });
  else categorize(copy, { at, recipients });
}

function later(copy: Copy, going: Going, most = 900): Going {
  return { ...going, at: going.at + copy.sim.random.int(5, most) };
}

function accept(copy: Copy, { at, recipients }: Going): void {
  const { sim, message } = copy;
  step(copy, 'enqueue', at, recipients);
  const begun = at + sim.random.int(0, 300);
  if (!sim.random.chance(0.08)) step(copy, 'begin', begun, recipients);
  // An event that nobody knows moves nothing. In the same second as the step before it, so that no file boundary
  // can leave it as the only line of a recipient.
  if (message.odd) step(copy, 'odd', begun, recipients);
  for (const going of troubled(copy, 'accepted', { at: begun, recipients })) {
    categorize(copy, later(copy, going));
  }
}

function categorize(copy: Copy, { at, recipients }: Going): void {
  step(copy, 'categorize', at, recipients);
  for (const going of troubled(copy, 'categorizer', { at, recipients })) {
    const next = later(copy, going, 1500);
    const lists = next.recipients.filter((r) => r.members !== null && r.expandsAt === copy.server);
    if (lists.length === 0) route(copy, next);
    else expand(copy, next, lists);
  }
}

/** The list's own address ends here; its members go on, in the same step as the direct recipients. */
function expand(copy: Copy, going: Going, lists: readonly Recipient[]): void {
  const members = lists.flatMap((list) => list.members ?? []);
  const direct = going.recipients.filter((recipient) => !lists.includes(recipient));
  const places = lists.map((list) => ({
    list,
    seen: list.seen === null ? null : { ...list.seen },
  }));
  setCount(copy, copy.count - lists.length + members.length);
  route(copy, { at: going.at, recipients: [...direct, ...members] });
  // That a list was expanded is known only by a line about a member.
  if (!members.some((member) => member.seen !== null)) return;
  for (const { list, seen } of places) {
    if (seen === null) continue;
    list.seen = { ...seen, state: 'expanded', server: copy.server };
    list.gaveWayTo = members;
  }
}

function route(copy: Copy, { at, recipients }: Going): void {
  const talks = copy.server.release === 2003;
  if (talks) step(copy, 'route', at, recipients);
  for (const going of troubled(copy, 'routing', { at, recipients })) {
    for (const { hop, recipients: group } of hops(copy, going.recipients)) {
      const next = { at: going.at + copy.sim.random.int(5, 600), recipients: group };
      if (hop.to === 'local') local(copy, next);
      else if (hop.to === 'gateway') gateway(copy, next);
      else remote(copy, next, hop);
    }
  }
}

type Hop =
  | { readonly to: 'local' }
  | { readonly to: 'gateway' }
  | { readonly to: 'server'; readonly server: Server }
  | { readonly to: 'host'; readonly host: ExternalHost };

function hopOf(copy: Copy, recipient: Recipient): Hop {
  const { org } = copy.sim;
  const forced = copy.message.path[copy.hop + 1];
  if (forced !== undefined) return { to: 'server', server: forced };
  if (recipient.gateway) return { to: 'gateway' };
  if (recipient.host !== null) {
    if (copy.server === org.bridge) return { to: 'host', host: recipient.host };
    return { to: 'server', server: org.bridge };
  }
  const home = recipient.home;
  if (home === null || home === copy.server) return { to: 'local' };
  return { to: 'server', server: home };
}

function hops(copy: Copy, recipients: readonly Recipient[]) {
  const groups = new Map<unknown, { hop: Hop; recipients: Recipient[] }>();
  for (const recipient of recipients) {
    const hop = hopOf(copy, recipient);
    const key = hop.to === 'server' ? hop.server : hop.to === 'host' ? hop.host : hop.to;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { hop, recipients: [recipient] });
    else group.recipients.push(recipient);
  }
  return groups.values();
}

function local(copy: Copy, { at, recipients }: Going): void {
  if (copy.server.release === 2003) step(copy, 'queueLocal', at, recipients);
  for (const going of troubled(copy, 'local-queue', { at, recipients })) {
    const done = later(copy, going, 1200);
    deliver(copy, done);
  }
}

/** One delivery is told once or twice, and in either order. */
const TELLINGS = [
  ['deliver', 'deliverStore'],
  ['deliver', 'deliverStore'],
  ['deliverStore', 'deliver'],
  ['deliver'],
  ['deliverStore'],
] as const;

function deliver(copy: Copy, { at, recipients }: Going): void {
  const { random } = copy.sim;
  const telling = random.pick(TELLINGS);
  let told = at;
  for (const name of telling) {
    step(copy, name, told, recipients);
    if (copy.message.odd) step(copy, 'odder', told, recipients);
    told += random.int(0, 400);
  }
}

function gateway(copy: Copy, { at, recipients }: Going): void {
  const { sim, server } = copy;
  if (server.release === 2003) step(copy, 'queueGateway', at, recipients);
  for (const going of troubled(copy, 'gateway-queue', { at, recipients })) {
    const out = later(copy, going, 2000);
    const stamp = new Date(out.at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
    const number = sim.random.int(1, 99_999);
    const mtsId = `c=us;a= ;p=Corp;l=${server.name}-${stamp}Z-${number}`;
    step(copy, 'gateway', out.at, out.recipients, { partner: 'X400', link: mtsId });
    mta(copy, out, mtsId);
  }
}

/** The MTA goes on under its own id: for the logs another message, with a truth of its own. */
function mta(from: Copy, { at, recipients }: Going, mtsId: string): void {
  const { sim, message, server } = from;
  const own: Message = { ...message, id: mtsId, kind: `${message.kind}:mts`, everyone: new Set() };
  sim.open(own);
  const setting = { hop: 0, born: false, client: NO_CLIENT, count: recipients.length };
  const copy = copyOn(sim, own, server, at, setting);
  const theirs = recipients.map((recipient) => ({ ...recipient, seen: null, moves: [] }));
  step(copy, 'mtaIn', at + 400, theirs, { link: message.id });
  if (message.mtaStuck) return;
  step(copy, 'mtaOut', at + sim.random.int(1, 40) * SECOND, theirs, { link: message.id });
}

function remote(copy: Copy, { at, recipients }: Going, hop: Hop): void {
  if (copy.server.release === 2003) step(copy, 'queueRemote', at, recipients);
  for (const queued of troubled(copy, 'remote-queue', { at, recipients })) {
    const begun = later(copy, queued, 1500);
    step(copy, 'transfer', begun.at, begun.recipients);
    for (const going of troubled(copy, 'transfer', begun))
      handOver(copy, later(copy, going, 2500), hop);
  }
}

function handOver(copy: Copy, going: Going, hop: Hop): void {
  const { sim, message } = copy;
  const { at, recipients } = going;
  if (hop.to === 'host') step(copy, 'handOver', at, recipients, { partner: hop.host.fqdn });
  if (hop.to !== 'server') return;
  step(copy, 'handOver', at, recipients, { partner: partnerName(sim, hop.server) });
  const transit = inTransit(copy, at, recipients, hop.server);
  for (const arriving of troubled(copy, 'transferred', going)) {
    // A server without a log may keep a message for a while; nobody can tell.
    const pause = hop.server.written ? 1500 : 2 * MINUTE;
    const arrival = arriving.at + sim.random.int(50, pause);
    transit.arrival = arrival;
    const client = { ip: copy.server.ip, name: copy.server.fqdn };
    bySmtp(sim, message, hop.server, arrival, arriving.recipients, client, copy.hop + 1);
  }
}

/** Mostly the FQDN, in any capitals; sometimes the NetBIOS name of a server whose logs are there. */
function partnerName(sim: Sim, server: Server): string {
  const chance = sim.random.next();
  if (!server.written || chance < 0.8) return server.fqdn;
  return chance < 0.9 ? server.name : server.fqdn.toUpperCase();
}
