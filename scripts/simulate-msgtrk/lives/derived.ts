import { MINUTE, SECOND } from '../../simulate/clock.ts';
import { categorize } from '../categorizer.ts';
import { lyingSince, newCopy, step, wait, type Copy } from '../copy.ts';
import { fromMailbox } from '../entry.ts';
import { segmentOf } from '../latency.ts';
import { homeOf, recipientOf, type Message, type Recipient } from '../message.ts';
import type { Person, Server } from '../organisation.ts';
import { receive } from '../receive.ts';
import { copyOf, SYSTEM } from '../reports.ts';
import { deliver } from '../send.ts';
import type { Sim } from '../simulation.ts';
import { compose, follow, posted, sent, type Life } from './draft.ts';

/** A report to the journal mailbox, made by an agent while the mail was categorized. */
function journaled(sim: Sim, kind: string, at: number): void {
  const copy = sent(sim, kind, at, [...sim.users(sim.random.int(1, 3)), ...sim.outsiders(1)]);
  categorize(copy);
  const report = compose(sim, 'journal-report', sim.org.journal, {
    senderText: SYSTEM,
    returnPath: '<>',
    subject: copy.message.subject,
    traffic: 'Journal',
  });
  const own = copyOf(copy, report, copy.at + 4, [recipientOf(sim.random, sim.org.journal)]);
  step(own, 'agentReceive', own.at, own.recipients, {
    row: { 'source-context': 'Journal Agent', reference: `<${copy.message.id}>` },
  });
  deliver(copy);
  if (kind.endsWith('stuck')) return;
  deliver(sim.random.chance(0.5) ? categorize(own) : own);
}

/** What the delivery service of a mailbox sends on its own: it goes to transport by SMTP. */
function byRule(
  from: Copy,
  owner: Recipient,
  message: Message,
  to: readonly Recipient[],
  at: number,
): Copy | null {
  const { sim } = from;
  const home = homeOf(owner);
  if (home === null) return null;
  const { services } = sim.release;
  const server = services ? home : from.server;
  message.originalArrival = at + server.skew;
  const made = newCopy({ sim, message, server, role: 'MSGTRKMD', recipients: to, at });
  step(made, 'ruleReceive', at, to, { row: { reference: from.internalId } });
  if (!services) return made;
  const hub = sim.hub(home, at);
  const client = { ip: home.ip, name: home.fqdn };
  return receive(sim, message, hub, { at, to, client, segments: [], info: '0aI: ' });
}

/** An inbox rule forwards: a new mail that refers to the internal id of the one that came in. */
function forwarded(sim: Sim, kind: string, at: number): void {
  const [owner] = sim.users(1);
  if (owner?.person == null) return;
  const copy = categorize(sent(sim, kind, at, [owner]));
  deliver(copy);
  const message = compose(sim, 'rule-forward', owner.person, {
    subject: `FW: ${copy.message.subject}`,
  });
  const to = sim.random.chance(0.5) ? sim.outsiders(1) : sim.users(1);
  const own = byRule(copy, owner, message, to, copy.at + sim.random.int(1, 4) * MINUTE);
  if (own === null) return;
  if (sim.random.chance(0.85)) follow(own);
}

/** An automatic reply has the null sender; when it cannot be delivered, nobody is told. */
function outOfOffice(sim: Sim, kind: string, at: number): void {
  const [owner] = sim.users(1);
  if (owner?.person == null) return;
  const copy = categorize(sent(sim, kind, at, [owner]));
  deliver(copy);
  const { sender } = copy.message;
  if (sender === null) return;
  const message = compose(sim, 'out-of-office', owner.person, {
    returnPath: '<>',
    subject: `Automatic reply: ${copy.message.subject}`,
  });
  const to = [recipientOf(sim.random, sender)];
  const own = byRule(copy, owner, message, to, copy.at + sim.random.int(20, 60) * SECOND);
  if (own !== null) follow(own);
}

const ENDINGS = ['waiting', 'approve', 'approve', 'reject', 'expire'] as const;
type Ending = (typeof ENDINGS)[number];

