import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import type { LiveSite } from '../../src/web/app.ts';
import { listen } from '../../src/web/listen.ts';
import type { Listening } from '../../src/web/listen.ts';
import { createEventStreams, MOST_STREAMS } from '../../src/web/live/event-streams.ts';
import { createLiveFeed } from '../../src/web/live/feed.ts';
import { newSecrets } from '../../src/web/secrets.ts';
import { ROOT } from '../cli/run.ts';
import { findChromium } from '../support/browser.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { serving } from '../support/serving.ts';
import type { Serving } from '../support/serving.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const executablePath = findChromium();
if (executablePath === null)
  process.stderr.write(
    'web/live-in-browser: skipped, as no Chromium was found: install it, or name it in $CHROMIUM.\n',
  );

/** Waits in the queue to another server, since so many minutes before ten. */
function waiting(id: string, minutes: number): Parameters<typeof log2003>[0][number][] {
  const time = `9:${String(60 - minutes)}:0 GMT`;
  const one = { id: `${id}@corp.example`, subject: ` ${id}`, time };
  return [one, { ...one, event: 1024 }, { ...one, event: 1033 }];
}

/** The end of the logs, at ten. */
const END = { id: 'end@corp.example', time: '10:0:0 GMT', event: 1020 };

describe.skipIf(executablePath === null)('a page while its logs grow', () => {
  const folder = useTempFolder();
  let browser: Browser;
  let context: BrowserContext;
  let site: Serving;
  let page: Page;
  let log = '';
  let requests: string[] = [];
  let told: string[] = [];

  /** A server that follows one log, and a browser that was let in; gone through when the page listens. */
  async function open(path = '/', options: { javaScriptEnabled?: boolean } = {}): Promise<void> {
    context = await browser.newContext({ viewport: { width: 900, height: 500 }, ...options });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(String(error)));
    await page.goto(site.address);
    await page.waitForURL(new URL('/', site.address).href);
    if (path !== '/') await page.goto(new URL(path, site.address).href);
    if (options.javaScriptEnabled === false) return;
    await page.locator('#live', { hasText: 'Updated' }).waitFor();
    // A mark that no load of the page would leave.
    await page.evaluate('document.body.dataset.same = "yes"');
  }

  function grow(...fields: Parameters<typeof log2003>[0]): void {
    appendFileSync(log, log2003(fields, { header: [] }));
  }

  const isSame = async (): Promise<unknown> =>
    page.evaluate('document.body.dataset.same === "yes"');

  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  });
  afterAll(async () => browser.close());

  beforeEach(async () => {
    [requests, told] = [[], []];
    log = folder.write(
      'EXCH01.log/20040218.log',
      log2003([...waiting('first', 50), ...waiting('second', 40), END]),
    );
    site = await serving(folder.at('m.db'), ['--interval', '0.2', '--follow', log]);
    for (const events = site.events(); ;)
      if (String((await events.next()).value).startsWith('read ')) break;
  });
  afterEach(async () => {
    await context.close();
    await site.end();
    expect(requests.filter((url) => !url.startsWith(new URL('/', site.address).href))).toEqual([]);
  });

  it('shows the newest stall by itself; focus, place, typed text and what is open stay', async () => {
    await open();
    const stalls = page.getByRole('table', { name: 'Recipients that stalled' });
    const rows = stalls.locator('tbody tr');
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringContaining('second'),
      expect.stringContaining('first'),
    ]);
    await page.getByText('Filters').click();
    await page.getByLabel('Server').fill('EXCH0');
    await page.getByLabel('Id or a part of one').fill('half a wor');
    await stalls.getByRole('link', { name: 'first' }).focus();
    await page.evaluate('document.activeElement.scrollIntoView({ block: "start" })');
    const top = 'document.activeElement.getBoundingClientRect().top';
    const before = Number(await page.evaluate(top));
    grow(...waiting('third', 30));
    await rows.nth(2).waitFor();
    expect(await rows.first().innerText()).toContain('third');
    expect(await isSame()).toBe(true);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('first');
    expect(Math.abs(Number(await page.evaluate(top)) - before)).toBeLessThan(2);
    expect(await page.getByLabel('Id or a part of one').inputValue()).toBe('half a wor');
    expect(await page.getByLabel('Server').inputValue()).toBe('EXCH0');
    expect(await page.getByLabel('Server').isVisible()).toBe(true);
    expect(await page.locator('#live').innerText()).toMatch(
      /^Updated \d\d:\d\d:\d\d UTC: 3 new lines\.$/,
    );
    expect(await page.locator('#live-way').isVisible()).toBe(false);
    expect(told).toEqual([]);
  });

  it('does not disturb who types: it offers what is new, and goes on where one was', async () => {
    await open();
    const box = page.getByLabel('Id or a part of one');
    const third = page.getByRole('link', { name: 'third' });
    await box.click();
    await page.keyboard.type('half a');
    grow(...waiting('third', 30));
    const offer = page.getByRole('link', { name: 'show them' });
    await offer.waitFor();
    expect(await page.locator('#live').innerText()).toBe('New lines are there:');
    expect(await third.count()).toBe(0);
    await page.keyboard.type(' wor');
    await offer.click();
    await third.first().waitFor();
    await offer.waitFor({ state: 'hidden' });
    await page.keyboard.type('d');
    expect(await box.inputValue()).toBe('half a word');
    expect(await isSame()).toBe(true);
    expect(told).toEqual([]);
  });

  it.each([
    '/stuck?by=server&older-than=20m',
    '/daily',
    '/coverage',
    '/message?id=second',
    '/?q=first',
  ])('becomes what it would be if it were loaded anew: %s', async (path) => {
    await open(path);
    const version = await page.locator('#live').getAttribute('data-version');
    const second = { id: 'second@corp.example', time: '9:50:0 GMT' };
    grow({ ...second, event: 1020 }, { ...second, event: 1031 }, ...waiting('third', 30));
    await page.locator('#live', { hasText: '5 new lines' }).waitFor();
    expect(version).not.toBeNull();
    const content =
      'document.getElementById("content").outerHTML.replaceAll(/ class="new-row"|(?<=class=".*) new-row/g, "")';
    const shown = await page.evaluate(content);
    expect(await isSame()).toBe(true);
    await page.reload();
    expect(await page.evaluate(content)).toBe(shown);
    expect(told).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, %s', async (colorScheme) => {
    await open();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const session = await context.newCDPSession(page);
    const violations = async (): Promise<unknown> => {
      const { result } = await session.send('Runtime.evaluate', {
        expression: `${axe.source};axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])))`,
        awaitPromise: true,
        returnByValue: true,
      });
      return JSON.parse(String(result.value));
    };
    await page.getByLabel('Id or a part of one').focus();
    grow(...waiting('third', 30));
    await page.getByRole('link', { name: 'show them' }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole('link', { name: 'show them' }).click();
    const added = page.locator('tr.new-row').first();
    await added.waitFor();
    const motion = 'getComputedStyle(document.querySelector("tr.new-row")).animationName';
    expect(await page.evaluate(motion)).toBe('none');
    expect(await violations()).toEqual([]);
  });

  it('says so when nothing comes any more, and leads on', async () => {
    await open('/stuck');
    process.kill(site.follower(), 'SIGKILL');
    await page.locator('#live', { hasText: 'followed no more' }).waitFor();
    expect(await site.end()).toBe(130);
    await page.locator('#live', { hasText: 'does not answer' }).waitFor();
    expect(await page.getByRole('link', { name: 'Refresh' }).isVisible()).toBe(true);
    expect(await isSame()).toBe(true);
  });

  it('has a way to a newer page where no script runs', async () => {
    await open('/?q=third', { javaScriptEnabled: false });
    expect(await page.getByRole('link', { name: 'third' }).count()).toBe(0);
    const events = site.events();
    grow(...waiting('third', 30));
    while (!String((await events.next()).value).includes('"lines":3,'));
    await page.getByRole('link', { name: 'Refresh' }).click();
    await page.getByRole('link', { name: 'third' }).waitFor();
    expect(page.url()).toBe(new URL('/?q=third', site.address).href);
  });
});

