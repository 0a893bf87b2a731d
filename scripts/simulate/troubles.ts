import { HOUR, MINUTE, SECOND } from './clock.ts';
import { step, type Copy } from './copy.ts';
import type { Act, Recipient, Trouble } from './message.ts';
import type { Stage, StepName } from './steps.ts';

/** Recipients of one copy that go on together, and when. */
export interface Going {
  readonly at: number;
  readonly recipients: readonly Recipient[];
}

/**
 * A copy has come to a stage. Without trouble there, all go on. Else those that are hit meet it, and the others go on
 * alone; a trouble happens once.
 */
export function troubled(copy: Copy, stage: Stage, going: Going): Going[] {
  const trouble = copy.message.trouble;
  if (trouble === null || trouble.stage !== stage) return [going];
  if (trouble.server !== null && trouble.server !== copy.server) return [going];
  const { only } = trouble;
  const hit = only === null ? going.recipients : going.recipients.filter(only);
  if (hit.length === 0) return [going];
  copy.message.trouble = null;
  const rest = going.recipients.filter((recipient) => !hit.includes(recipient));
  const survivors = ACTS[trouble.act](copy, trouble, { at: going.at, recipients: hit });
  const others = rest.length > 0 ? [{ at: going.at, recipients: rest }] : [];
  return [...others, ...survivors];
}

type Handler = (copy: Copy, trouble: Trouble, going: Going) => Going[];

const ACTS: Readonly<Record<Act, Handler>> = {
  stuck: () => [],
  lost: () => [],
  slow: (copy, _, going) => [{ ...going, at: going.at + copy.sim.random.int(16, 240) * MINUTE }],
  retry: (copy, trouble, going) => {
    const at = retries(copy, trouble.stage, going, copy.sim.random.int(1, 6));
    return [{ ...going, at }];
  },
  'retry-open': (copy, trouble, going) => {
    retries(copy, trouble.stage, going, Number.POSITIVE_INFINITY);
    return [];
  },
  ndr: (copy, trouble, going) => {
    const at = going.at + refusal(copy, trouble.stage);
    const name = trouble.stage === 'categorizer' ? 'refuseAddress' : 'refuse';
    step(copy, name, at, going.recipients);
    copy.sim.reports.push({ copy, at });
    return [];
  },
  // Later than anything else on this server can take, so that all others have left or are delivered: the line
  // without a name then speaks of exactly these.
  'ndr-all': (copy, _, going) => {
    const at = going.at + copy.sim.random.int(30, 120) * SECOND;
    step(copy, 'refuse', at, going.recipients, { unnamed: true });
    copy.sim.reports.push({ copy, at });
    return [];
  },
  // After some tries the message is given up.
  'ndr-expired': (copy, trouble, going) => {
    const at = retries(copy, trouble.stage, going, copy.sim.random.int(2, 7));
    step(copy, 'refuse', at, going.recipients);
    copy.sim.reports.push({ copy, at });
    return [];
  },
  // A virus scanner takes it and submits it anew: it arrives once more, and once more may go to the categorizer.
  again: (copy, trouble, going) => {
    const at = going.at + copy.sim.random.int(1, 60) * SECOND;
    step(copy, 'enqueue', at, going.recipients);
    step(copy, 'begin', at, going.recipients);
    if (trouble.stage === 'categorizer') step(copy, 'categorize', at, going.recipients);
    return [{ ...going, at }];
  },
  badmail: (copy, _, going) => end(copy, 'bad', going, 5),
  fail: (copy, _, going) => end(copy, 'fail', going, 2),
  failMessage: (copy, _, going) => end(copy, 'failMessage', going, 2),
  filterDelete: (copy, _, going) => end(copy, 'filterDelete', going, 1),
  filterArchive: (copy, _, going) => end(copy, 'filterArchive', going, 1),
  redirect: (copy, trouble, going) => redirect(copy, trouble, going, false),
  'redirect-both': (copy, trouble, going) => redirect(copy, trouble, going, true),
};

function end(copy: Copy, name: StepName, going: Going, seconds: number): Going[] {
  step(copy, name, going.at + copy.sim.random.int(50, seconds * SECOND), going.recipients);
  return [];
}

/** A bad address is known at once; a remote host or a store refuses after some time. */
function refusal(copy: Copy, stage: Stage): number {
  const quick = stage === 'categorizer' || copy.sim.random.chance(0.5);
  return quick ? copy.sim.random.int(50, 3000) : copy.sim.random.int(2, 90) * MINUTE;
}

function redirect(copy: Copy, trouble: Trouble, going: Going, both: boolean): Going[] {
  const at = going.at + copy.sim.random.int(50, 900);
  step(copy, 'redirect', at, going.recipients);
  const alternate = trouble.alternate === null ? [] : [trouble.alternate];
  return [{ at, recipients: both ? [...going.recipients, ...alternate] : alternate }];
}

/** What a stage writes when it fails for now, and when it tries anew. */
const RETRIES: Readonly<Partial<Record<Stage, { fails: StepName | null; again: StepName }>>> = {
  categorizer: { fails: 'retryCategorize', again: 'categorize' },
  routing: { fails: 'retryRoute', again: 'route' },
  'local-queue': { fails: 'retryLocal', again: 'queueLocal' },
  transfer: { fails: null, again: 'transfer' },
};

/** Waits grow as those of the service do: some short ones, then long ones. */
function pause(copy: Copy, attempt: number): number {
  const { random } = copy.sim;
  return attempt < 4 ? random.int(5, 11) * MINUTE : random.int(40, 150) * MINUTE;
}

function retries(copy: Copy, stage: Stage, going: Going, times: number): number {
  const plan = RETRIES[stage];
  if (plan === undefined) throw new Error(`no retry at ${stage}`);
  let { at } = going;
  for (let attempt = 0; attempt < times && at < copy.sim.horizon + HOUR; attempt++) {
    at += copy.sim.random.int(50, 2000);
    if (plan.fails !== null) step(copy, plan.fails, at, going.recipients);
    at += pause(copy, attempt);
    // Back from a retry to routing or the local queue is not always told.
    const told = stage === 'categorizer' || stage === 'transfer' || copy.sim.random.chance(0.4);
    if (told) step(copy, plan.again, at, going.recipients);
  }
  return at;
}
