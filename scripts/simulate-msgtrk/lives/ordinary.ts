import { categorize, defer, fork } from '../categorizer.ts';
import { fromMailbox, notifyOnly } from '../entry.ts';
import { recipientOf } from '../message.ts';
import type { Person, Server } from '../organisation.ts';
import { receive } from '../receive.ts';
import { fail } from '../reports.ts';
import { deliver, handOn } from '../send.ts';
import { lyingSince, newCopy, step, wait } from '../copy.ts';
import type { Sim } from '../simulation.ts';
import { came, compose, follow, otherThan, posted, sent, type Life } from './draft.ts';

function homeOf(person: Person): Server | null {
  return person.mailbox?.database.server ?? null;
}

function local(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const home = homeOf(sender);
  if (home === null) return;
  const message = compose(sim, kind, sender);
  const hub = sim.calm(at) ? { hub: home } : {};
  const copy = fromMailbox(sim, message, sender, at, sim.users(sim.random.int(1, 2), home), hub);
  if (copy !== null) follow(copy);
}

function across(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const home = homeOf(sender);
  if (home === null) return;
  follow(posted(sim, kind, at, sim.users(1, otherThan(sim, home)), sender));
}

function toSelf(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  follow(posted(sim, kind, at, [recipientOf(sim.random, sender)], sender));
}

function inbound(sim: Sim, kind: string, at: number): void {
  follow(came(sim, kind, at, sim.users(sim.random.int(1, 3))));
}

function outbound(plainSend: boolean): Life['run'] {
  return (sim, kind, at) => {
    const copy = posted(sim, kind, at, sim.outsiders(sim.random.int(1, 2)));
    deliver(categorize(copy), copy.recipients, { plainSend });
  };
}

/** The connector lives on the other server. */
function outboundVia(sim: Sim, kind: string, at: number): void {
  const copy = categorize(posted(sim, kind, at, sim.outsiders(sim.random.int(1, 3))));
  deliver(handOn(copy, otherThan(sim, copy.server), copy.recipients));
}

/** So many that they are taken apart, a chip for each few. */
function crowd(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const to = [...sim.users(random.int(40, 120)), ...sim.outsiders(random.int(5, 40))];
  const copy = sent(sim, kind, at, to);
  const chips = [copy];
  while (copy.recipients.length > 30) chips.push(fork(copy, copy.recipients.slice(0, 30)));
  for (const chip of chips) follow(chip);
}

function several(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const to = [...sim.users(random.int(2, 8)), ...sim.outsiders(random.int(0, 4))];
  follow(sent(sim, kind, at, to));
}

function nullSender(sim: Sim, kind: string, at: number): void {
  const postmaster = { senderText: 'postmaster@fabrikam.example', returnPath: '<>' };
  const settings = sim.random.chance(0.5) ? postmaster : {};
  follow(came(sim, kind, at, sim.users(1), null, settings));
}

/** A scanner, or a program: straight to the transport service, in the name of one of ours. */
function application(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const message = compose(sim, kind, sender);
  const server = sim.hub(sim.random.pick(sim.org.mailboxes), at);
  const number = sim.random.int(2, 40);
  const client = { ip: `10.30.0.${number}`, name: `scanner${number}` };
  message.originalArrival = at + server.skew;
  message.originalClientIp = client.ip;
  const to = [...sim.users(1), ...sim.outsiders(sim.random.int(0, 1))];
  follow(receive(sim, message, server, { at, to, client, segments: [], info: '00A: NTS: ' }));
}

/** It came before the logs begin, or its first rows are gone: what is there begins in the middle. */
function headless(sim: Sim, kind: string, at: number): void {
  const { random } = sim;
  const sender = random.chance(0.5) ? sim.person() : sim.outside();
  const message = compose(sim, kind, sender);
  const server = sim.hub(random.pick(sim.org.mailboxes), at);
  const recipients = sender.mailbox === null ? sim.users(2) : sim.outsiders(2);
  message.originalArrival = at + server.skew - 300_000;
  const copy = newCopy({ sim, message, server, recipients, at });
  copy.parts.push(lyingSince(message, server, at));
  wait(copy, 'QDM', 1000);
  const part = random.int(0, 3);
  if (part === 0) deliver(copy);
  else if (part === 1) defer(copy, sender.mailbox === null ? 'deferStore' : 'deferSmtp');
  else if (part === 2) fail(copy, sender.mailbox === null ? 'failStore' : 'failSmtp');
  else categorize(copy);
}

