/**
 * What can happen to a recipient. A step both writes a line and moves the simulated recipient; the truth is where the
 * simulated recipient was moved to, never what a reader might make of the line.
 */
export type Stage =
  | 'submission'
  | 'accepted'
  | 'categorizer'
  | 'categorizer-retry'
  | 'routing'
  | 'routing-retry'
  | 'remote-queue'
  | 'gateway-queue'
  | 'local-queue'
  | 'local-retry'
  | 'transfer'
  | 'transferred'
  | 'delivered'
  | 'redirected'
  | 'ndr'
  | 'badmail'
  | 'queue-failure'
  | 'filtered';

export type State =
  | 'waiting'
  | 'retrying'
  | 'transferred'
  | 'delivered'
  | 'redirected'
  | 'ndr'
  | 'badmail'
  | 'failed'
  | 'filtered'
  | 'expanded'
  | 'lost'
  | 'unlogged';

/** Which address form a line can still have: 1 the store's own, 2 up to the categorizer, 3 after it. */
type Form = 1 | 2 | 3;

export interface Step {
  readonly event: number;
  /** null: the line is written, nothing moves */
  readonly to: { readonly state: State; readonly stage: Stage } | null;
  readonly form: Form;
  /** the recipient has come to this server, or back to it */
  readonly arrival: boolean;
}

const move = (event: number, state: State, stage: Stage, form: Form = 3): Step => ({
  event,
  to: { state, stage },
  form,
  arrival: false,
});
const arrive = (event: number, stage: Stage, form: Form = 3): Step => ({
  event,
  to: { state: 'waiting', stage },
  form,
  arrival: true,
});
const note = (event: number, form: Form): Step => ({ event, to: null, form, arrival: false });

export const STEPS = {
  submit: arrive(1027, 'submission', 1),
  enqueue: arrive(1019, 'accepted', 2),
  begin: arrive(1025, 'accepted', 2),
  categorize: move(1024, 'waiting', 'categorizer', 2),
  retryCategorize: move(1032, 'retrying', 'categorizer-retry'),
  route: move(1033, 'waiting', 'routing'),
  retryRoute: move(1035, 'retrying', 'routing-retry'),
  queueRemote: move(1034, 'waiting', 'remote-queue'),
  queueGateway: move(1038, 'waiting', 'gateway-queue'),
  queueLocal: move(1036, 'waiting', 'local-queue'),
  retryLocal: move(1037, 'retrying', 'local-retry'),
  transfer: move(1020, 'waiting', 'transfer'),
  handOver: move(1031, 'transferred', 'transferred'),
  gateway: move(1029, 'transferred', 'transferred'),
  deliver: move(1023, 'delivered', 'delivered'),
  deliverStore: move(1028, 'delivered', 'delivered'),
  redirect: move(1042, 'redirected', 'redirected'),
  refuse: move(1030, 'ndr', 'ndr'),
  refuseAddress: move(1030, 'ndr', 'ndr', 2),
  bad: move(1021, 'badmail', 'badmail'),
  fail: move(1022, 'failed', 'queue-failure', 2),
  failMessage: move(1026, 'failed', 'queue-failure', 2),
  filterDelete: move(1039, 'filtered', 'filtered'),
  filterReject: move(1040, 'filtered', 'filtered'),
  filterArchive: move(1041, 'filtered', 'filtered'),
  mtaIn: arrive(0, 'accepted'),
  mtaOut: move(7, 'transferred', 'transferred'),
  odd: note(1050, 2),
  odder: note(1099, 3),
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

export type Place =
  | 'submission'
  | 'categorizer'
  | 'queue'
  | 'transfer'
  | 'ndr'
  | 'badmail'
  | 'failure'
  | 'filter'
  | 'transit';

/** contract.md, "State of a recipient": the place of a stage; null where nothing stalls. */
export const PLACES: Readonly<Record<Stage, Place | null>> = {
  submission: 'submission',
  accepted: 'submission',
  categorizer: 'categorizer',
  'categorizer-retry': 'categorizer',
  routing: 'queue',
  'routing-retry': 'queue',
  'remote-queue': 'queue',
  'gateway-queue': 'queue',
  'local-queue': 'queue',
  'local-retry': 'queue',
  transfer: 'transfer',
  transferred: null,
  delivered: null,
  redirected: null,
  ndr: 'ndr',
  badmail: 'badmail',
  'queue-failure': 'failure',
  filtered: 'filter',
};
