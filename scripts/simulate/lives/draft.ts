import type { Client } from '../copy.ts';
import {
  recipientOf,
  subjectOf,
  type Act,
  type Message,
  type Recipient,
  type Trouble,
} from '../message.ts';
import { exForm, HOSTS, type Person, type Server } from '../organisation.ts';
import type { Sim } from '../simulation.ts';
import type { Stage } from '../steps.ts';
import { bySmtp, fromStore } from '../transport.ts';

/** A kind of life: what the table of kinds holds. */
export interface Life {
  readonly kind: string;
  readonly weight: number;
  /** needs logs from long before it to long after it */
  readonly early?: boolean;
  run(sim: Sim, kind: string, at: number): void;
}

export type Settings = Partial<
  Pick<Message, 'exUntil' | 'path' | 'bounceBad' | 'odd' | 'mtaStuck' | 'trouble'>
>;

type Origin = 'store' | 'client' | 'service';

export function compose(
  sim: Sim,
  kind: string,
  at: number,
  sender: Person | null,
  origin: Origin,
  settings: Settings = {},
): Message {
  const { random } = sim;
  const host = sender?.host?.fqdn ?? sender?.home?.fqdn ?? random.pick(HOSTS).fqdn;
  const exUntil = settings.exUntil ?? 0;
  const cn = sender?.cn ?? null;
  const message: Message = {
    id: sim.nextId(origin, host),
    kind,
    sender,
    senderText: sender?.address ?? '<>',
    senderEx: exUntil > 0 && cn !== null ? exForm(cn) : null,
    subject: subjectOf(random, origin !== 'store'),
    size: random.int(900, 90_000),
    priority: random.chance(0.9) ? 0 : random.pick([-1, 1, 3]),
    originated: at + (sender?.home?.skew ?? 0) - random.int(0, 3000),
    exUntil,
    path: settings.path ?? [],
    report: false,
    bounceBad: settings.bounceBad ?? false,
    odd: settings.odd ?? false,
    mtaStuck: settings.mtaStuck ?? false,
    trouble: settings.trouble ?? null,
    everyone: new Set(),
  };
  sim.open(message);
  return message;
}

const EX_MODES = [0, 0, 0, 1, 2] as const;

/** A mailbox user of `server` sends. */
export function mapi(
  sim: Sim,
  kind: string,
  at: number,
  server: Server,
  to: readonly Recipient[],
  settings: Settings = {},
): Message {
  // Where the lines after a midnight are left out, some EX forms would stay without their SMTP address.
  const exUntil = sim.cut(server, at) ? 0 : (settings.exUntil ?? sim.random.pick(EX_MODES));
  if (server.release === 2000 && to.length > 1) for (const recipient of to) nameAlike(recipient);
  const sender = sim.person(server);
  const message = compose(sim, kind, at, sender, 'store', { ...settings, exUntil });
  fromStore(sim, message, server, at, to);
  return message;
}

/**
 * After 1024 the recipients of a 2000 server come up one by one, so n EX forms could stand beside fewer SMTP addresses,
 * and nobody could tell who is missing. There the EX name is the local part.
 */
export function nameAlike(recipient: Recipient): void {
  if (recipient.ex === null || recipient.members !== null) return;
  recipient.ex = exForm((recipient.address.split('@')[0] ?? '').toUpperCase());
}

/** From the Internet to the bridgehead. */
export function inbound(
  sim: Sim,
  kind: string,
  at: number,
  to: readonly Recipient[],
  settings: Settings = {},
  sender: Person | null = sim.outside(),
): Message {
  const host = sender?.host ?? sim.random.pick(HOSTS);
  const message = compose(sim, kind, at, sender, 'client', settings);
  bySmtp(sim, message, sim.org.bridge, at, to, { ip: host.ip, name: host.fqdn });
  return message;
}

/** A POP3 or IMAP4 client, or a program, hands a message to a server by SMTP. */
export function pop(
  sim: Sim,
  kind: string,
  at: number,
  server: Server,
  to: readonly Recipient[],
  settings: Settings = {},
): Message {
  const message = compose(sim, kind, at, sim.person(server), 'client', settings);
  bySmtp(sim, message, server, at, to, desktop(sim));
  return message;
}

export function desktop(sim: Sim): Client {
  const number = sim.random.int(2, 250);
  return { ip: `10.2.0.${number}`, name: `PC${number}` };
}

export function users(sim: Sim, server: Server, count: number): Recipient[] {
  return sim.people(server, count).map((person) => recipientOf(person, sim.random.chance(0.05)));
}

export function foreign(sim: Sim, count: number): Recipient[] {
  return sim.outsiders(count).map((person) => recipientOf(person));
}

export function trouble(
  stage: Stage,
  act: Act,
  server: Server | null,
  only: Trouble['only'] = null,
): Trouble {
  return { stage, act, server, only, alternate: null };
}

/** Another mailbox server than this one. */
export function otherThan(sim: Sim, server: Server, from: readonly Server[] = sim.org.mailboxes) {
  return sim.random.pick(from.filter((each) => each !== server));
}