/** A monitoring probe: a mailbox that sends to itself. */
export function probe(sim: Sim, at: number, server: Server): void {
  const sender = sim.org.probes.get(server);
  if (sender === undefined) return;
  const name = sim.random.pick(['MapiSubmitLAMProbe', 'Inbound proxy probe', 'MBTSubmission']);
  const message = compose(sim, 'probe', sender, { subject: `${sim.guid()}-${name}` });
  const to = [recipientOf(sim.random, sender)];
  const copy = fromMailbox(sim, message, sender, at, to, { hub: server });
  if (copy === null) return;
  if (sim.random.chance(0.1) && sim.calm(at)) step(copy, 'dropAgent', copy.at + 50, to);
  else follow(copy);
}

function outbox(sim: Sim, kind: string, at: number): void {
  const sender = sim.person();
  const event = 40_000_000 + sim.nextNumber();
  const id = `Mailbox:${sender.mailbox?.guid},Event:${event}`;
  notifyOnly(sim, compose(sim, kind, sender, { id, networkId: '' }), sender, at, event);
}

function meeting(sim: Sim, kind: string, at: number): void {
  const copy = categorize(posted(sim, kind, at, sim.users(2)));
  for (const recipient of copy.recipients) {
    const home = recipient.person?.mailbox?.database.server;
    if (home === undefined) continue;
    const internalId = sim.deliveryId(home, copy.internalId);
    step({ ...copy, internalId }, 'meeting', copy.at + 3, [recipient], { server: home });
  }
  deliver(copy);
}

/** Events that nobody knows are strewn into an ordinary life. */
function unknown(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, sim.users(2));
  const odd = [
    { 'event-id': 'REPLICATION' },
    { source: 'TRANSPORTPROBE', 'event-id': 'DELAYX' },
    { source: '', 'event-id': 'NEWEVENT-2027' },
  ];
  step(copy, 'unknown', copy.at + 1, copy.recipients, { row: sim.random.pick(odd) });
  categorize(copy);
  step(copy, 'unknown', copy.at + 1, copy.recipients, { row: sim.random.pick(odd) });
  if (kind.endsWith('stuck')) return;
  deliver(copy);
  step(copy, 'unknown', copy.at + 60_000, copy.recipients, { row: sim.random.pick(odd) });
}

function pickup(sim: Sim, kind: string, at: number): void {
  const message = compose(sim, kind, sim.person());
  const server = sim.random.pick(sim.org.mailboxes);
  const recipients = [...sim.users(1), ...sim.outsiders(1)];
  message.originalArrival = at + server.skew;
  const copy = newCopy({ sim, message, server, recipients, at });
  step(copy, 'pickup', at, recipients, { row: { 'source-context': 'mail.eml' } });
  follow(copy);
}

export const ORDINARY: readonly Life[] = [
  { kind: 'local', weight: 160, plain: true, run: local },
  { kind: 'across', weight: 120, plain: true, run: across },
  { kind: 'inbound', weight: 200, plain: true, run: inbound },
  { kind: 'outbound', weight: 110, plain: true, run: outbound(false) },
  { kind: 'outbound-send', weight: 50, plain: true, run: outbound(true) },
  { kind: 'outbound-via', weight: 25, plain: true, run: outboundVia },
  { kind: 'crowd', weight: 2, run: crowd },
  { kind: 'several', weight: 50, run: several },
  { kind: 'to-self', weight: 10, run: toSelf },
  { kind: 'null-sender', weight: 12, run: nullSender },
  { kind: 'outbox-only', weight: 8, run: outbox },
  { kind: 'meeting', weight: 8, run: meeting },
  { kind: 'unknown-event', weight: 10, run: unknown },
  { kind: 'unknown-event-stuck', weight: 4, run: unknown },
  { kind: 'application', weight: 15, run: application },
  { kind: 'headless', weight: 6, run: headless },
  { kind: 'pickup', weight: 6, run: pickup },
];
