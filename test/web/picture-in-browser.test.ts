import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
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

const PUT_OFF = '/message?id=c51ce410c124a10e0db5e4b97fc2af39%40contoso.example';
const MANY_FATES = '/message?id=fad6f4e614a212e80c67249a666d2b09%40contoso.example';

describe.skipIf(executablePath === null)('the page of a modern message in a browser', () => {
  const folder = useTempFolder('file');
  let browser: Browser;
  let site: Listening;

  beforeAll(async () => {
    const db = await fileDb(folder.at('m.db'), ['fixtures/msgtrk']);
    site = await listen({
      answers: createAnswers({ db, tz: 'UTC', color: false, port: 0 }, processIo()),
      secrets: newSecrets(),
      port: 0,
      zone: 'UTC',
      onBug: (error) => {
        throw new Error('a page failed', { cause: error });
      },
    });
    browser = await chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  async function open(path: string, options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(site.address);
    await page.waitForURL(`http://127.0.0.1:${site.port}/`);
    await page.goto(`http://127.0.0.1:${site.port}${path}`);
    return page;
  }

  it.each([
    [PUT_OFF, 'light', 1200],
    [MANY_FATES, 'dark', 360],
  ] as const)('keeps nobody out: %s, %s, %i px', async (path, colorScheme, width) => {
    const page = await open(path, { colorScheme, viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const session = await page.context().newCDPSession(page);
    // By the debugger: the policy of the page lets no script in.
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${axe.source};document.querySelectorAll('details').forEach((one) => { one.open = true; });axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])))`,
      awaitPromise: true,
      returnByValue: true,
    });
    expect(JSON.parse(String(result.value))).toEqual([]);
    await page.context().close();
  });

  it('leads by the keyboard through the picture, and from a part of it to its row', async () => {
    const page = await open(PUT_OFF, { javaScriptEnabled: false });
    await page.getByRole('group', { name: 'Picture of message 1' }).focus();
    await page.keyboard.press('Tab');
    const focused = page.locator('.spot:focus');
    const name = await focused.locator('.tip').textContent();
    expect(name).toContain('NOTIFYMAPI/STOREDRIVER');
    // What is read out is what is seen.
    expect(await page.getByRole('link', { name: name?.trim() ?? '' }).count()).toBe(1);
    expect(await focused.locator('.tip').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator('tr:target').innerText()).toContain('NOTIFYMAPI/STOREDRIVER');
    expect(await page.locator('tr:target').isVisible()).toBe(true);
    await page.context().close();
  });

  it("keeps to the reader's own colours, where these are forced", async () => {
    const page = await open(PUT_OFF, { forcedColors: 'active' });
    const colors = await page.evaluate(`(() => {
      const of = (one) => getComputedStyle(document.querySelector(one));
      const system = (name) => {
        const one = document.createElement('p');
        one.style.color = name;
        document.body.append(one);
        return getComputedStyle(one).color;
      };
      return {
        isGround: of('.life .paper').fill === system('Canvas'),
        isBar: of('.life .retry').fill === system('Canvas'),
        isEdge: of('.life .retry').stroke === system('CanvasText'),
        isLine: of('.life .tick').stroke === system('CanvasText'),
      };
    })()`);
    expect(colors).toEqual({ isGround: true, isBar: true, isEdge: true, isLine: true });
    await page.context().close();
  });
});
