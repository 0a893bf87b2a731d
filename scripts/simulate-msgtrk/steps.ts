/**
 * What can happen to a recipient in modern transport. A step both writes a row and moves the simulated recipient; the
 * truth is where the simulated recipient was moved to, never what a reader might make of the row.
 */
export type Stage =
  | 'submission'
  | 'accepted'
  | 'categorizer'
  | 'categorizer-retry'
  | 'remote-queue'
  | 'local-queue'
  | 'local-retry'
  | 'transferred'
  | 'delivered'
  | 'redirected'
  | 'ndr'
  | 'badmail'
  | 'filtered'
  | 'held';

export type State =
  | 'waiting'
  | 'retrying'
  | 'transferred'
  | 'delivered'
  | 'redirected'
  | 'expanded'
  | 'ndr'
  | 'badmail'
  | 'filtered'
  | 'held'
  | 'lost'
  | 'unlogged';

export type Place =
  'submission' | 'categorizer' | 'queue' | 'transit' | 'ndr' | 'badmail' | 'filter' | 'held';

/** Place of the stall for each stage (contract); null where nothing stalls. */
export const PLACES: Readonly<Record<Stage, Place | null>> = {
  submission: 'submission',
  accepted: 'submission',
  categorizer: 'categorizer',
  'categorizer-retry': 'categorizer',
  'remote-queue': 'queue',
  'local-queue': 'queue',
  'local-retry': 'queue',
  transferred: null,
  delivered: null,
  redirected: null,
  ndr: 'ndr',
  badmail: 'badmail',
  filtered: 'filter',
  held: 'held',
};

export type Role = 'MSGTRK' | 'MSGTRKMS' | 'MSGTRKMD' | 'MSGTRKMA' | 'MSGTRKM';

/** `queue`: waits in the delivery queue for its mailbox or its next hop, which no event says. */
type To = { readonly state: State; readonly stage: Stage } | 'queue' | null;

export interface Step {
  readonly role: Role;
  readonly source: string;
  readonly event: string;
  readonly to: To;
  /** the recipient has come to this server, or back to it */
  readonly arrival: boolean;
  /** the columns that name the server which wrote the row; `both`: client and server */
  readonly local: 'client' | 'server' | 'both';
}

type Rest = Partial<Pick<Step, 'role' | 'local'>>;

function step(source: string, event: string, to: To, arrival: boolean, rest: Rest): Step {
  return { role: 'MSGTRK', local: 'server', ...rest, source, event, to, arrival };
}
const note = (source: string, event: string, rest: Rest = {}): Step =>
  step(source, event, null, false, rest);
const arrive = (source: string, event: string, stage: Stage, rest: Rest = {}): Step =>
  step(source, event, { state: 'waiting', stage }, true, rest);
const queue = (source: string, event: string, rest: Rest = {}): Step =>
  step(source, event, 'queue', false, rest);
const retry = (source: string, event: string, stage: Stage, rest: Rest = {}): Step =>
  step(source, event, { state: 'retrying', stage }, false, rest);
const end = (
  source: string,
  event: string,
  state: State & Stage,
  rest: Rest = { local: 'client' },
): Step => step(source, event, { state, stage: state }, false, rest);

const STORE: Rest = { role: 'MSGTRKMS', local: 'client' };
const DELIVERY: Rest = { role: 'MSGTRKMD', local: 'client' };
const APPROVAL: Rest = { role: 'MSGTRKMA' };

