import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { listen } from '../../src/web/listen.ts';
import type { Listening } from '../../src/web/listen.ts';
import { newSecrets } from '../../src/web/secrets.ts';
import { findChromium } from '../support/browser.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const executablePath = findChromium();
if (executablePath === null)
  process.stderr.write(
    'web/in-browser: skipped, as no Chromium was found: install it, or name it in $CHROMIUM.\n',
  );

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
const PATHS = [
  '/',
  '/?q=bob&state=waiting&limit=1',
  `/message?id=${STUCK}`,
  '/message?id=exch01',
  '/stuck?by=server',
  '/daily',
  '/coverage',
  '/explain?what=remote-queue',
  '/?q=bob&since=never',
  '/nothing',
];

describe.skipIf(executablePath === null)('the page in a browser', () => {
  const folder = useTempFolder('file');
  let browser: Browser;
  let site: Listening;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const told: string[] = [];

  beforeAll(async () => {
    const db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
    const options = { db, tz: 'UTC', color: false, port: 0 };
    site = await listen({
      answers: createAnswers(options, processIo()),
      secrets: newSecrets(),
      port: 0,
      zone: 'UTC',
      onBug: (error) => told.push(String(error)),
    });
    browser = await chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
    // What works so works without script.
    context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => told.push(message.text()));
    await page.goto(site.address);
    await page.waitForURL(`http://127.0.0.1:${site.port}/`);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('leads from the search to the picture, the raw lines and the export', async () => {
    await page.getByLabel('Id or a part of one').fill('bob@partner.example 2004-02-18');
    await page.keyboard.press('Enter');
    await page
      .getByRole('row', { name: /Quarterly figures/ })
      .getByRole('link')
      .click();
    const verdict = page.locator('.verdicts .verdict').first();
    expect(await verdict.innerText()).toContain('waiting in the remote queue on BRIDGE01');
    expect(await page.getByRole('group', { name: `Life of message ${STUCK}` }).count()).toBe(1);
    const lines = page.locator('.raw pre');
    expect(await lines.first().isVisible()).toBe(false);
    await page.getByText('The exact lines of the logs').click();
    expect(await lines.first().innerText()).toContain(
      `\t1027\t${STUCK}\t`.replaceAll('\t', '\u21e5'),
    );
    await page.getByLabel('Name of the case').fill('INC 17');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as zip' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('mailtrail-INC-17.zip');
    const zip = readFileSync(await download.path());
    expect(zip.includes('evidence/data/report.html')).toBe(true);
  });

  it('asks for nothing elsewhere, and breaks no policy', () => {
    expect(requests.length).toBeGreaterThan(4);
    expect(requests.filter((url) => !url.startsWith(`http://127.0.0.1:${site.port}/`))).toEqual([]);
    expect(told).toEqual([]);
  });

  it.each([
    [1200, 'light'],
    [360, 'dark'],
  ] as const)('keeps nobody out, at %i px, %s', async (width, colorScheme) => {
    const cookies = await context.cookies();
    const other = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    await other.addCookies(cookies);
    const one = await other.newPage();
    const session = await other.newCDPSession(one);
    for (const path of PATHS) {
      await one.goto(`http://127.0.0.1:${site.port}${path}`);
      expect(await one.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
      // By the debugger: the policy of the page lets no script in.
      const { result } = await session.send('Runtime.evaluate', {
        expression: `${axe.source};document.querySelectorAll('details').forEach((one) => { one.open = true; });axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])))`,
        awaitPromise: true,
        returnByValue: true,
      });
      expect(JSON.parse(String(result.value)), path).toEqual([]);
    }
    await other.close();
  });

  it('lets no other browser in', async () => {
    const stranger = await browser.newPage();
    const answer = await stranger.goto(`http://127.0.0.1:${site.port}/stuck`);
    expect(answer?.status()).toBe(401);
    await stranger.close();
  });
});
