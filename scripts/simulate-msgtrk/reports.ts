import { categorize } from './categorizer.ts';
import { infoOf, newCopy, releaseShadow, step, type Copy } from './copy.ts';
import { recipientOf, type Message, type Recipient } from './message.ts';
import { DOMAIN, type Person } from './organisation.ts';
import { deliver } from './send.ts';
import type { StepName } from './steps.ts';

export const SYSTEM = `MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@${DOMAIN}`;

const STATUSES = {
  failRouting: [
    '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
    '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required',
  ],
  failSmtp: [
    '550 5.1.1 <unknown>: Recipient address rejected: User unknown in virtual mailbox table',
    '[{LED=501 5.1.4 Recipient address reserved by RFC 2606};{MSG=};{FQDN=mx.fabrikam.example};{IP=198.51.100.10};{LRT=3/9/2026 8:15:02 AM}]',
  ],
  failQueue: ['550 4.4.7 QUEUE.Expired; message expired'],
  failDns: ['554 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain'],
  failStore: [
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException',
    '550 5.2.0 STOREDRV.Deliver; corrupt message',
  ],
  failAgent: [
    '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
  ],
} as const satisfies Partial<Record<StepName, readonly string[]>>;

export type Failure = keyof typeof STATUSES;

interface Ending {
  /** no report is made: `reference` stays empty */
  readonly silent?: boolean;
  /** the report itself stops here */
  readonly stuck?: boolean;
  /** the report cannot be delivered either */
  readonly bounced?: boolean;
}

/** Given up. The sender is told by a report of its own; a null sender cannot be told, and the mail is badmail. */
export function fail(
  copy: Copy,
  by: Failure,
  recipients = copy.recipients,
  ending: Ending = {},
): void {
  const { sim, message } = copy;
  const { random } = sim;
  const statuses = recipients.map(() => random.pick<string>(STATUSES[by]));
  const report = ending.silent === true || message.sender === null ? null : reportOn(copy, 'dsn');
  // The DSN's row may come first.
  const dsnAt = copy.at + (random.chance(0.3) ? -random.int(1, 9) : random.int(5, 300));
  step(copy, by, copy.at, recipients, {
    statuses,
    row: {
      'message-info': infoOf(copy),
      reference: report === null ? '' : `<${report.id}>`,
    },
  });
  // Routing may repeat what another source has said, without a reason.
  if (random.chance(0.1))
    step(copy, by === 'failAgent' ? by : 'failRouting', copy.at + 1, recipients);
  releaseShadow(copy);
  if (message.sender === null && ending.silent !== true) badmail(copy, recipients);
  if (report !== null && message.sender !== null) {
    const made = originate(copy, report, message.sender, dsnAt, 'Failure');
    if (ending.bounced === true) fail(categorize(made), 'failSmtp');
    else if (ending.stuck !== true) deliver(categorize(made));
  }
}

export function badmail(copy: Copy, recipients: readonly Recipient[]): void {
  step(copy, 'badmail', copy.at + 12, recipients, {
    row: { 'source-context': 'An NDR could not be generated because the sender is <>' },
  });
}

/** A new message by the transport service: a report has the null sender as its return path. */
function reportOn(copy: Copy, kind: string, what = 'Undeliverable'): Message {
  const { sim, message, server } = copy;
  const own: Message = {
    id: sim.nextId('store', server.fqdn),
    networkId: sim.networkId(),
    kind,
    sender: null,
    senderText: SYSTEM,
    returnPath: '<>',
    subject: `${what}: ${message.subject}`,
    size: message.size + 4200,
    incoming: false,
    originalArrival: copy.at + server.skew,
    originalClientIp: '',
    traffic: 'Email',
    everyone: new Set(),
  };
  sim.open(own);
  return own;
}

/** DSN: the transport service made a report, which has to find its way like any mail. */
function originate(
  copy: Copy,
  report: Message,
  to: Person,
  at: number,
  what: 'Failure' | 'Delay' | 'Relay' | 'Expand',
): Copy {
  const { sim, server, message } = copy;
  const own = copyOf(copy, report, at, [recipientOf(sim.random, to)]);
  step(own, 'dsn', at, own.recipients, {
    row: {
      'source-context': what,
      reference: `<${message.id}>`,
      'original-server-ip': server.ip,
    },
  });
  return own;
}

/** What this service makes itself: no segments yet. */
export function copyOf(
  from: Copy,
  message: Message,
  at: number,
  recipients: readonly Recipient[],
): Copy {
  const { sim, server } = from;
  message.originalArrival = at + server.skew;
  return newCopy({ sim, message, server, recipients, at });
}

/** The sender asked to hear that it was handed on to a system that tells nothing more, or that a group was expanded. */
export function receipt(copy: Copy, what: 'Relay' | 'Expand'): void {
  const { sender } = copy.message;
  if (sender === null) return;
  const report = reportOn(copy, 'dsn-receipt', what === 'Relay' ? 'Relayed' : 'Expanded');
  deliver(categorize(originate(copy, report, sender, copy.at + 20, what)));
}

/** After four hours the sender hears that it takes longer; the mail itself goes on waiting. */
export function delayReport(copy: Copy): void {
  const { sender } = copy.message;
  if (sender === null) return;
  const report = reportOn(copy, 'dsn-delay', 'Delivery delayed');
  deliver(categorize(originate(copy, report, sender, copy.at + 15, 'Delay')));
}