/** The mail waits; a request goes to the arbitration mailbox, and from there to the moderator. */
function moderated(ending: Ending): Life['run'] {
  return (sim, kind, at) => {
    const { random } = sim;
    const [target, beside, moderator] = sim.users(3);
    if (target === undefined || beside === undefined || moderator?.person == null) return;
    const both = random.chance(0.3);
    const copy = sent(sim, kind, at, both ? [target, beside] : [target]);
    wait(copy, 'CAT', random.int(20, 400));
    const { arbitration } = sim.org;
    const request = compose(sim, 'moderation-request', arbitration, {
      senderText: SYSTEM,
      returnPath: '<>',
      subject: copy.message.subject,
    });
    step(copy, 'moderated', copy.at, [target], {
      row: {
        'related-recipient-address': arbitration.address,
        reference: `<${request.id}>`,
        'source-context': `Moderated recipient; ${target.address}`,
      },
    });
    const own = copyOf(copy, request, copy.at + 6, [recipientOf(random, arbitration)]);
    step(own, 'approvalReceive', own.at, own.recipients, {
      row: { reference: `<${copy.message.id}>` },
    });
    follow(own);
    copy.recipients = [beside];
    if (both) deliver(categorize(copy));
    ask(sim, own.at + 3 * SECOND, arbitration, moderator.person, copy.message);
    decide(copy, target, ending, own.at + random.int(4, 200) * MINUTE);
  };
}

function ask(sim: Sim, at: number, from: Person, moderator: Person, about: Message): void {
  const message = compose(sim, 'moderation-request', from, {
    subject: `Decide: ${about.subject}`,
  });
  const to = [recipientOf(sim.random, moderator)];
  const copy = fromMailbox(sim, message, from, at, to);
  if (copy !== null) follow(copy);
}

function decide(copy: Copy, target: Recipient, ending: Ending, at: number): void {
  const { sim, server } = copy;
  const { arbitration } = sim.org;
  const home = arbitration.mailbox?.database.server ?? server;
  const internalId = sim.nextInternalId(home, 'MSGTRKMA');
  const row = { 'internal-message-id': internalId, 'sender-address': arbitration.address };
  const there = { server: home, row };
  if (ending === 'reject') step(copy, 'reject', at, [target], there);
  if (ending === 'expire') step(copy, 'expireModeration', at + 600 * MINUTE, [target], there);
  if (ending !== 'approve') return;
  step(copy, 'approve', at, [target], there);
  again(copy, target, home, at + 40);
}

/** The approved mail comes from the arbitration mailbox, as a new copy of the same message. */
function again(copy: Copy, target: Recipient, home: Server, at: number): void {
  const { sim, message } = copy;
  const client = { ip: home.ip, name: home.fqdn };
  const hub = sim.hub(home, at);
  const segments = [segmentOf(copy.server, 'TOTAL-HUB', [lyingSince(message, home, at)])];
  follow(receive(sim, message, hub, { at, to: [target], client, segments, info: '0aI: ' }));
}

/** A mail that is sent by a moderator's vote goes no further than the arbitration mailbox's agent. */
function vote(sim: Sim, kind: string, at: number): void {
  const to = recipientOf(sim.random, sim.org.arbitration);
  const copy = categorize(posted(sim, kind, at, [to]));
  wait(copy, 'QDM', 60);
  step(copy, 'dropRouting', copy.at, [to], { row: { 'source-context': 'approval processed' } });
}

export const DERIVED: readonly Life[] = [
  { kind: 'journaled', weight: 10, run: journaled },
  { kind: 'journaled-report-stuck', weight: 3, run: journaled },
  { kind: 'inbox-rule', weight: 8, run: forwarded },
  { kind: 'inbox-rule-reply', weight: 8, run: outOfOffice },
  { kind: 'moderated-waiting', weight: 4, run: moderated('waiting') },
  { kind: 'moderated-approved', weight: 5, run: moderated('approve') },
  { kind: 'moderated-rejected', weight: 4, run: moderated('reject') },
  { kind: 'moderated-expired', weight: 3, run: moderated('expire') },
  { kind: 'moderator-vote', weight: 3, run: vote },
];
