import { categorize } from '../categorizer.ts';
import type { Copy } from '../copy.ts';
import { fromInternet, fromMailbox } from '../entry.ts';
import { pickSize, subjectOf, type Message, type Recipient } from '../message.ts';
import { DOMAIN, type Person, type Server } from '../organisation.ts';
import { deliver } from '../send.ts';
import type { Sim } from '../simulation.ts';

/** A kind of life: what the table of kinds holds. */
export interface Life {
  readonly kind: string;
  readonly weight: number;
  /** goes well with half of its rows left out */
  readonly plain?: boolean;
  /** needs logs from long before it to long after it */
  readonly early?: boolean;
  run(sim: Sim, kind: string, at: number): void;
}

export type Settings = Partial<
  Pick<Message, 'id' | 'subject' | 'senderText' | 'returnPath' | 'traffic' | 'networkId'>
>;

export function compose(
  sim: Sim,
  kind: string,
  sender: Person | null,
  settings: Settings = {},
): Message {
  const { random } = sim;
  const inside = sender?.mailbox !== undefined && sender.mailbox !== null;
  const host = sender?.host?.domain ?? DOMAIN;
  const range = pickSize(random);
  const senderText = settings.senderText ?? sender?.address ?? '<>';
  const message: Message = {
    id: settings.id ?? sim.nextId(inside ? 'store' : 'client', host),
    networkId: settings.networkId ?? sim.networkId(),
    kind,
    sender,
    senderText,
    returnPath: settings.returnPath ?? (sender === null ? '<>' : senderText),
    subject: settings.subject ?? subjectOf(random),
    size: random.int(range.from, range.to),
    incoming: !inside,
    originalArrival: 0,
    originalClientIp: inside ? `10.20.0.${random.int(2, 250)}` : '',
    traffic: settings.traffic ?? 'Email',
    everyone: new Set(),
  };
  sim.open(message);
  return message;
}

/** A mailbox user sends; the copy in the transport service that took it in. */
export function posted(
  sim: Sim,
  kind: string,
  at: number,
  to: readonly Recipient[],
  sender: Person = sim.person(),
  settings: Settings = {},
): Copy {
  const message = compose(sim, kind, sender, settings);
  const copy = fromMailbox(sim, message, sender, at, to);
  if (copy === null) throw new Error('a submission that was to succeed');
  return copy;
}

/** Somebody on the Internet sends. */
export function came(
  sim: Sim,
  kind: string,
  at: number,
  to: readonly Recipient[],
  sender: Person | null = sim.outside(),
  settings: Settings = {},
): Copy {
  return fromInternet(sim, compose(sim, kind, sender, settings), at, to);
}

/** From either; from outside only where all are ours. */
export function sent(sim: Sim, kind: string, at: number, to: readonly Recipient[]): Copy {
  const inside = to.every((recipient) => recipient.person?.host == null);
  return inside && sim.random.chance(0.5) ? came(sim, kind, at, to) : posted(sim, kind, at, to);
}

export function follow(copy: Copy): void {
  deliver(categorize(copy));
}

export function otherThan(sim: Sim, server: Server): Server {
  return sim.random.pick(sim.org.mailboxes.filter((each) => each !== server));
}
