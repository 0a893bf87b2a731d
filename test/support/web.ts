import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import type { ReportCache } from '../../src/cli/report-cache.ts';
import { cookieName, createApp } from '../../src/web/app.ts';
import type { AppOptions, LiveReports, LiveSite } from '../../src/web/app.ts';

export const PORT = 8254;
export const SECRETS = { key: 'k'.repeat(43), session: 's'.repeat(43), token: 't'.repeat(43) };

export interface Site {
  /** A request of a browser that was let in; headers of null are left out. */
  ask(path: string, change?: Change): Promise<Response>;
  text(path: string): Promise<string>;
  readonly bugs: readonly unknown[];
}

interface Change {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string;
}

/** The page of a database, asked without a network. */
export function siteOf(
  db: string,
  tz = 'UTC',
  live?: LiveSite & Partial<LiveReports>,
  cache?: ReportCache,
  others: Partial<Pick<AppOptions, 'answers' | 'pages' | 'patience'>> = {},
): Site {
  const bugs: unknown[] = [];
  const options = { db, tz, color: false, port: PORT };
  const app = createApp({
    answers: createAnswers(options, processIo(), cache === undefined ? {} : { cache }),
    secrets: SECRETS,
    port: PORT,
    zone: tz,
    ...(live === undefined ? {} : { live }),
    onBug: (error) => bugs.push(error),
    ...others,
  });
  const ask = async (path: string, change: Change = {}): Promise<Response> => {
    const headers = {
      host: `127.0.0.1:${PORT}`,
      cookie: `${cookieName(PORT)}=${SECRETS.session}`,
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...change.headers,
    };
    return app.request(`http://127.0.0.1:${PORT}${path}`, {
      method: change.method ?? 'GET',
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        value === null ? [] : [[name, value]],
      ),
      ...(change.body === undefined ? {} : { body: change.body }),
    });
  };
  return { ask, text: async (path) => (await ask(path)).text(), bugs };
}
