import type { Stage } from '../model/stage.ts';
import { ARRIVAL, HAND_OVER, PLAIN } from './flow.ts';
import type { MsgtrkEventId, MsgtrkRole, MsgtrkSource } from './msgtrk-codes.ts';
import type { EventFlow } from './types.ts';

/** What a modern event does. The row that names the source is believed before the one for all others (`null`). */
export interface MsgtrkFlow extends EventFlow {
  readonly event: MsgtrkEventId;
  readonly sources: readonly MsgtrkSource[] | null;
  readonly role: MsgtrkRole;
}

type Row = Omit<MsgtrkFlow, 'event'>;

/** Some rows of one event. */
function rows(event: MsgtrkEventId, ...of: readonly Row[]): MsgtrkFlow[] {
  return of.map((row) => ({ event, ...row }));
}

function named(stage: Stage | null, flow: Omit<EventFlow, 'stage'> = PLAIN): Row {
  return { sources: null, role: 'named', stage, ...flow };
}

function from(
  sources: readonly MsgtrkSource[],
  stage: Stage | null,
  flow: Omit<EventFlow, 'stage'> = PLAIN,
): Row {
  return { sources, role: 'named', stage, ...flow };
}

const NOTE = named(null);
const RETRYING = { ...PLAIN, retrying: true } as const;
const APPROVED = { ...ARRIVAL, decides: true } as const;
const REFUSED = { ...PLAIN, decides: true } as const;

/** The categorizer is through with the recipient. No event says that it is in a queue: that is where it is from then on. */
const QUEUED: readonly Row[] = [
  { sources: null, role: 'named', stage: 'remote-queue', ...PLAIN, inferred: true },
  { sources: null, role: 'mailbox', stage: 'local-queue', ...PLAIN, inferred: true },
];

const FORMER = { sources: null, role: 'former', ...PLAIN, stage: 'redirected' } as const;
const EXPANDED = { ...FORMER, becomes: 'members' } as const satisfies Row;
const RENAMED = { ...FORMER, becomes: 'other-form' } as const satisfies Row;

/** Of the message that a line about moderation refers to. */
function original(stage: Stage, flow: Omit<EventFlow, 'stage'> = PLAIN): Row {
  return { sources: null, role: 'original', stage, ...flow };
}

/**
 * One table of all modern events (Microsoft Learn, "Message tracking"; stages as those of 2000/2003 are named). What is only a measure, a copy
 * kept in reserve or an agent's word in passing is a note.
 */
export const MSGTRK_FLOW: readonly MsgtrkFlow[] = [
  ...rows('NOTIFYMAPI', named('submission')),
  ...rows('NOTIFYSHADOW', named('submission')),
  ...rows('CLIENTSUBMISSION', named('submission')),
  // It may be told after the transport service took the message.
  ...rows('SUBMIT', named('submission', { ...PLAIN, yields: true })),
  ...rows('SUBMITDEFER', named('submission', RETRYING)),
  ...rows('SUBMITFAIL', named('queue-failure')),
  ...rows('RECEIVE', named('accepted', ARRIVAL), from(['STOREDRIVER'], 'submission', ARRIVAL)),
  ...rows('LOAD', named('accepted', ARRIVAL)),
  ...rows('RESUBMIT', named('accepted', ARRIVAL)),
  ...rows('RESUBMITDEFER', NOTE),
  ...rows('RESUBMITFAIL', NOTE),
  ...rows('DSN', named('accepted', ARRIVAL)),
  ...rows('AGENTINFO', ...QUEUED),
  ...rows('RESOLVE', ...QUEUED, RENAMED),
  ...rows('REDIRECT', ...QUEUED, FORMER),
  ...rows('DUPLICATEREDIRECT', NOTE, FORMER),
  ...rows('EXPAND', ...QUEUED, EXPANDED),
  ...rows('DUPLICATEEXPAND', NOTE, EXPANDED),
  ...rows('TRANSFER', ...QUEUED),
  ...rows('THROTTLE', named('categorizer')),
  ...rows(
    'DEFER',
    named('remote-queue', RETRYING),
    from(['ROUTING', 'RESOLVER', 'AGENT'], 'categorizer-retry'),
    from(['STOREDRIVER'], 'local-retry'),
  ),
  ...rows('SEND', named('transferred', HAND_OVER), {
    sources: null,
    role: 'own-server',
    stage: 'transferred',
    ...HAND_OVER,
    within: true,
  }),
  ...rows('SENDEXTERNAL', named('transferred')),
  ...rows('DELIVER', named('delivered')),
  ...rows('DUPLICATEDELIVER', named('delivered')),
  ...rows('PROCESS', named('delivered')),
  ...rows('PROCESSMEETINGMESSAGE', named('delivered')),
  ...rows('DELIVERFAIL', named('ndr')),
  ...rows('FAIL', named('ndr'), from(['AGENT', 'MAILBOXRULE'], 'filtered')),
  ...rows('BADMAIL', named('badmail')),
  // A used request for approval is dropped once the moderator has decided.
  ...rows('DROP', named('filtered'), from(['APPROVAL'], 'delivered')),
  ...rows('SUPPRESSED', named('filtered')),
  ...rows('POISONMESSAGE', named('held')),
  ...rows('INITMESSAGECREATED', named('held'), original('held')),
  ...rows('MODERATORAPPROVE', named('accepted', APPROVED), original('accepted', APPROVED)),
  ...rows('MODERATORREJECT', named('ndr', REFUSED), original('ndr', REFUSED)),
  ...rows('MODERATIONEXPIRE', named('ndr', REFUSED), original('ndr', REFUSED)),
  ...rows('MODERATORSALLNDR', named('ndr', REFUSED), original('ndr', REFUSED)),
  ...rows('HAREDIRECT', NOTE),
  ...rows('HAREDIRECTFAIL', NOTE),
  ...rows('HARECEIVE', NOTE),
  ...rows('HADISCARD', NOTE),
  ...rows('REPLICATION', NOTE),
  ...rows('JOURNALREPORT', NOTE),
  ...rows('DELAY', NOTE),
  ...rows('STATUS-DELIVERED', named('delivered')),
  ...rows('STATUS-EXPANDED', { ...EXPANDED, role: 'named' }),
  ...rows('STATUS-FAILED', named('ndr')),
  ...rows('STATUS-FILTEREDASSPAM', named('filtered')),
  ...rows('STATUS-QUARANTINED', named('filtered')),
  // Another trace of the same mail says how it ended, with the same time: it does not come in anew.
  ...rows('STATUS-PENDING', named('accepted')),
  ...rows('STATUS-GETTINGSTATUS', named('accepted')),
  ...rows('STATUS-NONE', NOTE),
];
