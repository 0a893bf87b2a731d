import { isSecret } from './secrets.ts';
import type { Secrets } from './secrets.ts';

/** Sent with each answer, refusals too; see `headersFor`. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: with that, browsers send forms with the origin `null`.
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Pages that keep themselves new may run the script of this site, and ask this site. */
export function headersFor(isLive: boolean): Readonly<Record<string, string>> {
  return isLive ? LIVE_HEADERS : HEADERS;
}

const LIVE_HEADERS = {
  ...HEADERS,
  'content-security-policy': `${HEADERS['content-security-policy']}; script-src 'self'; connect-src 'self'`,
};

/** What a request is let in by. */
export interface Visitor {
  readonly method: string;
  readonly path: string;
  /** Header by its name in small letters. */
  readonly header: (name: string) => string | undefined;
  readonly key: string | undefined;
  readonly cookie: string | undefined;
}

interface Refusal {
  readonly status: 401 | 403 | 405;
  readonly why: string;
}

/** The only action; all else is read. */
export const EXPORT_PATH = '/export';

/** A visitor, and what it has to know. */
interface Visit extends Visitor {
  readonly host: string;
  readonly origin: string | undefined;
  readonly isRead: boolean;
  /** It brings the key of the address, to be let in. */
  readonly isEntry: boolean;
  readonly port: number;
  readonly secrets: Secrets;
}

interface Rule extends Refusal {
  readonly isBroken: (visit: Visit) => boolean;
}

/** In this order; the first that is broken is told. */
const RULES: readonly Rule[] = [
  {
    status: 403,
    why: 'it was asked for under a name that is not its own',
    isBroken: ({ host, port }) => host !== `127.0.0.1:${port}` && host !== `localhost:${port}`,
  },
  {
    status: 403,
    why: 'another page asked for it',
    isBroken: ({ host, origin }) => origin !== undefined && origin !== `http://${host}`,
  },
  {
    status: 405,
    why: 'pages are only read',
    isBroken: ({ isRead, method, path }) => !isRead && !(method === 'POST' && path === EXPORT_PATH),
  },
  {
    status: 403,
    why: 'the browser did not say which page asked',
    isBroken: ({ isRead, origin }) => !isRead && origin === undefined,
  },
  {
    status: 403,
    why: 'the key in the address is not the one of this run',
    isBroken: ({ isEntry, key, secrets }) => isEntry && !isSecret(key, secrets.key),
  },
  {
    status: 403,
    // Browsers of today say so. A page at another port of this machine would get the cookie sent along.
    why: 'another page asked for it',
    isBroken: ({ isEntry, header }) =>
      !isEntry && !['same-origin', 'none', undefined].includes(header('sec-fetch-site')),
  },
  {
    status: 401,
    why: 'this browser was not given the key',
    isBroken: ({ isEntry, cookie, secrets }) => !isEntry && !isSecret(cookie, secrets.session),
  },
];

/**
 * Why a request is refused, or null. A page elsewhere must not ask through the user's browser, whatever name it gave to this address (DNS
 * rebinding), and other users of this machine not at all.
 */
export function refusalOf(visitor: Visitor, port: number, secrets: Secrets): Refusal | null {
  const { method, path, header, key } = visitor;
  const isRead = method === 'GET' || method === 'HEAD';
  const visit: Visit = {
    ...visitor,
    host: header('host')?.toLowerCase() ?? '',
    origin: header('origin'),
    isRead,
    isEntry: isRead && path === '/' && key !== undefined,
    port,
    secrets,
  };
  return RULES.find(({ isBroken }) => isBroken(visit)) ?? null;
}
