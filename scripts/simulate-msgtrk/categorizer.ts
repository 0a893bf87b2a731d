import { infoOf, step, wait, type Copy } from './copy.ts';
import { homeOf, type Recipient } from './message.ts';
import type { StepName } from './steps.ts';

const AGENTS = [
  'S:AMA=SUM|v=0|action=|error=|atch=0;S:CompCost=|AMA=0|ETR=0;S:DeliveryPriority=Normal',
  'S:TRA=ETR|ruleId=5f1c2d80-51a3-4d1c-8d0f-0c8b3f5e7a10|st=2026-01-05T10:00:00.0000000Z|action=ApplyHtmlDisclaimer;S:CompCost=|ETR=1',
  'S:SFA=SUM|SCL=1|action=|score=0;S:DeliveryPriority=Normal',
] as const;

/** The categorizer and its agents are done with the copy. */
export function categorize(copy: Copy): Copy {
  const { random } = copy.sim;
  wait(copy, 'CAT', random.int(20, 700), ['CATOS', 'CATRESL', 'CATORES', 'CATRT']);
  step(copy, 'agentInfo', copy.at, copy.recipients, {
    row: {
      'source-context': `CatContentConversion;${copy.at % 97}`,
      'custom-data': random.pick(AGENTS),
    },
  });
  return copy;
}

const FORKS = {
  fork: 'Resolver',
  forkByQueue: 'QueueSplit',
  forkByAgent: 'Journal Agent',
} as const satisfies Partial<Record<StepName, string>>;

/** Another copy with some of the recipients: a new internal-message-id whose row refers to this one's. */
export function fork(
  copy: Copy,
  recipients: readonly Recipient[],
  by: keyof typeof FORKS = 'fork',
): Copy {
  const { sim, server } = copy;
  wait(copy, 'CAT', sim.random.int(1, 20));
  const internalId = sim.nextInternalId(server, 'MSGTRK');
  const parts = copy.parts.map((part) => ({ ...part }));
  const child: Copy = { ...copy, internalId, recipients: [...recipients], parts };
  copy.recipients = copy.recipients.filter((recipient) => !recipients.includes(recipient));
  step(child, by, child.at, recipients, {
    row: {
      'source-context': FORKS[by],
      reference: copy.internalId,
    },
  });
  return child;
}

/** Members in place of the group; members of groups among them too, until only persons are left. */
export function expand(copy: Copy, group: Recipient): void {
  const known = new Set(copy.recipients.map((recipient) => recipient.address));
  const members = group.members ?? [];
  const fresh = members.filter((member) => !known.has(member.address));
  const double = members.filter((member) => known.has(member.address));
  wait(copy, 'CAT', copy.sim.random.int(2, 60));
  const row = { 'related-recipient-address': group.address, reference: '' };
  // Large groups take more than one row.
  const size = copy.sim.random.chance(0.25) ? 3 : fresh.length;
  for (let from = 0; from < fresh.length; from += size) {
    step(copy, 'expand', copy.at, fresh.slice(from, from + size), { row });
  }
  copy.recipients = [...copy.recipients.filter((recipient) => recipient !== group), ...fresh];
  if (double.length > 0) {
    const still = double.map((member) => copy.recipients.find((r) => r.address === member.address));
    step(copy, 'duplicateExpand', copy.at + 1, defined(still), { row });
  }
  if (members.length > 0) endAs(copy, group, 'expanded');
  for (const member of fresh) if (member.members !== null) expand(copy, member);
}

function defined<T>(items: readonly (T | undefined)[]): T[] {
  return items.filter((item): item is T => item !== undefined);
}

/** What stands in related-recipient-address has ended here, if the row was written. */
function endAs(copy: Copy, recipient: Recipient, state: 'expanded' | 'redirected'): void {
  const { seen } = recipient;
  if (seen === null || copy.sim.logFor(copy.server, 'MSGTRK', copy.at) === null) return;
  seen.state = state;
  seen.stage = state === 'expanded' ? 'categorizer' : 'redirected';
  seen.server = copy.server;
  seen.transit = null;
}

/** The same person under its new primary address; nothing more is said of the former one. */
export function resolve(copy: Copy, former: Recipient, now: Recipient): void {
  wait(copy, 'CAT', copy.sim.random.int(1, 40));
  if (copy.sim.logFor(copy.server, 'MSGTRK', copy.at) === null) return;
  now.seen = former.seen;
  former.seen = null;
  copy.message.everyone.delete(former);
  step(copy, 'resolve', copy.at, [now], { row: { 'related-recipient-address': former.address } });
  replace(copy, former, now);
}

/** A forwarding address in place of the recipient. */
export function redirect(copy: Copy, former: Recipient, now: Recipient): void {
  wait(copy, 'CAT', copy.sim.random.int(1, 40));
  const row = { 'related-recipient-address': former.address };
  const already = copy.recipients.includes(now);
  step(copy, already ? 'duplicateRedirect' : 'redirectTo', copy.at, [now], { row });
  endAs(copy, former, 'redirected');
  replace(copy, former, now);
}

function replace(copy: Copy, former: Recipient, now: Recipient): void {
  const others = copy.recipients.filter((recipient) => recipient !== former && recipient !== now);
  copy.recipients = [...others, now];
}

const REASONS = {
  deferRouting: [
    'Resolver transient failure: 451 4.2.0 RESOLVER.ADR.Transient; transient failure',
    '420 4.2.0 RESOLVER.RST.TransientFailure',
  ],
  deferAgent: ['Transport Rule Agent', 'Malware Agent; 432 4.7.0 Engine error; will retry'],
  deferSmtp: [
    '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped due to SocketError."',
    '451 4.7.500 Server busy. Please try again later',
  ],
  deferQueue: ['400 4.4.7 Message delayed', '421 4.4.1 Connection timed out'],
  deferDns: [
    '451 4.4.0 DNS query failed. The error was: SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
  ],
  deferStore: [
    '432 4.3.2 STOREDRV.Deliver; dynamic mailbox database throttling limit exceeded',
    '430 4.2.0 STOREDRV.Deliver; mailbox database offline',
  ],
} as const;

export type Deferral = keyof typeof REASONS;

/** Tried in vain, to be tried again. */
export function defer(copy: Copy, by: Deferral, recipients = copy.recipients): void {
  const reason = copy.sim.random.pick<string>(REASONS[by]);
  const near = recipients.every((recipient) => homeOf(recipient) === copy.server);
  // The delivery service of the same server may be the one that says so.
  const there = by === 'deferStore' && near && copy.sim.random.chance(0.5);
  const internalId = copy.sim.deliveryId(copy.server, copy.internalId);
  step(there ? { ...copy, internalId } : copy, by, copy.at, recipients, {
    ...(there ? { role: 'MSGTRKMD' } : {}),
    statuses: recipients.map(() => reason),
    row: { 'source-context': reason, 'message-info': infoOf(copy) },
  });
}
