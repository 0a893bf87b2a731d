import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { listen } from '../../src/web/listen.ts';
import type { Listening } from '../../src/web/listen.ts';
import { createEventStreams } from '../../src/web/live/event-streams.ts';
import { createLiveFeed } from '../../src/web/live/feed.ts';
import { newSecrets } from '../../src/web/secrets.ts';
import { ROOT } from '../cli/run.ts';
import { findChromium } from '../support/browser.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const executablePath = findChromium();
const DAY = '/daily?date=2004-02-17';

describe.skipIf(executablePath === null)('a page that is being worked out, in a browser', () => {
  const folder = useTempFolder('file');
  let db: string;
  let browser: Browser;
  let site: Listening;
  /** Lets the report be there. */
  let go: () => void;

  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
    browser = await chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  });
  afterEach(() => site.close());
  afterAll(() => browser.close());

  async function start(isLive: boolean): Promise<void> {
    const answers = createAnswers({ db, tz: 'UTC', color: false, port: 0 }, processIo());
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const feed = createLiveFeed();
    const script = readFileSync(join(ROOT, 'dist/browser/live.js'), 'utf8');
    site = await listen({
      answers,
      pages: { ...answers, daily: (asked) => gate.then(() => answers.daily(asked)) },
      patience: { firstMs: 0, againMs: isLive ? 0 : Number.POSITIVE_INFINITY },
      secrets: newSecrets(),
      port: 0,
      zone: 'UTC',
      ...(isLive ? { live: { feed, streams: createEventStreams(feed), script } } : {}),
      onBug: () => undefined,
    });
  }

  /** Lets a page in; gives the address of a day. */
  async function enter(page: Page): Promise<string> {
    await page.goto(site.address);
    await page.waitForURL(`http://127.0.0.1:${site.port}/`);
    return `http://127.0.0.1:${site.port}${DAY}`;
  }

  it.each([true, false])('is there by itself, at its own address (script: %s)', async (script) => {
    await start(false);
    const context = await browser.newContext({ javaScriptEnabled: script });
    const page = await context.newPage();
    const address = await enter(page);
    const [asked, answer] = await Promise.all([
      page.waitForRequest(`${address}&waited=1`),
      page.goto(address),
    ]);
    expect([answer?.status(), asked.isNavigationRequest()]).toEqual([202, true]);
    go();
    await page.waitForURL(address);
    await page.getByRole('heading', { name: 'Mail on' }).waitFor();
    // The way back leads to what was there before, not to where one waited.
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('is patched by the script of pages that keep themselves new', async () => {
    await start(true);
    const page = await (await browser.newContext()).newPage();
    const address = await enter(page);
    await page.goto(address);
    await page.getByText('The summary of the day is being worked out').waitFor();
    await page.evaluate('window.isSame = true');
    go();
    await page.getByRole('heading', { name: 'Mail on' }).waitFor();
    expect([page.url(), await page.evaluate('window.isSame')]).toEqual([address, true]);
    expect(await page.title()).toBe('2004-02-17 - Day - mailtrail');
  });

  it.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('keeps nobody out, at %i px, %s', async (width, colorScheme) => {
    await start(false);
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const address = await enter(page);
    // The browser stays where it is, and looks at it.
    await page.route('**waited**', (route) => route.fulfill({ status: 204 }));
    await Promise.all([page.waitForResponse(`${address}&waited=1`), page.goto(address)]);
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1);
    await page.getByRole('link', { name: 'See whether it is ready' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const session = await context.newCDPSession(page);
    // By the debugger: the policy of the page lets no script in.
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${axe.source};axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id }) => id)))`,
      awaitPromise: true,
      returnByValue: true,
    });
    expect(JSON.parse(String(result.value))).toEqual([]);
  });
});
