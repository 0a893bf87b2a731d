import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from '../render/html/html.ts';
import type { Answers } from './answers.ts';
import { answerWithError } from './error-page.ts';
import { exportAnswer } from './export.ts';
import { EXPORT_PATH, headersFor, refusalOf } from './guard.ts';
import type { EventStreams } from './live/event-streams.ts';
import type { LiveFeed, LiveNews } from './live/feed.ts';
import { LIVE_PATH, liveLine, SCRIPT_PATH } from './live/live-line.ts';
import { coveragePage } from './pages/coverage.ts';
import { dailyPage } from './pages/daily.ts';
import { explainPage } from './pages/explain.ts';
import { messagePage } from './pages/message.ts';
import { searchPage } from './pages/search.ts';
import { stuckPage } from './pages/stuck.ts';
import type { Page } from './page.ts';
import { address } from './query.ts';
import type { Parameters } from './query.ts';
import type { Secrets } from './secrets.ts';
import { bare, shell, STYLE_PATH } from './shell.ts';
import { ICON, STYLE } from './style.ts';
import { waitingPage, WAITED, within } from './waiting-page.ts';
import type { Patience } from './waiting-page.ts';
import { wantsJson } from './wants-json.ts';
import { safeJson } from '../render/visible.ts';

export interface AppOptions {
  readonly answers: Answers;
  /** Those for pages, which are as new as can be told soon; absent: the same. */
  readonly pages?: Answers;
  /** How long a page waits for its report; absent: until it is there. */
  readonly patience?: Patience;
  readonly secrets: Secrets;
  /** That it listens at. */
  readonly port: number;
  /** Time zone of times and days, IANA. */
  readonly zone: string;
  /** Where logs are followed while pages are shown. */
  readonly live?: LiveSite & Partial<LiveReports>;
  /** Takes errors that only a bug causes; the page says no more than that there was one. */
  readonly onBug: (error: unknown) => void;
}

/** What keeps pages new. */
export interface LiveSite {
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  /** That runs in pages: src/browser. */
  readonly script: string;
}

export interface LiveReports {
  /** The news that a report for pages is as new as; null: it is as new as any. */
  newsOf(report: object): LiveNews | null;
}

/** A form holds two short texts. */
const MAX_BODY = 16_384;

/** The page as a function from requests to answers: the guard first, then a report for each address. */
export function createApp(options: AppOptions): Hono {
  const { answers, secrets, port } = options;
  const app = new Hono();
  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(headersFor(options.live !== undefined)))
      context.header(name, value);
    const refusal = refusalOf(
      {
        method: context.req.method,
        path: context.req.path,
        header: (name) => context.req.header(name),
        key: context.req.query('key'),
        cookie: getCookie(context, cookieName(port)),
      },
      port,
      secrets,
    );
    if (refusal !== null) return refuse(context, refusal);
    return next();
  });
  app.get('/', async (context, next) => {
    if (context.req.query('key') === undefined) return next();
    setCookie(context, cookieName(port), secrets.session, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
    });
    return context.html(ENTRY);
  });
  app.get(STYLE_PATH, (context) =>
    context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  // The second one is what browsers ask for by themselves.
  for (const path of ['/icon.svg', '/favicon.ico'])
    app.get(path, (context) => context.body(ICON, 200, { 'content-type': 'image/svg+xml' }));
  if (options.live !== undefined) addLive(app, options.live);
  addPage(app, searchPage, options);
  addPage(app, messagePage, options);
  addPage(app, stuckPage, options);
  addPage(app, dailyPage, options);
  addPage(app, coveragePage, options);
  addPage(app, explainPage, options);
  app.post(EXPORT_PATH, bodyLimit({ maxSize: MAX_BODY }), (context) =>
    exportAnswer(context, answers, secrets),
  );
  app.notFound((context) => answerWithError(context, null, options));
  app.onError((error, context) => answerWithError(context, error, options));
  return app;
}

const PATIENT: Patience = { firstMs: Number.POSITIVE_INFINITY, againMs: Number.POSITIVE_INFINITY };

/** Browsers do not tell cookies by port. */
export function cookieName(port: number): string {
  return `mailtrail-${port}`;
}

/**
 * Goes on by itself, so that the key leaves the address; not by a redirection: of one that began on another page, as a terminal in a
 * browser is, the strict cookie would not be sent along.
 */
const ENTRY = bare(
  'Opening',
  html`<p><a href="/">To the search</a></p>`,
  html`<meta http-equiv="refresh" content="0;url=/" />`,
);

