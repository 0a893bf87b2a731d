import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import type { WaitsFor } from './page.ts';
import { address } from './query.ts';
import type { Parameters } from './query.ts';
import { shell } from './shell.ts';
import type { ShellParts } from './shell.ts';

/** How long a page waits for its report, in milliseconds; Infinity: until it is there. */
export interface Patience {
  readonly firstMs: number;
  /** Where it was said already that the report is being worked out. */
  readonly againMs: number;
}

/** The parameter that tells how often it was said already. */
export const WAITED = 'waited';

/** After so many times a page does not ask again by itself. */
const MOST = 6;

/** What is given within so many milliseconds; null: it takes longer. */
export async function within<Report extends object>(
  asked: Report | Promise<Report>,
  ms: number,
): Promise<Report | null> {
  if (!(asked instanceof Promise) || !Number.isFinite(ms)) return asked;
  // Who asks again hears what failed meanwhile.
  asked.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms)).unref();
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Says that something is being worked out, and where it will be. */
export function beingWorkedOut(what: string, where: string): Html {
  return html`<p role="status">
    ${what} is being worked out, which takes some seconds.
    <a href="${where}">See whether it is ready</a>.
  </p> `;
}

/**
 * The page where the report will be. The browser asks on at once, and keeps this page until that is answered: so nobody has to look again, and nothing
 * that somebody reads goes away for nothing. Where a script keeps pages new, that asks.
 */
export function waitingPage(
  { title, heading, what }: WaitsFor,
  parameters: Parameters,
  waited: string | undefined,
  parts: Omit<ShellParts, 'title' | 'body' | 'head'>,
): string {
  const times = waited !== undefined && /^\d$/.test(waited) ? Number(waited) : 0;
  const on = address(parts.path, { ...parameters, [WAITED]: times + 1 });
  const refresh = html`<meta http-equiv="refresh" content="0;url=${on}" /> `;
  return shell({
    ...parts,
    title: `Being worked out - ${title}`,
    head:
      times >= MOST
        ? NOTHING
        : parts.live === null
          ? refresh
          : html`<noscript>${refresh}</noscript> `,
    body: html`<h1>${heading}</h1>
      ${beingWorkedOut(what, address(parts.path, parameters))}`,
  });
}
