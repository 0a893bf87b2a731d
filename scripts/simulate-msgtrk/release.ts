import type { Random } from '../simulate/random.ts';
import type { Layout } from './rows.ts';
import type { Role } from './steps.ts';

/** What a release of Exchange writes, and how. */
export interface Release {
  /** services of their own submit from mailboxes and deliver to them (2013 and later) */
  readonly services: boolean;
  readonly roles: readonly Role[];
  readonly slot: 'hour' | 'day';
  readonly network: boolean;
  readonly notifies: boolean;
  readonly shadows: boolean;
  readonly agents: boolean;
  readonly external: boolean;
  /** SUBMIT */
  readonly submits: boolean;
  /** SEND beside DELIVER */
  readonly sends: boolean;
  /** how our servers are called in the columns of hosts: server-hostname short and client-hostname long is usual */
  readonly names: 'usual' | 'short' | 'long';
  /** the folder of a server's logs */
  readonly folders: 'short' | 'long' | 'lower';
  /** message-info: milliseconds and all parts; whole seconds and parts of at least one; the time alone */
  readonly info: 'parts' | 'seconds' | 'time';
  /** `#Version` and schema-version; null: the server's own build */
  readonly version: string | null;
}

const MODERN = {
  services: true,
  roles: ['MSGTRK', 'MSGTRKMS', 'MSGTRKMD', 'MSGTRKMA'],
  slot: 'hour',
  network: true,
  notifies: true,
  shadows: true,
  agents: true,
  external: true,
  submits: true,
  sends: true,
  names: 'usual',
  folders: 'short',
  info: 'parts',
  version: null,
} as const satisfies Release;

const OLDER = {
  ...MODERN,
  services: false,
  roles: ['MSGTRK', 'MSGTRKM'],
  slot: 'day',
  network: false,
  agents: false,
  external: false,
} as const satisfies Release;

/** By the number of columns: 2016 to SE, 2013, 2010, 2007. */
export const RELEASES: Readonly<Record<Layout, Release>> = {
  30: MODERN,
  27: { ...MODERN, external: false, version: '15.00.1104.000' },
  26: { ...OLDER, info: 'seconds', version: '14.0.0.0' },
  21: { ...OLDER, notifies: false, shadows: false, info: 'time', version: '8.0.0.0' },
};

/** An organisation with habits of its own: what it leaves out, and what it calls its servers. */
export function varied(release: Release, random: Random): Release {
  const { notifies, shadows, agents, external, services } = release;
  return {
    ...release,
    notifies: notifies && random.chance(0.6),
    shadows: shadows && random.chance(0.6),
    agents: agents && random.chance(0.6),
    external: external && random.chance(0.6),
    submits: !services || random.chance(0.6),
    names: random.pick(['usual', 'short', 'long']),
    folders: random.pick(['short', 'long', 'lower']),
  };
}

/** Before 2013 the transport service delivered and told of moderators, and the mailbox server of submissions. */
const FORMER: Partial<Record<Role, Role>> = {
  MSGTRKMS: 'MSGTRKM',
  MSGTRKMD: 'MSGTRK',
  MSGTRKMA: 'MSGTRK',
};

export function roleIn(release: Release, role: Role): Role {
  return release.services ? role : (FORMER[role] ?? role);
}
