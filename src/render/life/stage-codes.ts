import type { Stage } from '../../model/stage.ts';

/** What stands in a bar that has no room for the name of its stage. */
export const STAGE_CODES: Readonly<Record<Stage, string>> = {
  submission: 'su',
  accepted: 'ac',
  categorizer: 'ca',
  'categorizer-retry': 'cr',
  routing: 'ro',
  'routing-retry': 'rr',
  'remote-queue': 'rq',
  'gateway-queue': 'gq',
  'local-queue': 'lq',
  'local-retry': 'lr',
  transfer: 'tr',
  transferred: 'tf',
  delivered: 'de',
  redirected: 're',
  ndr: 'nd',
  badmail: 'bm',
  'queue-failure': 'qf',
  filtered: 'fi',
  absorbed: 'ab',
  held: 'he',
};
