import type { ServerName } from './organisation.ts';
import { CONNECTOR, HUB, serviceOf } from './organisation.ts';
import type { Person } from './organisation.ts';
import type { EventNumber } from './steps.ts';

/** One event of a message for all recipients of a branch. */
export interface Step {
  readonly server: ServerName;
  readonly event: EventNumber;
  /** Seconds after the step before. */
  readonly after: number;
  readonly partner: string;
}

/** Recipients that share way and fate, so each record of them names all. */
export interface Branch {
  readonly recipients: readonly Person[];
  readonly steps: readonly Step[];
  /** What only the other side would tell. */
  readonly end?: 'lost' | 'expanded';
}

export interface Message {
  readonly kind: string;
  /** The server that gave it its id. */
  readonly from: ServerName;
  readonly sender: string;
  /** It is a report on another message. */
  readonly isReport?: true;
  readonly branches: readonly Branch[];
}

export const step = (
  server: ServerName,
  event: EventNumber,
  after: number,
  partner = '',
): Step => ({ server, event, after, partner });

export const store = (server: ServerName): string => serviceOf(server, 'Microsoft Private MDB');
const mta = (server: ServerName): string => serviceOf(server, 'Microsoft MTA');

/** From one MTA to the next. */
export const carried = (
  from: ServerName,
  to: ServerName,
  [out, into]: readonly [7, 0] | readonly [8, 2] = [7, 0],
): Step[] => [step(from, out, 2, mta(to)), step(to, into, 3, mta(from))];

export const submitted = (server: ServerName): Step => step(server, 4, 0, store(server));

/** From the MTA of the bridgehead to its Internet Mail Service. */
export const queued = (host: string): Step[] => [
  step(HUB, 7, 1, CONNECTOR),
  step(HUB, 1010, 0, host),
];
