import { connect } from 'node:net';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import type { LiveSite } from '../../src/web/app.ts';
import { HEADERS } from '../../src/web/guard.ts';
import { listen } from '../../src/web/listen.ts';
import { createEventStreams, MOST_STREAMS } from '../../src/web/live/event-streams.ts';
import { createLiveFeed } from '../../src/web/live/feed.ts';
import type { LiveState } from '../../src/web/live/feed.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT, SECRETS, siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

const SCRIPT = 'console.log(1);\n';
const folder = useTempFolder('file');
let db: string;
let live: LiveSite;
let site: Site;

beforeAll(async () => {
  db = await fileDb(folder.at('m.db'), ['fixtures/logs/EXCH01.log']);
});

beforeEach(() => {
  const feed = createLiveFeed();
  live = { feed, streams: createEventStreams(feed), script: SCRIPT };
  site = siteOf(db, 'UTC', live);
});

/** At a port of its own. */
function listenLive() {
  return listen({
    answers: createAnswers({ db, tz: 'UTC', color: false, port: 0 }, processIo()),
    secrets: SECRETS,
    port: 0,
    zone: 'UTC',
    live,
    onBug: () => undefined,
  });
}

describe('who hears of news', () => {
  it.each<[string, string, number, Parameters<Site['ask']>[1]]>([
    ['its own browser', '/live', 200, {}],
    ['a browser without cookie', '/live', 401, { headers: { cookie: null } }],
    ['a wrong cookie', '/live', 401, { headers: { cookie: `mailtrail-${PORT}=x` } }],
    ['the key in the address', `/live?key=${SECRETS.key}`, 401, { headers: { cookie: null } }],
    ['another host', '/live', 403, { headers: { host: `x.example:${PORT}` } }],
    ['another origin', '/live', 403, { headers: { origin: 'http://x.example' } }],
    ['another port as origin', '/live', 403, { headers: { origin: 'http://127.0.0.1:3000' } }],
    ['a page elsewhere', '/live', 403, { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page at another port', '/live', 403, { headers: { 'sec-fetch-site': 'same-site' } }],
    ['POST', '/live', 405, { method: 'POST', headers: { origin: `http://127.0.0.1:${PORT}` } }],
    ['no cookie for the script', '/live.js', 401, { headers: { cookie: null } }],
  ])('%s: %s gives %i', async (_, path, status, change) => {
    const answer = await site.ask(path, change);
    expect(answer.status).toBe(status);
    expect(live.streams.count()).toBe(status === 200 ? 1 : 0);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await answer.body?.cancel();
    expect(live.streams.count()).toBe(0);
  });

  it('opens no stream for HEAD, which nobody would read', async () => {
    const answer = await site.ask('/live', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(live.streams.count()).toBe(0);
  });

  it('refuses one page too many', async () => {
    const open = await Promise.all(Array.from({ length: MOST_STREAMS }, () => site.ask('/live')));
    expect((await site.ask('/live')).status).toBe(503);
    await open[0]?.body?.cancel();
    expect((await site.ask('/live')).status).toBe(200);
    live.streams.close();
  });

  it('lets scripts of this site alone run, and only where pages keep themselves new', async () => {
    const policy = (await site.ask('/')).headers.get('content-security-policy');
    expect(policy).toBe(
      `${HEADERS['content-security-policy']}; script-src 'self'; connect-src 'self'`,
    );
    expect(await site.text('/live.js')).toBe(SCRIPT);
    const still = siteOf(db);
    for (const path of ['/live', '/live.js']) expect((await still.ask(path)).status).toBe(404);
    const page = await still.ask('/');
    expect(page.headers.get('content-security-policy')).not.toContain('script');
    expect(await page.text()).not.toMatch(/<script|id="live/);
  });

  it('forgets a browser that goes away, and ends with the page', async () => {
    const page = await listenLive();
    const headers = { cookie: `mailtrail-${page.port}=${SECRETS.session}` };
    const leave = new AbortController();
    const url = `http://127.0.0.1:${page.port}/live`;
    const gone = await fetch(url, { headers, signal: leave.signal });
    const stays = (await fetch(url, { headers })).body?.getReader();
    expect([gone.status, live.streams.count()]).toEqual([200, 2]);
    leave.abort();
    await vi.waitFor(() => expect(live.streams.count()).toBe(1));
    expect(Buffer.from((await stays?.read())?.value ?? []).toString()).toContain('event: reading');
    await page.close();
    expect(live.streams.count()).toBe(0);
  });
});

it('forgets a browser that asked several times on one connection', async () => {
  const page = await listenLive();
  const socket = connect(page.port, '127.0.0.1');
  const request = `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nCookie: mailtrail-${page.port}=${SECRETS.session}\r\n\r\n`;
  socket.on('error', () => undefined).write(request.repeat(6));
  await vi.waitFor(() => expect(live.streams.count()).toBe(6));
  socket.destroy();
  await vi.waitFor(() => expect(live.streams.count()).toBe(0));
  await page.close();
});

function readAt(at: string, lines: number): LiveState {
  return { kind: 'read', at: Date.parse(at), lines, asOf: null };
}

describe('the line that says how new a page is', () => {
  it.each<[string, LiveState | null, string, string]>([
    ['at first', null, 'UTC', 'Reading the logs: 0 events so far.'],
    [
      'in the first pass',
      { kind: 'reading', events: 12_000 },
      'UTC',
      'Reading the logs: 12,000 events so far.',
    ],
    [
      'after a look',
      { kind: 'read', at: Date.parse('2026-11-28T10:04:05.678Z'), lines: 1, asOf: null },
      'UTC',
      'Updated 10:04:05 UTC: 1 new line.',
    ],
    [
      'after a look at nothing, elsewhere',
      { kind: 'read', at: Date.parse('2026-11-28T10:04:05Z'), lines: 0, asOf: null },
      'Europe/Paris',
      'Updated 11:04:05 Europe/Paris: nothing new.',
    ],
    [
      'at the end',
      { kind: 'ended', why: '<b>\u202E"/x" is gone' },
      'UTC',
      'The logs are followed no more: <b>\\u{202e}"/x" is gone. Pages show what was read until then. To go on, end mailtrail serve with Ctrl-C and start it again.',
    ],
  ])('%s', async (_, state, zone, words) => {
    if (state !== null) live.feed.tell(state);
    const other = siteOf(db, zone, live);
    for (const path of ['/', '/stuck', '/nothing', '/?state=nothing']) {
      const page = await other.text(path);
      const { tags, text } = readMarkup(page);
      expect(text, path).toContain(words);
      const line = tags.find(({ attributes }) => new Map(attributes).get('id') === 'live');
      expect(line?.attributes).toContainEqual(['data-version', state === null ? '0' : '1']);
      expect(tags.filter(({ name }) => name === 'script')).toHaveLength(1);
      // The way to a newer page, for who has no script.
      expect(page).toContain('<a id="live-way" href="">Refresh</a>');
    }
  });

  it('says of a report from before the last news how old it is, on the page alone', async () => {
    live.feed.tell(readAt('2026-11-28T10:04:05Z', 12));
    const before = live.feed.current();
    live.feed.tell(readAt('2026-11-28T10:04:10Z', 7));
    const answers = createAnswers({ db, tz: 'UTC', color: false, port: PORT }, processIo());
    const daily = vi.fn(answers.daily);
    const pages = { ...answers, daily };
    const older = siteOf(db, 'UTC', { ...live, newsOf: () => before }, undefined, { pages });
    const page = await older.text('/daily');
    expect(readMarkup(page).text).toContain(
      'Updated 10:04:05 UTC: 12 new lines. What came since is being counted.',
    );
    // So the script on it asks again.
    expect(page).toContain('data-version="1"');
    expect(daily).toHaveBeenCalledTimes(1);
    await older.text('/daily.json');
    live.feed.tell({ kind: 'ended', why: 'it was killed' });
    await older.text('/daily');
    expect(daily).toHaveBeenCalledTimes(1);
  });

  it('is not on a page that answers a form: it cannot be asked for again', async () => {
    const answer = await site.ask('/export', {
      method: 'POST',
      headers: {
        origin: `http://127.0.0.1:${PORT}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'token=x',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toMatch(/<script|id="live/);
  });
});
