import { UNKNOWN_STAGE } from '../model/stage.ts';
import type { StuckBy } from '../model/stuck-report.ts';
import type { StandingVerdict } from '../lifecycle/standing.ts';

/** Addresses of the directory and what a line leaves out have none. */
const NO_DOMAIN = '(no domain)';
const NO_NEXT_HOP = '(none)';
/** How the null sender of DSNs is shown, as Postfix does. */
const NULL_SENDER = 'MAILER-DAEMON';

/** The domain of an address, in lower case. */
export function domainOf(address: string | null): string {
  const at = address?.lastIndexOf('@') ?? -1;
  const domain = at < 0 ? '' : (address?.slice(at + 1).toLowerCase() ?? '');
  return domain === '' ? NO_DOMAIN : domain;
}

function senderKey(sender: string | null): string {
  return sender === null || sender === '' || sender === '<>' ? NULL_SENDER : domainOf(sender);
}

/** What a row of a queue report is named by. */
export const QUEUE_KEYS: Readonly<
  Record<StuckBy, (verdict: StandingVerdict, sender: string | null) => string>
> = {
  destination: ({ recipient }) => domainOf(recipient),
  server: ({ server }) => server,
  stage: ({ stage }) => stage ?? UNKNOWN_STAGE,
  sender: (_, sender) => senderKey(sender),
  'next-hop': ({ nextHop }) => nextHop?.toLowerCase() ?? NO_NEXT_HOP,
};