export const STEPS = {
  notify: note('STOREDRIVER', 'NOTIFYMAPI', STORE),
  storeReceive: arrive('STOREDRIVER', 'RECEIVE', 'submission', { role: 'MSGTRKMS', local: 'both' }),
  /** by the transport service itself, before 2013 */
  hubReceive: arrive('STOREDRIVER', 'RECEIVE', 'submission'),
  submit: arrive('STOREDRIVER', 'SUBMIT', 'submission', STORE),
  submitDefer: retry('STOREDRIVER', 'SUBMITDEFER', 'submission', STORE),
  haRedirect: note('SMTP', 'HAREDIRECT'),
  haRedirectFail: note('SMTP', 'HAREDIRECTFAIL'),
  haReceive: note('SMTP', 'HARECEIVE'),
  haDiscard: note('SMTP', 'HADISCARD'),
  receive: arrive('SMTP', 'RECEIVE', 'accepted'),
  agentReceive: arrive('AGENT', 'RECEIVE', 'accepted'),
  approvalReceive: arrive('APPROVAL', 'RECEIVE', 'accepted'),
  ruleReceive: arrive('MAILBOXRULE', 'RECEIVE', 'accepted', { role: 'MSGTRKMD' }),
  pickup: arrive('PICKUP', 'RECEIVE', 'accepted'),
  dsn: arrive('DSN', 'DSN', 'accepted'),
  load: arrive('BOOTLOADER', 'LOAD', 'accepted'),
  safetyNet: arrive('SAFETYNET', 'RESUBMIT', 'accepted'),
  promoted: arrive('REDUNDANCY', 'RESUBMIT', 'accepted'),
  requeued: arrive('QUEUE', 'RESUBMIT', 'accepted'),
  agentInfo: queue('AGENT', 'AGENTINFO', { local: 'client' }),
  resolve: queue('ROUTING', 'RESOLVE'),
  redirectTo: queue('ROUTING', 'REDIRECT'),
  duplicateRedirect: note('ROUTING', 'DUPLICATEREDIRECT'),
  expand: queue('ROUTING', 'EXPAND'),
  duplicateExpand: note('ROUTING', 'DUPLICATEEXPAND'),
  fork: queue('ROUTING', 'TRANSFER'),
  forkByQueue: queue('QUEUE', 'TRANSFER'),
  forkByAgent: queue('AGENT', 'TRANSFER'),
  deferRouting: retry('ROUTING', 'DEFER', 'categorizer-retry'),
  deferAgent: retry('AGENT', 'DEFER', 'categorizer-retry'),
  deferSmtp: retry('SMTP', 'DEFER', 'remote-queue'),
  deferQueue: retry('QUEUE', 'DEFER', 'remote-queue'),
  deferDns: retry('DNS', 'DEFER', 'remote-queue'),
  deferStore: retry('STOREDRIVER', 'DEFER', 'local-retry'),
  /** to one of ours; the truth makes a transit of it */
  send: end('SMTP', 'SEND', 'transferred'),
  sendExternal: end('SMTP', 'SENDEXTERNAL', 'transferred'),
  deliver: end('STOREDRIVER', 'DELIVER', 'delivered', DELIVERY),
  duplicateDeliver: end('STOREDRIVER', 'DUPLICATEDELIVER', 'delivered', DELIVERY),
  meeting: note('MEETINGMESSAGEPROCESSOR', 'PROCESSMEETINGMESSAGE', DELIVERY),
  failRouting: end('ROUTING', 'FAIL', 'ndr'),
  failSmtp: end('SMTP', 'FAIL', 'ndr'),
  failQueue: end('QUEUE', 'FAIL', 'ndr'),
  failDns: end('DNS', 'FAIL', 'ndr'),
  failStore: end('STOREDRIVER', 'FAIL', 'ndr'),
  failAgent: end('AGENT', 'FAIL', 'filtered'),
  dropRouting: end('ROUTING', 'DROP', 'filtered', {}),
  dropAgent: end('AGENT', 'DROP', 'filtered', {}),
  suppressed: end('ROUTING', 'SUPPRESSED', 'filtered', {}),
  badmail: end('DSN', 'BADMAIL', 'badmail', {}),
  poison: end('POISONMESSAGE', 'POISONMESSAGE', 'held', {}),
  moderated: end('APPROVAL', 'INITMESSAGECREATED', 'held', {}),
  approve: note('APPROVAL', 'MODERATORAPPROVE', APPROVAL),
  reject: end('APPROVAL', 'MODERATORREJECT', 'ndr', APPROVAL),
  expireModeration: end('APPROVAL', 'MODERATIONEXPIRE', 'ndr', APPROVAL),
  throttle: note('SMTP', 'THROTTLE'),
  unknown: note('SMTP', 'REPLICATION'),
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;
