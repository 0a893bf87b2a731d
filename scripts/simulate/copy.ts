import { dateText, timeText } from './clock.ts';
import type { Message, Recipient, Seen } from './message.ts';
import { SERVICE_VERSION, type Server } from './organisation.ts';
import type { Sim } from './simulation.ts';
import { STEPS, type Step, type StepName } from './steps.ts';

/** A message on one server: who brought it, and what the lines there have in common. */
export interface Copy {
  readonly sim: Sim;
  readonly message: Message;
  readonly server: Server;
  /** place in the forced path */
  readonly hop: number;
  /** born in the store of this server: EX forms can stand here */
  readonly born: boolean;
  count: number;
  readonly front: string;
  readonly back: string;
  tail: string;
}

export interface Client {
  readonly ip: string;
  readonly name: string;
}

export const NO_CLIENT: Client = { ip: '-', name: '-' };

export function copyOn(
  sim: Sim,
  message: Message,
  server: Server,
  at: number,
  setting: { hop: number; born: boolean; client: Client; count: number },
): Copy {
  const { client, hop, born, count } = setting;
  // Exchange 2000 stamps the origination anew at every hop (KB 818017).
  const restamped = message.originated !== null && server.release === 2000;
  const origin = restamped ? at + server.skew : message.originated;
  const second = origin === null ? 0 : Math.floor(origin / 1000);
  const origination = origin === null ? '-' : `${dateText(second)} ${timeText(second)}`;
  const front = `\t${client.ip}\t${client.name}\t`;
  const back = `\t${origination}\t0\t${SERVICE_VERSION[server.release]}\t`;
  return {
    sim,
    message,
    server,
    hop,
    born,
    count,
    front,
    back,
    tail: tailOf(message, count, back),
  };
}

function tailOf(message: Message, count: number, back: string): string {
  return `\t${message.id}\t${message.priority}\t0\t${message.size}\t${count}${back}`;
}

export function setCount(copy: Copy, count: number): void {
  copy.count = count;
  copy.tail = tailOf(copy.message, count, copy.back);
}

interface Extra {
  readonly partner?: string;
  readonly link?: string;
  /** the line names no recipient and speaks of all that are given */
  readonly unnamed?: boolean;
}

const NOTHING: Extra = {};

/** Moves the recipients, and writes the lines if this server wrote any. */
export function step(
  copy: Copy,
  name: StepName,
  at: number,
  recipients: readonly Recipient[],
  extra: Extra = NOTHING,
): void {
  const { sim, message, server } = copy;
  const spec: Step = STEPS[name];
  for (const recipient of recipients) if (spec.to !== null) message.everyone.add(recipient);
  const log = sim.logFor(server, at);
  if (log === null) {
    if (sim.hidden(server, at)) for (const recipient of recipients) recipient.cut = true;
    return;
  }
  const second = Math.floor((at + server.skew) / 1000);
  if (sim.near(at)) sim.heard.set(server, at);
  const start =
    `${dateText(second)}\t${timeText(second)}${copy.front}${extra.partner ?? '-'}\t${server.name}\t` +
    `${message.report && copy.hop === 0 ? '-' : server.ip}\t`;
  const sender = spec.form === 1 ? (message.senderEx ?? message.senderText) : message.senderText;
  const end = `\t${spec.event}${copy.tail}${extra.link ?? '-'}\t${message.subject}\t${sender}\t-\r\n`;
  if (extra.unnamed === true) log.add(second, `${start}-${end}`);
  const senderNamed = sender === message.senderText;
  for (const recipient of recipients) {
    const shown = extra.unnamed === true ? null : nameOn(copy, spec, recipient);
    if (shown !== null) log.add(second, start + shown + end);
    if (spec.to === null) continue;
    see(recipient, server, at, spec.arrival, spec.to);
    recipient.moves.push({
      server,
      at,
      loggedAt: second * 1000,
      stage: spec.to.stage,
      arrival: spec.arrival,
      named: shown !== null && shown !== recipient.ex,
      senderNamed,
      handedTo: null,
    });
  }
}

function nameOn(copy: Copy, spec: Step, recipient: Recipient): string {
  if (copy.born && recipient.ex !== null && spec.form <= copy.message.exUntil) return recipient.ex;
  recipient.smtpSeen = true;
  if (recipient.otherCase !== null && spec.event % 2 === 0) return recipient.otherCase;
  return recipient.address;
}

function see(
  recipient: Recipient,
  server: Server,
  at: number,
  arrival: boolean,
  to: Pick<Seen, 'state' | 'stage'>,
): void {
  const seen = recipient.seen;
  if (seen === null) {
    recipient.seen = { state: to.state, stage: to.stage, server, since: at, transit: null };
    return;
  }
  if (arrival || seen.server !== server) seen.since = at;
  seen.state = to.state;
  seen.stage = to.stage;
  seen.server = server;
  seen.transit = null;
}

/** The last thing seen of these is that `copy` went out to one of our own servers. */
export function inTransit(copy: Copy, at: number, recipients: readonly Recipient[], to: Server) {
  const written = copy.sim.logFor(copy.server, at) !== null;
  const transit = { to, at, arrival: null as number | null };
  if (!written) return transit;
  for (const { seen, moves } of recipients) {
    if (seen !== null) seen.transit = transit;
    const move = moves.at(-1);
    if (move !== undefined) move.handedTo = to;
  }
  return transit;
}
