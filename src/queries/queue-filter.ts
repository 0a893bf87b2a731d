import type { StandingVerdict } from '../lifecycle/standing.ts';
import type { QueryContext } from './context.ts';
import { isOpenInQueue } from './queue-content.ts';
import { QUEUE_KEYS } from './queue-keys.ts';

/** Recipients by what queue reports tell of them: each row and each age of `stuck` can be asked for. */
export interface QueueFilter {
  /** Only those that `stuck` counts as open. */
  readonly open: boolean;
  /** Of them also mail of the system. */
  readonly withSystem: boolean;
  /** Keys of rows, in any case. */
  readonly destination: string | null;
  readonly senderDomain: string | null;
  readonly nextHop: string | null;
  /** Milliseconds. */
  readonly minAgeMs: number | null;
  readonly youngerThanMs: number | null;
}

/** The same as it is asked for: by options, or by the parameters of a page. */
export interface QueueFilterOptions {
  readonly open?: boolean;
  readonly withSystem?: boolean;
  readonly destination?: string;
  readonly senderDomain?: string;
  readonly nextHop?: string;
  /** Milliseconds. */
  readonly minAge?: number;
  readonly youngerThan?: number;
}

export const NO_QUEUE_FILTER: QueueFilter = {
  open: false,
  withSystem: false,
  destination: null,
  senderDomain: null,
  nextHop: null,
  minAgeMs: null,
  youngerThanMs: null,
};

type Test = (verdict: StandingVerdict, sender: string | null) => boolean;

/** Whether a recipient, and the sender of its message, fit. */
export function queueFilter(filter: QueueFilter, context: QueryContext): Test {
  const tests = [
    ...(filter.open ? [openTest(filter.withSystem, context)] : []),
    ...keyTest('destination', filter.destination),
    ...keyTest('sender', filter.senderDomain),
    ...keyTest('next-hop', filter.nextHop),
    ...ageTest(filter),
  ];
  return (verdict, sender) => tests.every((test) => test(verdict, sender));
}

function openTest(withSystem: boolean, context: QueryContext): Test {
  return (verdict, sender) => isOpenInQueue({ sender, verdict }, context, withSystem);
}

function keyTest(by: keyof typeof QUEUE_KEYS, key: string | null): Test[] {
  if (key === null) return [];
  const wanted = key.toLowerCase();
  return [(verdict, sender) => QUEUE_KEYS[by](verdict, sender).toLowerCase() === wanted];
}

/** What ended well has no age. */
function ageTest({ minAgeMs, youngerThanMs }: QueueFilter): Test[] {
  if (minAgeMs === null && youngerThanMs === null) return [];
  const least = minAgeMs ?? 0;
  const most = youngerThanMs ?? Number.POSITIVE_INFINITY;
  return [
    ({ ageSeconds }) =>
      ageSeconds !== null && ageSeconds * 1000 >= least && ageSeconds * 1000 < most,
  ];
}