function refuse(
  context: Context,
  { status, why }: { readonly status: 401 | 403 | 405; readonly why: string },
): Response {
  if (status === 405) context.header('allow', 'GET, HEAD');
  const hint =
    status === 405
      ? 'Ask with GET.'
      : 'Open the address that mailtrail serve printed when it began.';
  if (wantsJson(context)) {
    const error = { code: 'refused', message: `this page is not shown: ${why}`, hint };
    return context.json({ error }, status);
  }
  return context.html(
    bare(
      'No access',
      html`<p>This page is not shown: ${why}.</p>
        <p>${hint}</p>`,
    ),
    status,
  );
}

function addLive(app: Hono, { streams, script }: LiveSite): void {
  app.get(SCRIPT_PATH, (context) =>
    context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get(LIVE_PATH, (context) => {
    // Of a HEAD nobody would read, or end, the stream.
    const stream =
      context.req.method === 'HEAD' ? new ReadableStream<Uint8Array>() : streams.open();
    return stream === null
      ? context.text('too many pages are open', 503)
      : context.body(stream, 200, { 'content-type': 'text/event-stream' });
  });
}

function addPage<Report extends object, Beside>(
  app: Hono,
  page: Page<Report, Beside>,
  options: AppOptions,
): void {
  const json = async (context: Context): Promise<Response> => {
    const report = await page.ask(options.answers, context.req.query(), true);
    return context.body(`${safeJson(report, 2)}\n`, 200, {
      'content-type': 'application/json; charset=utf-8',
    });
  };
  app.get(page.json, json);
  app.get(page.path, async (context) => {
    if (wantsJson(context)) return json(context);
    const parameters = context.req.query();
    // A form sends what was left out too: an address that is kept and sent on is to be short.
    if (Object.values(parameters).includes(''))
      return context.redirect(address(page.path, parameters), 303);
    try {
      return await shownPage(context, page, options);
    } catch (error) {
      return answerWithError(context, error, options, page.form?.(parameters));
    }
  });
}

async function shownPage<Report extends object, Beside>(
  context: Context,
  page: Page<Report, Beside>,
  options: AppOptions,
): Promise<Response> {
  const { answers, pages = answers, secrets, zone, live } = options;
  const begun = performance.now();
  const { [WAITED]: waited, ...parameters } = context.req.query();
  // Before the report: what is stored in between is news.
  const news = live?.feed.current();
  // At the end nobody makes newer ones.
  const soon = news?.state.kind === 'ended' ? answers : pages;
  const asked = page.ask(soon, parameters, false);
  const request = { begun, waited, parameters, news };
  const sooner = await answerBefore(context, page, asked, request, options);
  if (sooner !== null) return sooner;
  const report = await asked;
  const beside = page.beside?.(soon, parameters) ?? null;
  const line = news === undefined ? null : liveLine(oldest(news, [report, beside], live), zone);
  const shown = page.show(report, { zone, token: secrets.token, parameters }, beside);
  const { title, body, status = 200 } = shown;
  const json = address(page.json, parameters);
  return context.html(shell({ title, body, path: page.path, zone, json, live: line }), status);
}

/** What is known of a request when its report is asked for. */
interface Asking {
  /** By the clock of `performance`. */
  readonly begun: number;
  readonly waited: string | undefined;
  readonly parameters: Parameters;
  readonly news: LiveNews | undefined;
}

/** Where the report takes longer than one waits, or was waited for; null: it is there. */
async function answerBefore<Report extends object>(
  context: Context,
  { path, json, waitsFor }: Pick<Page<Report>, 'path' | 'json' | 'waitsFor'>,
  asked: Report | Promise<Report>,
  { begun, waited, parameters, news }: Asking,
  { patience = PATIENT, zone }: AppOptions,
): Promise<Response | null> {
  if (waitsFor === undefined) return null;
  const ms =
    waited === undefined ? patience.firstMs - (performance.now() - begun) : patience.againMs;
  if ((await within(asked, ms)) !== null)
    return waited === undefined ? null : context.redirect(address(path, parameters), 303);
  const live = news === undefined ? null : liveLine(notYet(news), zone);
  const parts = { path, zone, json: address(json, parameters), live };
  return context.html(waitingPage(waitsFor, parameters, waited, parts), 202);
}

/** As a page that is not there yet tells it, so that the script asks for it again. */
function notYet({ version, state }: LiveNews): LiveNews {
  return { version: version - 1, state };
}

/** The news that all of these reports are as new as. */
function oldest(
  news: LiveNews,
  reports: readonly unknown[],
  { newsOf }: Partial<LiveReports> = {},
): LiveNews & { readonly isOlder: boolean } {
  const all = reports.map((one) =>
    typeof one === 'object' && one !== null ? (newsOf?.(one) ?? news) : news,
  );
  const first = all.reduce((a, b) => (b.version < a.version ? b : a), news);
  return { ...first, isOlder: all.some((one) => one !== news) };
}