describe.skipIf(executablePath === null)(
  'a page before, and where nobody tells it anything',
  () => {
    const folder = useTempFolder();
    let browser: Browser;
    let page: Page;
    let site: Listening;
    let live: LiveSite;

    beforeEach(async () => {
      const db = await fileDb(folder.at('m.db'), []);
      const feed = createLiveFeed();
      const script = readFileSync(join(ROOT, 'dist/browser/live.js'), 'utf8');
      live = { feed, streams: createEventStreams(feed), script };
      site = await listen({
        answers: createAnswers({ db, tz: 'UTC', color: false, port: 0 }, processIo()),
        secrets: newSecrets(),
        port: 0,
        zone: 'UTC',
        live,
        onBug: () => undefined,
      });
      browser = await chromium.launch({
        ...(executablePath === null ? {} : { executablePath }),
        args: ['--no-sandbox'],
      });
      page = await browser.newPage();
    });
    afterEach(async () => {
      await browser.close();
      await site.close();
    });

    it('fills itself when the first logs are read', async () => {
      await page.goto(site.address);
      await page.getByText('holds no events').waitFor();
      expect(await page.locator('#live').innerText()).toBe('Reading the logs: 0 events so far.');
      await fileDb(folder.at('m.db'), ['fixtures/logs/EXCH01.log']);
      live.feed.tell({ kind: 'read', at: 0, lines: 7, asOf: null });
      await page.getByRole('heading', { name: 'Newest stalls' }).waitFor();
      expect(await page.locator('#live').innerText()).toBe('Updated 00:00:00 UTC: 7 new lines.');
      expect(await page.title()).toBe('Search - mailtrail');
    });

    it('listens only while it is looked at, and then shows what it missed', async () => {
      await page.goto(site.address);
      await vi.waitFor(() => expect(live.streams.count()).toBe(1));
      const look = async (state: string): Promise<unknown> =>
        page.evaluate(
          `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
        );
      await look('hidden');
      await vi.waitFor(() => expect(live.streams.count()).toBe(0));
      live.feed.tell({ kind: 'reading', events: 12 });
      await look('visible');
      await page.locator('#live', { hasText: '12 events so far' }).waitFor();
      expect(live.streams.count()).toBe(1);
      await page.goto('about:blank');
      await vi.waitFor(() => expect(live.streams.count()).toBe(0));
    });

    it('says that it is one too many, and is well again when another one is closed', async () => {
      const others = Array.from({ length: MOST_STREAMS }, () => live.streams.open());
      await page.goto(site.address);
      await page.locator('#live', { hasText: 'too many pages are open' }).waitFor();
      await others[0]?.cancel();
      await page.getByRole('link', { name: 'Refresh' }).click();
      await page.locator('#live', { hasText: 'Reading the logs' }).waitFor();
      expect(live.streams.count()).toBe(MOST_STREAMS);
    });
  },
);
